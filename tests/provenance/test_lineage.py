"""Trees of versions whose right order can be seen on paper."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dedup.provenance.inference import Party, days_between, had_it_first
from dedup.provenance.lineage import Likeness, descent, families


def nothing(_one: str, _other: str) -> float:
    """Return no opinion: the dates are unknown."""
    return 0.0


CHAIN = [
    Likeness("a", "b", 0.8), Likeness("b", "c", 0.8), Likeness("c", "d", 0.8),
    Likeness("a", "c", 0.6), Likeness("b", "d", 0.6), Likeness("a", "d", 0.4),
]  # fmt: skip
"""Four versions in a row, each made from the one before."""


def test_likeness_and_one_declared_source_order_a_whole_row() -> None:
    """That b names a hangs up the row at a, and gives c and d, which say nothing, their parents."""
    lineage = descent(CHAIN, {"b": ["a"], "d": ["c"]}, nothing)
    assert lineage.first == "a"
    assert dict(lineage.parents) == {"b": "a", "c": "b", "d": "c"}


def test_without_any_sign_nothing_is_decided() -> None:
    """Likeness alone has no direction."""
    lineage = descent(CHAIN, {}, nothing)
    assert lineage.first is None
    assert not lineage.parents


def test_a_wrong_date_does_not_outweigh_statements() -> None:
    """Though c bears the earliest date, a stays the first: b and d say where they come from."""
    lineage = descent(
        CHAIN, {"b": ["a"], "d": ["c"]}, lambda one, other: {"c": 1.0}.get(one, -1.0 if other == "c" else 0.0)
    )
    assert lineage.first == "a"


def test_families_do_not_mix() -> None:
    """Two groups without a likeness between them are two families."""
    parted = families([Likeness("a", "b", 1.0), Likeness("x", "y", 1.0), Likeness("b", "c", 1.0)])
    assert sorted(sorted({one.one for one in family} | {one.other for one in family}) for family in parted) == [
        ["a", "b", "c"],
        ["x", "y"],
    ]


def test_days_are_counted_only_between_days() -> None:
    """A month is no day."""
    assert days_between("2013-06-01", "2013-06-09T10:00:00Z") == 8
    assert days_between("2013-06", "2013-06-09") is None


def test_a_publisher_that_both_texts_speak_of_had_it_first() -> None:
    """An outlet quotes itself; the copy keeps the words, whatever the day."""
    told = "He told the Valley Post that it was over."
    verdict = had_it_first(
        Party("a", "Valley Post", None, lambda: told), Party("b", "Harbour Gazette", None, lambda: told)
    )
    assert verdict.first == "a"


@given(st.text(alphabet="Valley_ é٣-.", max_size=20), st.sampled_from(["Valley", "é-lley", "._Val"]))
def test_a_text_speaks_of_a_name_where_that_stands_as_words(around: str, name: str) -> None:
    """As a pattern says it, with no letter, digit or underscore beside it; a name within a longer one is another."""
    text = f"{around[:7]}{name}{around[7:14]}{name}{around[14:]}"
    verdict = had_it_first(Party("a", name, None, lambda: text), Party("b", None, None, lambda: text))
    spoken = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    assert verdict.first == ("a" if spoken else None)


def test_dates_against_mentions_decide_nothing() -> None:
    """Where the two signs contradict, both reasons are given and no verdict."""
    told = "He told the Valley Post that it was over."
    verdict = had_it_first(
        Party("a", "Valley Post", "2013-06-20", lambda: told), Party("b", "Harbour Gazette", "2013-06-01", lambda: told)
    )
    assert verdict.first is None
    assert "Valley Post" in verdict.reason
    assert "2013-06-01" in verdict.reason
