"""Every error that `dedup` raises on purpose.

    DedupError
    ├── InputError(ValueError)          a path, a record, a text or an option that was given cannot be used
    │   ├── NoTextError                 a record has no text; readers list it as skipped
    │   └── scrapy.UnjudgedError        an item of the Scrapy pipeline is no article; the pipeline catches it itself
    ├── SettingsError(ValueError)       a setting is out of range, or two contradict each other
    ├── DamagedDataError                a file that ships with dedup, or that dedup wrote, has other content
    ├── StorageError                    an index cannot be read or written now: a full disk, a lock of another process
    └── MissingExtraError(ImportError)  a feature needs a package that is not installed; the message has the command

and two warnings: LostChangesWarning(UserWarning), an index holds less than was acknowledged; FormerIndexWarning
(UserWarning), an earlier version regrouped it.

A user of the library should write:

    try:
        report = dedup.scan(["articles/"])
    except dedup.DedupError as error:
        sys.exit(f"dedup: {error}")

A file or record that cannot be read is no error: `Report.skipped` lists it, and the rest is read. A path that names
nothing is an InputError. `index[id]` and `index.remove(id)` raise KeyError, as a mapping does. A wrong call between
parts of dedup is a ValueError of Python, not one of these: it is our fault, not the user's. A message says what
happened, where, and what to do next.
"""

from __future__ import annotations


class DedupError(Exception):
    """Any error that `dedup` raises on purpose."""


class InputError(DedupError, ValueError):
    """An input cannot be used: a path that names nothing, a value of the wrong type."""


class NoTextError(InputError):
    """A record holds no text: its field is empty, or holds what programs write where there is none."""


class SettingsError(DedupError, ValueError):
    """A setting is out of range, or two settings contradict each other."""


class DamagedDataError(DedupError):
    """A file that ships with dedup, or that dedup wrote, does not have the content that was written."""


class StorageError(DedupError):
    """An index cannot be read or written now: the disk is full, the file is read-only, another process locks it."""


class MissingExtraError(DedupError, ImportError):
    """A feature of dedup needs a package that is not installed."""


class LostChangesWarning(UserWarning):
    """An index holds less than was acknowledged: its log was damaged, or an older copy is in its place."""


class FormerIndexWarning(UserWarning):
    """An index was regrouped by an earlier version, which stored less: until it is regrouped, additions find less."""


def check_type(value: object, kind: type | tuple[type, ...], expected: str) -> None:
    """TypeError unless a value is of a kind: what is given by mistake is named at the door, not deep within.

    >>> check_type(7, str, "the id of an article, a string")
    Traceback (most recent call last):
    TypeError: the id of an article, a string, not int (7)
    """
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{expected}, not {type(value).__name__} ({value!r:.60})")
