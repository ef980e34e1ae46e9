"""Rows of a result → Arrow tables, one for each kind of row; pandas and Polars take them from there.

The columns of a table are the fields of its dataclass, so a new field is in every format that is made of the tables.
A field that is a dataclass itself gives a column for each of its fields (`first_start`). A field that holds several
values gives a table of its own, whose rows name the row that they belong to: by its document, by the two documents of
a pair, or by its number. Rows that are kept as columns become Arrow columns without an object for each row.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from itertools import islice
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

Item = TypeVar("Item")

ROWS_AT_ONCE = 1 << 16
"""Rows that become columns together, where each of them is an object."""

REPR_VALUES, REPR_CHARACTERS = 2, 200
"""Values that a repr shows, and the characters of each."""

TABLES: dict[str, str] = {
    "copies.passages": "passages",
    "copies.again": "extra_occurrences",
    "copies.edits": "edits",
    "copies.material_edits": "material_edits",
    "templates.members": "template_members",
    "templates.blanks": "template_blanks",
    "template_blanks.values": "template_blank_values",
    "summed_up.members": "summed_up_members",
    "boilerplate.members": "boilerplate_members",
    "clusters.members": "cluster_members",
    "clusters.bridges": "bridges",
    "clusters.origins": "cluster_origins",
    "provenance.chain": "chains",
    "provenance.edges": "edges",
    "edges.evidence": "evidence",
    "provenance.conflicts": "conflicts",
    "conflicts.claims": "conflict_claims",
    "provenance.claims": "claims",
    "sources.parts": "source_parts",
    "origins.members": "origin_members",
}
"""The table of each field that holds several values; one that is not named here is called by table and field."""

NAMED_BY: dict[str, dict[str, str]] = {
    "copies": {"a": "a", "b": "b"},
    "clusters": {"id": "cluster"},
    "provenance": {"document": "document"},
    "sources": {"document": "document"},
    "origins": {"name": "origin"},
}
"""The columns that tell rows of a table apart, and what they are called in tables of their parts."""

NUMBERED: dict[str, str] = {
    "templates": "template",
    "template_blanks": "blank",
    "summed_up": "group",
    "boilerplate": "boilerplate",
    "edges": "edge",
    "conflicts": "conflict",
}
"""The column of numbers from 1 that tells rows of a table apart where nothing else does."""

VALUES: dict[str, str] = {"members": "document", "chain": "name", "values": "value"}
"""The column of single values, by their field."""


class ArrowRows:
    """What sequences of a result's rows have in common: they become tables of Arrow, pandas and Polars."""

    row_type: Any = None
    """The dataclass of the rows; an instance may have its own."""

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table; what has several values in a row is left out (`ScanResult.to_arrow`)."""
        if not is_dataclass(self.row_type):
            msg = "only rows of a result become tables"
            raise UsageError(msg)
        return _table(self.row_type, self)  # type: ignore[arg-type]

    def to_pandas(self) -> Any:
        """Return the rows as a DataFrame of pandas, which must be installed."""
        _require("pandas")
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:
        """Return the rows as a DataFrame of Polars, which must be installed."""
        return _require("polars").from_arrow(self.to_arrow())


class Rows(tuple[Item, ...], ArrowRows):  # noqa: SLOT001 - a tuple with slots cannot hold the type of its rows
    """Rows of a result that are objects: a tuple that becomes a table too."""

    def __new__(cls, values: Iterable[Item], row_type: type | None = None) -> Rows[Item]:
        """Return the values, which are of the dataclass `row_type`; `dataclasses.asdict` gives none."""
        made = super().__new__(cls, values)
        made.row_type = row_type
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Rows, (tuple(self), self.row_type)

    def __repr__(self) -> str:
        return short_repr(self)


def short_repr(values: Sequence[Any]) -> str:
    """Return how many values there are, and the first ones: a result may have millions."""
    shown = ", ".join(repr(value)[:REPR_CHARACTERS] for value in values[:REPR_VALUES])
    return f"<{len(values):,} values: {shown}{', …' if len(values) > REPR_VALUES else ''}>"


def result_tables(result: Any) -> Iterator[tuple[str, pa.Table]]:
    """Yield all tables of a result with their names, also those without rows."""
    import pyarrow as pa  # noqa: PLC0415 - see `_tables`

    return ((name, pa.concat_tables(parts)) for name, parts in table_parts(result))


def table_parts(result: Any, wanted: str = "") -> Iterator[tuple[str, Iterator[pa.Table]]]:
    """Yield all tables of a result with their names, or the one that is wanted, each in one part or more.

    Rows that are made in blocks are a part a block, so that a table need not be in memory as a whole.
    """
    for name, item in row_types(type(result)).items():
        rows, names = getattr(result, name), [found for found in _names(name, item) if wanted in ("", found)]
        if hasattr(rows, "blocks"):
            yield from ((found, _parts(found, name, item, rows.blocks())) for found in names)
        elif names:
            yield from ((found, iter((table,))) for found, table in _tables(name, item, rows, {}) if found in names)


def _parts(wanted: str, name: str, kind: Any, blocks: Iterable[Sequence[Any]]) -> Iterator[pa.Table]:
    """Yield one of the tables of some rows, which come in blocks."""
    return (table for block in blocks for found, table in _tables(name, kind, block, {}, wanted) if found == wanted)


def table_names(kind: Any) -> tuple[str, ...]:
    """Return the names of all tables of a result's class."""
    return tuple(name for field, item in row_types(kind).items() for name in _names(field, item))


def column_names(kind: Any) -> dict[str, list[str]]:
    """Return the columns of each table of a result's class."""
    tables = (each for name, item in row_types(kind).items() for each in _tables(name, item, (), {}))
    return {name: table.column_names for name, table in tables}


def _names(name: str, kind: Any) -> list[str]:
    names = [name]
    for field, item in _list_fields(kind).items() if is_dataclass(kind) else ():
        names += _names(TABLES.get(f"{name}.{field}", f"{name}_{field}"), item)
    return names


def row_types(kind: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that hold rows, which are of a dataclass themselves, with that."""
    return {name: item for name, item in _list_fields(kind).items() if is_dataclass(item)}


def _list_fields(kind: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that hold several values, with the type of these."""
    hints = get_type_hints(kind)
    items = {field.name: _item(hints[field.name]) for field in fields(kind)}
    return {name: item for name, item in items.items() if item is not None}


def _item(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) in (tuple, Sequence) else None


def _tables(
    name: str, kind: Any, rows: Sequence[Any], parents: Mapping[str, pa.Array], wanted: str = ""
) -> Iterator[tuple[str, Any]]:
    """Yield the table of some rows, and those of their parts; `parents` are the columns that name their parents.

    Where one table is wanted, those that it is no part of may be left out.
    """
    import pyarrow as pa  # noqa: PLC0415 - who exports nothing does not wait for it

    table = _table(kind, rows)
    numbers = {NUMBERED[name]: pa.array(range(1, len(rows) + 1), pa.int64())} if name in NUMBERED else {}
    columns = dict(zip(table.column_names, table.columns, strict=True))
    yield name, pa.table({**parents, **numbers, **columns})
    named = {**parents, **numbers, **{new: columns[old] for old, new in NAMED_BY.get(name, {}).items()}}
    for field, item in _list_fields(kind).items():
        child = TABLES.get(f"{name}.{field}", f"{name}_{field}")
        if wanted and wanted not in _names(child, item):
            continue
        sizes, values = _flattened(_cells(kind, rows, field))
        owners = pa.array([place for place, size in enumerate(sizes) for _ in range(size)], pa.int64())
        inherited = {key: column.take(owners) for key, column in named.items()}
        if is_dataclass(item):
            yield from _tables(child, item, values, inherited, wanted)
        else:
            positions = pa.array([position for size in sizes for position in range(1, size + 1)], pa.int64())
            yield child, pa.table({**inherited, "position": positions, VALUES.get(field, field): _array(values, item)})


def _table(kind: Any, rows: Sequence[Any]) -> pa.Table:
    """Return the fields of some rows that have one value in each row."""
    import pyarrow as pa  # noqa: PLC0415 - see `_tables`

    if hasattr(rows, "cells") or not rows:
        return pa.table(dict(_columns(kind, rows)))
    waiting = iter(rows)
    parts = []
    while some := list(islice(waiting, ROWS_AT_ONCE)):
        parts.append(pa.table(dict(_columns(kind, some))))
    return pa.concat_tables(parts)


def _columns(kind: Any, rows: Sequence[Any], prefix: str = "") -> Iterator[tuple[str, pa.Array]]:
    hints = get_type_hints(kind)
    for field in fields(kind):
        hint = hints[field.name]
        if _item(hint) is not None:
            continue
        cells = _cells(kind, rows, field.name)
        if is_dataclass(hint):
            yield from _columns(hint, cells, f"{prefix}{field.name}_")
        else:
            yield prefix + field.name, _array(cells, hint)


def _cells(kind: Any, rows: Sequence[Any], name: str) -> Sequence[Any]:
    """Return one field of all rows."""
    if not hasattr(rows, "cells"):
        return [getattr(row, name) for row in rows]
    cells: Sequence[Any] | None = rows.cells(name)
    if cells is None:
        (default,) = (field.default for field in fields(kind) if field.name == name)
        return [default if default is not MISSING else None] * len(rows)
    return cells


def _flattened(lists: Sequence[Sequence[Any]]) -> tuple[list[int], Sequence[Any]]:
    """Return how many values each list has, and all values one after the other."""
    if hasattr(lists, "flattened"):
        sizes, values = lists.flattened()
        return sizes, values
    return [len(each) for each in lists], [value for each in lists for value in each]


def _array(cells: Sequence[Any], hint: Any) -> pa.Array:
    """Return one column; lone surrogates, as Python has them in file names, become U+FFFD."""
    import pyarrow as pa  # noqa: PLC0415 - see `_tables`

    kinds = {int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    kind = kinds.get(_scalar(hint), pa.string())
    values = cells if hasattr(cells, "dtype") else list(cells)
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([None if cell is None else _well_formed(cell) for cell in cells], kind)


def _scalar(hint: Any) -> Any:
    """Return the type of single values; of ``str | None``, that is str."""
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (each for each in get_args(hint) if each is not type(None))
    return str if get_origin(hint) is Literal else hint


def _well_formed(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _require(library: str) -> Any:
    """Return a library that is not installed with the program, or say how to get it."""
    try:
        __import__(library)
    except ImportError as error:
        msg = f"{library} is not installed; pip install {library} brings it (to_arrow() needs nothing more)"
        raise UsageError(msg) from error
    return sys.modules[library]
