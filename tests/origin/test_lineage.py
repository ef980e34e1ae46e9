"""Trees of versions whose right order can be seen on paper."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dedup.origin.inference import Version, days_between, first_of_two
from dedup.origin.lineage import Likeness, descent, families


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


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7), st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0])))
def test_the_document_with_the_most_earlier_dates_above_later_ones_is_the_first(
    above: list[int], drawn: list[float]
) -> None:
    """Counted anew for each tree, by each document in turn; votes need not even agree with their reverse."""
    names = [f"d{number}" for number in range(len(above) + 1)]
    edges = [(names[parent % (number + 1)], names[number + 1]) for number, parent in enumerate(above)]
    pairs = [(one, other) for one in names for other in names if one != other]
    votes = {pair: (drawn or [0.0])[number % len(drawn or [0])] for number, pair in enumerate(pairs)}

    def hung(first: str) -> float:
        seen, total = [first], 0.0
        for name in seen:
            below = {one if other == name else other for one, other in edges if name in (one, other)} - set(seen)
            total += sum(votes[name, child] for child in below)
            seen += sorted(below)
        return total

    best = sorted(map(hung, names))[::-1]
    lineage = descent([Likeness(one, other, 0.9) for one, other in edges], {}, lambda one, other: votes[one, other])
    assert lineage.margin == best[0] - best[1]
    assert (lineage.first is None) == (best[0] - best[1] < 1)
    assert lineage.first is None or hung(lineage.first) == best[0]


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


def test_a_publisher_that_both_texts_speak_of_first_of_two() -> None:
    """An outlet quotes itself; the copy keeps the words, whatever the day."""
    told = "He told the Valley Post that it was over."
    verdict = first_of_two(
        Version("a", "Valley Post", None, lambda: told), Version("b", "Harbour Gazette", None, lambda: told)
    )
    assert verdict.first == "a"


def test_a_page_that_was_saved_before_the_other_is_dated_was_first() -> None:
    """A capture says by when a text was published, so that it orders before later dates, and never behind one."""
    saved = Version("a", None, None, str, captured="2020-02-03")
    later, earlier = Version("b", None, "2021-01-01", str), Version("b", None, "2019-01-01", str)
    assert first_of_two(saved, later).first == first_of_two(later, saved).first == "a"
    assert first_of_two(saved, later).reason == "it was saved on 2020-02-03, the other is dated 2021-01-01"
    assert first_of_two(saved, earlier).first is None
    assert first_of_two(saved, Version("b", None, None, str, captured="2023-01-01")).first is None


def test_a_text_is_read_once_and_for_the_names_of_others_only_if_these_name_themselves() -> None:
    """Texts lie in columns, and each look at one makes a string of it; a document may have many versions."""
    read: list[str] = []

    def version(document: str, name: str, told: str) -> Version:
        return Version(document, name, None, lambda: read.append(document) or told)  # type: ignore[func-returns-value]

    silent, others = (
        version("a", "Valley Post", "It was over."),
        [version(each, "Other", "So it was.") for each in "bcd"],
    )
    for other in others:
        first_of_two(silent, other)
        first_of_two(other, silent)
    assert sorted(read) == ["a", "b", "c", "d"]


@given(st.text(alphabet="Valley_ é٣-.", max_size=20), st.sampled_from(["Valley", "é-lley", "._Val"]))
def test_a_text_speaks_of_a_name_where_that_stands_as_words(around: str, name: str) -> None:
    """As a pattern says it, with no letter, digit or underscore beside it; a name within a longer one is another."""
    text = f"{around[:7]}{name}{around[7:14]}{name}{around[14:]}"
    verdict = first_of_two(Version("a", name, None, lambda: text), Version("b", None, None, lambda: text))
    spoken = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    assert verdict.first == ("a" if spoken else None)


parties = st.builds(
    Version,
    st.just("a"),
    st.sampled_from([None, "Valley Post", "Harbour Gazette"]),
    st.sampled_from([None, "2013-06", "2013-06-01", "2013-06-02", "2013-06-09", "2014-01-01"]),
    st.sampled_from(["It rained.", "The Valley Post said so.", "Valley Post, Harbour Gazette"]).map(
        lambda text: lambda: text
    ),
    st.booleans(),
)


@given(parties, parties)
def test_who_had_it_first_does_not_depend_on_who_is_asked_about(one: Version, other: Version) -> None:
    """A verdict is kept for two documents in either order."""
    other = replace(other, document="b")
    assert first_of_two(one, other) == first_of_two(other, one)


def test_dates_against_mentions_decide_nothing() -> None:
    """Where the two signs contradict, both reasons are given and no verdict."""
    told = "He told the Valley Post that it was over."
    verdict = first_of_two(
        Version("a", "Valley Post", "2013-06-20", lambda: told),
        Version("b", "Harbour Gazette", "2013-06-01", lambda: told),
    )
    assert verdict.first is None
    assert "Valley Post" in verdict.reason
    assert "2013-06-01" in verdict.reason
