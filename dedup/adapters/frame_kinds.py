"""What differs between the kinds of data frames: how columns are read and added.

narwhals handles pandas, polars, PyArrow and more of their kind. A `datasets.Dataset` is an Arrow table, of which only
the wanted columns are read; it keeps its features and format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from dedup import InputError, MissingExtraError

try:
    import narwhals as nw
except ImportError as missing:
    raise MissingExtraError("data frames need narwhals: pip install 'newsdedup[frames]'") from missing

Frame = TypeVar("Frame")
Schema = Mapping[str, nw.dtypes.DType]
Rows = Sequence[Sequence[object]]
TEXT, NUMBER, INTEGER, BOOLEAN = nw.String(), nw.Float64(), nw.Int64(), nw.Boolean()


def column_names(frame: Any) -> list[str]:
    """The names of the columns, with that of a pandas index that has one; InputError for what is no data frame."""
    return list(frame.column_names) if _is_dataset(frame) else [*map(str, _with_index(frame).columns)]


def column_values(frame: Any, wanted: Sequence[str]) -> dict[str, list[Any]]:
    """The values of these columns; a missing value of any kind is None."""
    if _is_dataset(frame):
        table = nw.from_native(frame.select_columns(list(wanted)).with_format("arrow")[:], eager_only=True)
    else:
        table = _with_index(frame)
    return {name: _values(table[name]) for name in wanted}


def with_added_columns(frame: Frame, schema: Schema, rows: Rows) -> Frame:
    """The frame with more columns, given row by row; the index of a pandas frame stays."""
    added = _built(frame, schema, rows)
    if not _is_dataset(frame):
        together: Frame = _as_narwhals(frame).with_columns(*added.iter_columns()).to_native()
        return together
    dataset: Any = frame
    for name in schema:
        dataset = dataset.add_column(name, added[name].to_native())
    marked: Frame = dataset
    return marked


def new_frame(frame: Frame, schema: Schema, rows: Rows) -> Frame:
    """A new table of the same kind as the frame."""
    kind: Any = type(frame)
    made = _built(frame, schema, rows).to_native()
    alike: Frame = kind(made) if _is_dataset(frame) else made
    return alike


def _is_dataset(frame: object) -> bool:
    """Whether it is a `datasets.Dataset`; the library is not imported to find out."""
    return any(f"{kind.__module__}.{kind.__name__}" == "datasets.arrow_dataset.Dataset" for kind in type(frame).__mro__)


def _as_narwhals(frame: Any) -> nw.DataFrame[Any]:
    try:
        opened: nw.DataFrame[Any] = nw.from_native(frame, eager_only=True)
    except (TypeError, nw.exceptions.NarwhalsError) as error:
        kinds = "a DataFrame of pandas or polars (not lazy), a table of PyArrow or a datasets.Dataset (of one split)"
        raise InputError(f"{kinds} is needed, not this {type(frame).__name__}: {error}") from None
    return opened


def _with_index(frame: Any) -> nw.DataFrame[Any]:
    """The frame with a named pandas index as one of its columns."""
    opened = _as_narwhals(frame)
    index = nw.maybe_get_index(opened)
    has_name = index is not None and isinstance(index.name, str) and index.name not in opened.columns
    return _as_narwhals(frame.reset_index()) if has_name else opened


def _built(frame: Any, schema: Schema, rows: Rows) -> nw.DataFrame[Any]:
    backend: Any = "pyarrow" if _is_dataset(frame) else _as_narwhals(frame).implementation
    cells = {name: [row[place] for row in rows] for place, name in enumerate(schema)}
    built = nw.from_dict(cells, schema, backend=backend)
    return built.with_columns(*(_with_missing(built[name], cells[name]) for name in schema))


def _with_missing(column: nw.Series[Any], values: Sequence[object]) -> nw.Series[Any]:
    """The column with None where a value is missing: pandas before 3 makes the text "None" of it."""
    missing = [row for row, value in enumerate(values) if value is None]
    return column if column.null_count() == len(missing) else column.scatter(missing, None)


def _values(column: nw.Series[Any]) -> list[Any]:
    pairs = zip(column.to_list(), column.is_null().to_list(), strict=True)
    return [None if is_null else value for value, is_null in pairs]
