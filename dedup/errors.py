"""Every error that `dedup` raises on purpose.

    DedupError
    ├── InputError(ValueError)       what was given cannot be used: a path, a record, an option
    ├── SettingsError(ValueError)    a setting is out of range, or two contradict each other
    ├── DamagedDataError             a file that ships with dedup, or that dedup wrote, is not what was written
    ├── StorageError                 an index cannot be read or written now: the disk is full, another process holds it
    └── MissingExtraError            a part needs a package that is not installed; the message has the command

What a user of the library should write:

    try:
        report = dedup.scan(["articles/"])
    except dedup.DedupError as error:
        sys.exit(f"dedup: {error}")

A file or record that cannot be read is no error: it stands in `Report.skipped`, and the rest goes on.
A message says what happened, where, and what to do next.
"""

from __future__ import annotations


class DedupError(Exception):
    """Any error that `dedup` raises on purpose."""


class InputError(DedupError, ValueError):
    """What was given cannot be used: a path that is not there, a value of the wrong kind."""


class SettingsError(DedupError, ValueError):
    """A setting is out of range, or two settings contradict each other."""


class DamagedDataError(DedupError):
    """A file that ships with dedup, or that dedup wrote, does not hold what was written."""


class StorageError(DedupError):
    """An index cannot be read or written now: the disk is full, the file may not be written, another process
    holds it.
    """


class MissingExtraError(DedupError, ImportError):
    """A part of dedup needs a package that is not installed."""
