"""What a user may rely on: the public names, each of them explained."""

from __future__ import annotations

import dedup

EXPECTED = [
    "Article",
    "Clue",
    "Cluster",
    "DamagedDataError",
    "DedupError",
    "Edit",
    "EditKind",
    "Evidence",
    "FieldNames",
    "Fingerprint",
    "Index",
    "IndexResult",
    "InputError",
    "Match",
    "MissingExtraError",
    "Origin",
    "Passage",
    "PassageKind",
    "Relation",
    "Repeat",
    "Report",
    "SensitiveChange",
    "Settings",
    "SettingsError",
    "Skipped",
    "Span",
    "StorageError",
    "Story",
    "__version__",
    "compare",
    "fingerprint",
    "from_datasketch",
    "repeats",
    "scan",
]


def test_the_public_names_are_these() -> None:
    assert sorted(dedup.__all__) == EXPECTED


def test_every_public_name_is_there_and_explained() -> None:
    values = {name: getattr(dedup, name) for name in EXPECTED if name != "__version__"}
    # A dataclass without a docstring gets its own signature for one.
    assert [name for name, value in values.items() if (value.__doc__ or f"{name}(").startswith(f"{name}(")] == []


def test_every_deliberate_error_is_a_dedup_error() -> None:
    errors = [getattr(dedup, name) for name in EXPECTED if name.endswith("Error")]
    assert all(issubclass(error, dedup.DedupError) for error in errors)


def test_the_version_is_that_of_the_package() -> None:
    from importlib.metadata import version

    assert dedup.__version__ == version("dedup")
