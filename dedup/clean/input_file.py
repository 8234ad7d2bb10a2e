"""The files that a plan is about: found from the places of articles, and known again by size and checksum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from dedup.errors import InputError
from dedup.sources.decoding.bounded_reading import reading_error

_DIGEST_BYTES = 16
_BLOCK_BYTES = 1 << 20
_MAX_SHOWN = 10


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file as it was when the plan was made: its path as given, its size in bytes, the checksum of its bytes."""

    path: str
    size: int
    digest: str


def stored_path(path: str) -> str:
    """The file that a place lies in: itself, or the archive that holds it; InputError if there is none."""
    given = Path(path)
    for each in (given, *given.parents):
        if each.is_file():
            return each.as_posix()
    raise InputError(f"{path}: no such file; a plan is about files, not about standard input or texts")


def input_file(path: str) -> InputFile:
    """A file as it is now; InputError if it cannot be read."""
    digest, size = blake2b(digest_size=_DIGEST_BYTES), 0
    try:
        with Path(path).open("rb") as stored:
            while block := stored.read(_BLOCK_BYTES):
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise InputError(f"{path}: {reading_error(error)}") from error
    return InputFile(path, size, digest.hexdigest())


def check_unchanged(files: Iterable[InputFile]) -> None:
    """InputError that names the files that are no longer what they were when the plan was made."""
    changed = list(_changes(files))
    if not changed:
        return
    more = f"; and {len(changed) - _MAX_SHOWN:,} more" if len(changed) > _MAX_SHOWN else ""
    raise InputError(f"changed since the plan was made: {'; '.join(changed[:_MAX_SHOWN])}{more}")


def _changes(files: Iterable[InputFile]) -> Iterator[str]:
    for file in files:
        path = Path(file.path)
        if not path.is_file():
            yield f"{file.path} (gone)"
        elif path.stat().st_size != file.size:
            yield f"{file.path} ({path.stat().st_size:,} bytes, not {file.size:,})"
        elif input_file(file.path) != file:
            yield f"{file.path} (other content)"
