"""What figures and sheets are computed by: an extra, since with SciPy it is a third of an installation."""

from __future__ import annotations

from dedup.errors import MissingExtraError


def check_scikit_learn() -> None:
    """Raise MissingExtraError without scikit-learn."""
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("results are measured by scikit-learn: pip install 'newsdedup[eval]'") from error
