"""A graph of origins → places of its nodes: sources on the left, copies on the right, in columns.

Each connected part is laid out by itself, the largest first. A node stands one column after the last of its sources;
within a column, nodes stand near the nodes that they are linked with (the barycentre method of Sugiyama et al., 1981).
An edge that would close a circle counts as its reverse while columns are given out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Layout:
    """The column and the row of each node, from 0, and how many columns and rows there are."""

    places: Mapping[str, tuple[int, int]]
    columns: int
    rows: int


def lay_out(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> Layout:
    """Return the places of nodes that are joined by edges from source to copy."""
    arcs = list(dict.fromkeys(edge for edge in edges if edge[0] != edge[1]))
    parts = sorted(_parts(nodes, arcs), key=lambda part: (-len(part), part))
    places: dict[str, tuple[int, int]] = {}
    rows = columns = 0
    for part in parts:
        inside = set(part)
        laid, height = _part_layout(part, [arc for arc in arcs if arc[0] in inside])
        places |= {node: (column, rows + row) for node, (column, row) in laid.items()}
        columns = max(columns, 1 + max(column for column, _ in laid.values()))
        rows += height
    return Layout(places, columns, rows)


def _parts(nodes: Sequence[str], arcs: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the connected parts, each with its nodes in order."""
    root = {node: node for node in nodes}

    def find(node: str) -> str:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for source, copy in arcs:
        root[find(copy)] = find(source)
    parts: dict[str, list[str]] = {}
    for node in nodes:
        parts.setdefault(find(node), []).append(node)
    return list(parts.values())


def _part_layout(nodes: Sequence[str], arcs: Sequence[tuple[str, str]]) -> tuple[dict[str, tuple[int, int]], int]:
    column_of = _columns(nodes, arcs)
    columns: list[list[str]] = [[] for _ in range(1 + max(column_of.values()))]
    for node in nodes:
        columns[column_of[node]].append(node)
    neighbours: dict[str, list[str]] = {node: [] for node in nodes}
    for source, copy in arcs:
        neighbours[source].append(copy)
        neighbours[copy].append(source)
    height = max(map(len, columns))
    rows = {node: row for column in columns for node, row in _spread(column, height).items()}
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            near = {node: _mean([rows[other] for other in neighbours[node]], rows[node]) for node in column}
            column.sort(key=near.__getitem__)
            rows |= _spread(column, height)
    return {node: (column_of[node], rows[node]) for node in nodes}, height


def _columns(nodes: Sequence[str], arcs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the column of each node: the length of the longest way to it."""
    following: dict[str, list[str]] = {node: [] for node in nodes}
    sources = dict.fromkeys(nodes, 0)
    for source, copy in arcs:
        following[source].append(copy)
        sources[copy] += 1
    columns = dict.fromkeys(nodes, 0)
    waiting = [node for node in nodes if not sources[node]]
    left = dict.fromkeys(node for node in nodes if sources[node])
    while waiting or left:
        if not waiting:  # a circle: it is opened at the node with the fewest sources left
            waiting = [min(left, key=lambda node: sources[node])]
            del left[waiting[0]]
        node = waiting.pop(0)
        for copy in following[node]:
            if copy in left:
                columns[copy] = max(columns[copy], columns[node] + 1)
                sources[copy] -= 1
                if not sources[copy]:
                    del left[copy]
                    waiting.append(copy)
    return columns


def _spread(column: Sequence[str], height: int) -> dict[str, int]:
    """Return the rows of a column's nodes: in the middle of the height, in their order."""
    first = (height - len(column)) // 2
    return {node: first + place for place, node in enumerate(column)}


def _mean(values: Sequence[int], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
