"""Templates: what a line must hold for them, told without making a pattern; and patterns that are no wider for it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.provenance.language import languages
from dedup.provenance.phrase import Lookup, Wording
from dedup.provenance.phrases import SLOTS
from dedup.provenance.templates import Requirements
from tests.provenance.phrasing import instances

LISTS = {"work": ["article", "blog post"], "first": ["first", "originally"], "published": ["published", "put out"]}
ASKED = Requirements(LISTS, {"source", "names", "short", "date"})


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("^ via [:] {source}", {"via"}),
        ("^ [the|this] {work} of", {"the", "this", "article", "blog"}),
        ("(sign up|{first} x) now", {"sign", "first", "originally"}),
        ("a | b c", {"a", "b"}),
        ("[a]", None),
        ("{names} is", None),
        ("[the] {short} of", None),
    ],
)
def test_a_template_begins_with_one_of_some_words(template: str, words: set[str] | None) -> None:
    """Optional ones and those after them; none are known where anything may stand first."""
    assert ASKED.begins(template) == words


@pytest.mark.parametrize(
    ("template", "pairs"),
    [
        ("{first} {published} in", {("first", "published"), ("published", "in")}),
        ("{first} [{short}] {published}", set()),
        ("(a b|c) d", {("b", "d")}),
        ("a | b c", set()),
        ("a {date} b", set()),
    ],
)
def test_neighbours_have_nothing_between_them(template: str, pairs: set[tuple[str, str]]) -> None:
    """What may be left out parts them, and so does a slot."""
    found = ASKED.neighbours(template)
    assert {(lasts[0], firsts[0]) for lasts, firsts in found} == pairs


@pytest.mark.parametrize(
    ("template", "length"),
    [("ab cd", 4), ("[ab] (c|def)", 5), ("{names} is", 92), ("{work}", 8), ("a {date}", None), ("x {source}", None)],
)
def test_a_template_has_at_most_so_many_letters(template: str, length: int | None) -> None:
    """The longest choice of each piece, where all of them have a bound."""
    assert ASKED.longest(template) == length


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_line_that_matches_is_never_refused_before(data: st.DataObject) -> None:
    """What words, order, neighbours and beginnings ask for is no more than what the pattern asks for."""
    language = data.draw(st.sampled_from(languages()))
    role = data.draw(st.sampled_from([role for role, phrases in language.phrases.items() if phrases.templates]))
    line = data.draw(st.sampled_from(["", "It rained. ", "Note: ", "("])) + data.draw(instances(language, role))
    shown = re.sub(r"\s", " ", line)
    shown = data.draw(st.sampled_from([shown, shown.upper(), shown.title()]))
    phrases = language.phrases[role].patterns
    near = Lookup(phrases).near(Wording(shown))
    for number, phrase in enumerate(phrases):
        if phrase.pattern.search(shown):
            assert number in near
            assert phrase.may_match(Wording(shown), opens=False)
        if phrase.anchored and phrase.pattern.match(shown):
            assert phrase.may_match(Wording(shown), opens=True)


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_the_short_pattern_of_a_date_stands_where_the_long_one_does(data: st.DataObject) -> None:
    """And nowhere else."""
    calendar = data.draw(st.sampled_from(languages())).calendar
    words = [*calendar.months, *calendar.weekdays, *map(str, range(1, 32)), "2012", "1999", "1812", "th", "st"]
    parts = st.sampled_from([*words, ",", ".", " ", " ", "  ", " de ", "of", "-", "/", "x", "\u00a0"])
    text = "".join(data.draw(st.lists(parts, max_size=9)))
    assert bool(re.match(calendar.beginning, text)) == bool(re.match(calendar.pattern, text))


@pytest.mark.parametrize(
    ("template", "gaps"),
    [
        ("first published in {source}", (0, 0, 0)),
        ("first [it was] published {short} in {source}", (0, 5, 60)),
        ("{work} {again} from {source}", (0, 0, 0)),
        ("{self} {again}", (9, 9)),
        ("{source} published by", (None, 0)),
        ("(by|from the) {short} via", (7, 67)),
        ("^ {names} (is|was) (a|an) {work}", (91, 0, 0)),
        ("first published|published first", ()),
    ],
)
def test_so_much_may_stand_between_two_needs(template: str, gaps: tuple[int | None, ...]) -> None:
    """Letters of all that may stand there, and of what stands in a choice beside the word that tells it."""
    words = {"work": ["story", "op-ed"], "again": ["reprinted", "copied"], "self": ["this {work}", "the above"]}
    asked = Requirements(words, SLOTS)
    assert asked.gaps(template) == gaps
    assert len(asked.needs(template)) == len(gaps)
