"""Places of nodes in a drawn graph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dedup.report.html.graph_layout import lay_out

NODES = "abcdefgh"
edges = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=20)


def test_a_chain_is_a_row() -> None:
    """Each copy stands one column after its source."""
    layout = lay_out(["a", "b", "c"], [("a", "b"), ("b", "c")])
    assert layout.places == {"a": (0, 0), "b": (1, 0), "c": (2, 0)}
    assert (layout.columns, layout.rows) == (3, 1)


def test_copies_of_one_source_stand_in_one_column() -> None:
    """The source stands in the middle of its three copies."""
    places = lay_out(["s", "x", "y", "z"], [("s", "x"), ("s", "y"), ("s", "z")]).places
    assert places["s"] == (0, 1)
    assert sorted(places[name] for name in "xyz") == [(1, 0), (1, 1), (1, 2)]


def test_parts_stand_below_each_other() -> None:
    """The larger of two parts that are not joined comes first."""
    places = lay_out(["a", "b", "c", "d", "e"], [("a", "b"), ("c", "d"), ("d", "e")]).places
    assert [places[name] for name in "cdeab"] == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)]


@given(edges)
def test_no_two_nodes_share_a_place(arcs: list[tuple[str, str]]) -> None:
    """Circles, loops and double edges too: every node has a place of its own within the drawing."""
    layout = lay_out(NODES, arcs)
    assert len(set(layout.places.values())) == len(NODES)
    assert all(0 <= column < layout.columns and 0 <= row < layout.rows for column, row in layout.places.values())


@given(edges)
def test_copies_stand_right_of_their_sources(arcs: list[tuple[str, str]]) -> None:
    """Without circles, every edge leads to the right."""
    forward = [(source, copy) for source, copy in arcs if source < copy]
    places = lay_out(NODES, forward).places
    assert all(places[source][0] < places[copy][0] for source, copy in forward)
