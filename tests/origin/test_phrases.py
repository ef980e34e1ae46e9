"""Patterns of phrases: however they are made, they match what their templates say, piece by piece."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.origin.dates import calendar_of
from dedup.origin.language import languages
from dedup.origin.phrase import Phrases
from dedup.origin.phrases import _FIXED, _OPTIONAL_GAP, Expander, _word
from dedup.origin.templates import TOKENS
from tests.origin.phrasing import DATES, instances

MONTHS = [[name] for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")]
EXPANDER = Expander({"work": ["blog post", "text"]}, calendar_of(MONTHS, ["Monday"]), ["print", "here"])


@cache
def textbook(template: str, expander: Expander) -> re.Pattern[str]:
    """Return the pattern of a phrase, made of its template piece by piece."""
    return re.compile(_OPTIONAL_GAP.sub(r"\g<0>?", expanded(template, expander)), re.MULTILINE)


def places(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    """Return where a match and its named parts stand."""
    return {"": found.span(), **{name: found.span(name) for name in found.re.groupindex}}


def expanded(template: str, expander: Expander) -> str:
    """Return the expression of a template."""
    parts = []
    for piece in TOKENS.findall(template):
        name = piece[1:-1]
        if not piece.startswith("{"):
            parts.append(_FIXED.get(piece) or _word(piece))
        elif name in expander._slots:
            parts.append(expander._slots[name] + r"\s*")
        else:
            choices = sorted(expander._words[name], key=len, reverse=True)
            parts.append(f"(?:{'|'.join(expanded(choice, expander) for choice in choices)})")
    return "".join(parts)


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_a_phrase_matches_what_its_template_says_piece_by_piece(data: st.DataObject) -> None:
    """Where its words are put together as where they are not."""
    language = data.draw(st.sampled_from(languages()))
    role = data.draw(st.sampled_from([role for role, phrases in language.phrases.items() if phrases.templates]))
    parts = [data.draw(instances(language, role)) for _ in range(data.draw(st.integers(1, 2)))]
    ends = [*language.not_names, *DATES, "", "it", "(Herald) Times"]
    if data.draw(st.booleans()):
        parts[0] = " ".join([*parts[0].split()[:-1], data.draw(st.sampled_from(sorted(ends)))])
    shown = re.sub(r"\s", " ", data.draw(st.sampled_from([" ", ". ", ", "])).join(parts))
    low = data.draw(st.integers(0, 3))
    for phrase in language.phrases[role].patterns:
        expected = textbook(phrase.template, phrase.expander).finditer(shown, low, len(shown))
        assert [*map(places, phrase.pattern.finditer(shown, low, len(shown)))] == [*map(places, expected)]


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
    """After a space it is left to those who read the name; so says the pattern made piece by piece."""
    phrase = Phrases((), (), ("seen [{short}] (at|by) : {source}",), EXPANDER).patterns[0]
    found = [match.start("source") for match in phrase.pattern.finditer(line)]
    assert found == ([line.index(source)] if source else [])
    assert found == [match.start("source") for match in textbook(phrase.template, EXPANDER).finditer(line)]


@pytest.mark.parametrize("template", ["(a", "a]", "[a|b", "{nothing}", "a)"])
def test_a_template_that_makes_no_pattern_is_told(template: str) -> None:
    """Brackets that do not close, and lists that are not there."""
    with pytest.raises(UsageError, match="cannot be used"):
        Phrases((), (), (template,), EXPANDER).patterns[0].pattern.match("a")
