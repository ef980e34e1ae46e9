"""Phrase patterns match what they say piece by piece, and what a line must hold is no more than they need."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.origin.dates import calendar_of
from dedup.origin.language import languages
from dedup.origin.phrase_patterns import TOKENS, Expander, Requirements, _word, slots
from dedup.origin.phrases import LineText, Phrases
from tests.origin.generated_texts import DATES, instances

MONTHS = [[name] for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")]
EXPANDER = Expander({"work": ["blog post", "text"]}, calendar_of(MONTHS, ["Monday"]), ["print", "here"])


@cache
def textbook(pattern: str, expander: Expander) -> re.Pattern[str]:
    """Return the expression of a phrase, made of its pattern piece by piece."""
    return re.compile(slots().optional_gap.sub(r"\g<0>?", expanded(pattern, expander)), re.MULTILINE)


def places(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    """Return where a match and its named parts stand."""
    return {"": found.span(), **{name: found.span(name) for name in found.re.groupindex}}


def expanded(pattern: str, expander: Expander) -> str:
    """Return the expression of a phrase pattern, not compiled."""
    parts = []
    for piece in TOKENS.findall(pattern):
        name = piece[1:-1]
        if not piece.startswith("{"):
            parts.append(slots().fixed.get(piece) or _word(piece))
        elif name in expander._slots:
            parts.append(expander._slots[name] + r"\s*")
        else:
            choices = sorted(expander._words[name], key=len, reverse=True)
            parts.append(f"(?:{'|'.join(expanded(choice, expander) for choice in choices)})")
    return "".join(parts)


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_a_phrase_matches_what_its_pattern_says_piece_by_piece(data: st.DataObject) -> None:
    """Where its words are put together as where they are not."""
    language = data.draw(st.sampled_from([one for one in languages() if one.phrases["byline"].patterns]))
    role = data.draw(st.sampled_from([role for role, phrases in language.phrases.items() if phrases.patterns]))
    parts = [data.draw(instances(language, role)) for _ in range(data.draw(st.integers(1, 2)))]
    ends = [*language.not_names, *DATES, "", "it", "(Herald) Times"]
    if data.draw(st.booleans()):
        parts[0] = " ".join([*parts[0].split()[:-1], data.draw(st.sampled_from(sorted(ends)))])
    shown = re.sub(r"\s", " ", data.draw(st.sampled_from([" ", ". ", ", "])).join(parts))
    low = data.draw(st.integers(0, 3))
    for phrase in language.phrases[role].phrases:
        expected = textbook(phrase.pattern, phrase.expander).finditer(shown, low, len(shown))
        assert [*map(places, phrase.expression.finditer(shown, low, len(shown)))] == [*map(places, expected)]


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("seen at:Herald", "Herald"),
        ("seen at:print", None),
        ("seen at:May 2012", None),
        ("seen at:(print) Herald", "Herald"),
        ("seen at:print by:Herald", "Herald"),
        ("seen at: print by:Herald", "print"),
        ("seen at:  print", "print"),
    ],
)
def test_what_is_no_source_is_passed_over_right_behind_what_leads_to_it(line: str, source: str | None) -> None:
    """After a space it is left to those who read the name; so says the expression made piece by piece."""
    phrase = Phrases((), (), ("seen [{short}] (at|by) : {source}",), EXPANDER).phrases[0]
    found = [match.start("source") for match in phrase.expression.finditer(line)]
    assert found == ([line.index(source)] if source else [])
    assert found == [match.start("source") for match in textbook(phrase.pattern, EXPANDER).finditer(line)]


@pytest.mark.parametrize("pattern", ["(a", "a]", "[a|b", "{nothing}", "a)"])
def test_a_pattern_that_makes_no_expression_is_told(pattern: str) -> None:
    """Brackets that do not close, and lists that are not there."""
    with pytest.raises(UsageError, match="cannot be used"):
        Phrases((), (), (pattern,), EXPANDER).phrases[0].expression.match("a")


LISTS = {"work": ["article", "blog post"], "first": ["first", "originally"], "published": ["published", "put out"]}
ASKED = Requirements(LISTS, {"source", "names", "short", "date"})


@pytest.mark.parametrize(
    ("pattern", "words"),
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
def test_a_pattern_begins_with_one_of_some_words(pattern: str, words: set[str] | None) -> None:
    """Optional ones and those after them; none are known where anything may stand first."""
    assert ASKED.begins(pattern) == words


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("(sign up|{first} x) now", {("sign", "first", "originally"), ("up", "x"), ("now",)}),
        ("(a|c bb)", {("a", "bb")}),
        ("(a|[b]) c", {("c",)}),
    ],
)
def test_of_several_choices_as_many_words_are_needed_as_the_shortest_has(
    pattern: str, needs: set[tuple[str, ...]]
) -> None:
    """Of each its longest word, of each the next one."""
    assert set(ASKED.needs(pattern)) == needs


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_line_that_matches_is_never_refused_before(data: st.DataObject) -> None:
    """The words that a phrase needs stand wherever its expression matches."""
    language = data.draw(st.sampled_from([one for one in languages() if one.phrases["byline"].patterns]))
    role = data.draw(st.sampled_from([role for role, phrases in language.phrases.items() if phrases.patterns]))
    line = data.draw(st.sampled_from(["", "It rained. ", "Note: ", "("])) + data.draw(instances(language, role))
    shown = re.sub(r"\s", " ", line)
    shown = data.draw(st.sampled_from([shown, shown.upper(), shown.title()]))
    for phrase in language.phrases[role].phrases:
        if phrase.expression.search(shown):
            assert phrase.may_stand_in(shown.lower())
        if phrase.anchored and phrase.expression.match(shown):
            assert phrase.may_open(LineText(shown))


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_the_short_pattern_of_a_date_stands_where_the_long_one_does(data: st.DataObject) -> None:
    """And nowhere else."""
    calendar = data.draw(st.sampled_from(languages())).calendar
    words = [*calendar.months, *calendar.weekdays, *map(str, range(1, 32)), "2012", "1999", "1812", "th", "st"]
    parts = st.sampled_from([*words, ",", ".", " ", " ", "  ", " de ", "of", "-", "/", "x", "\u00a0"])
    text = "".join(data.draw(st.lists(parts, max_size=9)))
    assert bool(re.match(calendar.beginning, text)) == bool(re.match(calendar.pattern, text))
