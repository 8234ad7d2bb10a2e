"""What reading passes over and reads no article from, counted by kind and written as one line."""

from __future__ import annotations

from collections import Counter
from enum import Enum

_MAX_SHOWN_LABELS = 12  # of one kind in the line: what is left out is counted


class PassedOverKind(Enum):
    """A reason to pass over a file: what one of them is called, and what several are."""

    ENDING = ("file with an ending that is not read", "files with endings that are not read")
    HIDDEN = ("hidden file or folder", "hidden files and folders")
    PATTERN = ("left out by include and exclude", "left out by include and exclude")
    SITE = ("file of a site or its crawler, no article", "files of a site or its crawler, no articles")
    FOLDER_NOTE = ("description of its folder, no article", "descriptions of their folders, no articles")
    SAVED_PAGE = ("folder that belongs to a saved page", "folders that belong to saved pages")
    EMPTY_FOLDER = ("empty folder", "empty folders")
    RECORD = ("record that is no page", "records that are no pages")
    MEMBER = ("member that is no file", "members that are no files")
    INDEX = ("file of the archive's index", "files of the archive's index")

    @property
    def is_rare(self) -> bool:
        """Whether what is counted is called by its name, and not by its ending."""
        return self in (PassedOverKind.HIDDEN, PassedOverKind.SITE, PassedOverKind.FOLDER_NOTE)


class PassedOver:
    """Counts what is passed over in a folder or an archive.

    >>> passed_over = PassedOver()
    >>> for ending in (".jpg", ".docx", ".jpg"):
    ...     passed_over.add(PassedOverKind.ENDING, ending)
    >>> passed_over.line()
    '3 files with endings that are not read: .docx 1, .jpg 2'
    """

    def __init__(self) -> None:
        self._labels: dict[PassedOverKind, Counter[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._labels)

    def __len__(self) -> int:
        return sum(labels.total() for labels in self._labels.values())

    def add(self, kind: PassedOverKind, label: str) -> None:
        """Count one; the label says more of it than its kind: its ending, its name."""
        self._labels.setdefault(kind, Counter())[label] += 1

    def line(self) -> str:
        """All that was counted, in one line."""
        return "; ".join(_clause(kind, labels) for kind, labels in self._labels.items())


def _clause(kind: PassedOverKind, labels: Counter[str]) -> str:
    total = labels.total()
    shown = sorted(labels)[:_MAX_SHOWN_LABELS]
    rest = total - sum(labels[label] for label in shown)
    listed = ", ".join([f"{label} {labels[label]}" for label in shown] + ([f"others {rest}"] if rest else []))
    return f"{total:,} {kind.value[total > 1]}: {listed}"
