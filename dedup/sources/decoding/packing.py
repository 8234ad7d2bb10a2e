"""Packs a stream as a file was packed: gzip, Zstandard, bzip2 or xz, or not at all."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

_ZSTANDARD_LEVEL = 3  # the default of the command `zstd`


@contextmanager
def packed(out: BinaryIO, packing: str | None, threads: int = 1) -> Iterator[BinaryIO]:
    """A stream whose bytes are packed and written to another: gz, bz2, xz or zst; the same bytes are packed alike.

    Zstandard packs in `threads`, and gives the same bytes for any number of them.
    """
    if packing is None:
        yield out
        return
    with _packer(out, packing, threads) as stream:
        yield stream


def _packer(out: BinaryIO, packing: str, threads: int) -> BinaryIO:
    if packing == "gz":
        return cast(BinaryIO, gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0))
    if packing == "bz2":
        return cast(BinaryIO, bz2.BZ2File(out, "wb"))
    if packing == "xz":
        return cast(BinaryIO, lzma.LZMAFile(out, "wb"))
    import zstandard

    writer = zstandard.ZstdCompressor(level=_ZSTANDARD_LEVEL, threads=max(1, threads)).stream_writer(out, closefd=False)
    return cast(BinaryIO, io.BufferedWriter(cast(io.RawIOBase, writer), 1 << 17))
