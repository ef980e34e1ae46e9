"""Templates: what a line must hold for them, told without making a pattern; and patterns that are no wider for it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.origin.language import languages
from dedup.origin.templates import Requirements
from tests.origin.phrasing import instances

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


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_line_that_matches_is_never_refused_before(data: st.DataObject) -> None:
    """The words that a phrase needs stand wherever its pattern matches."""
    language = data.draw(st.sampled_from(languages()))
    role = data.draw(st.sampled_from([role for role, phrases in language.phrases.items() if phrases.templates]))
    line = data.draw(st.sampled_from(["", "It rained. ", "Note: ", "("])) + data.draw(instances(language, role))
    shown = re.sub(r"\s", " ", line)
    shown = data.draw(st.sampled_from([shown, shown.upper(), shown.title()]))
    for phrase in language.phrases[role].patterns:
        if phrase.pattern.search(shown):
            assert phrase.may_stand_in(shown.lower())


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_the_short_pattern_of_a_date_stands_where_the_long_one_does(data: st.DataObject) -> None:
    """And nowhere else."""
    calendar = data.draw(st.sampled_from(languages())).calendar
    words = [*calendar.months, *calendar.weekdays, *map(str, range(1, 32)), "2012", "1999", "1812", "th", "st"]
    parts = st.sampled_from([*words, ",", ".", " ", " ", "  ", " de ", "of", "-", "/", "x", "\u00a0"])
    text = "".join(data.draw(st.lists(parts, max_size=9)))
    assert bool(re.match(calendar.beginning, text)) == bool(re.match(calendar.pattern, text))
