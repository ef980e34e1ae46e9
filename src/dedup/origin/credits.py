"""The sentences and lines of a text that name its source → claims, read by their parts.

    line → sentences that hold a word of a part → parts → readings, the first that fits:
           the names behind prepositions → what shows that each is a publisher's → the first that nothing speaks against

A credit speaks of the text (*this article*) or opens its line without a subject. It says what happened (*originally
published*, *reprinted*, *provided*), and a name follows a preposition, or stands before an ending. The parts may come
in any order that the language allows.

Far from head and tail a sentence counts only if it speaks of the text. Whether a name is the page's own is left to
`dedup.origin.declarations`; the credits of news agencies are read in `dedup.origin.datelines`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dedup.origin.claims import Claim
from dedup.origin.credit_gate import MOST_LINES, begins_of_lines, holds_a_trigger, may_go_on, sentences_in
from dedup.origin.credit_parts import parts_of
from dedup.origin.credit_readings import claims_of
from dedup.origin.lines import (
    CREDITS,
    EVERY_LINE,
    HEAD_CHARACTERS,
    TAIL_CHARACTERS,
    Line,
    LineFlags,
    goes_on_from_above,
    joined_lines,
    line_at,
    line_end,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.origin.credit_parts import Parts, Sentence
    from dedup.origin.language import Language

_LINES_KEPT = 1 << 12
"""Lines that are kept as they were read."""
_MAY_BE_BROKEN = frozenset({"attribution", "reprint"})
"""Claims of credits that are read over the end of a line."""
_BRACKETED = re.compile(r"\(([^()]{20,200})\)")


def credits_of(text: str, read_in: tuple[Language, ...], flags: LineFlags = EVERY_LINE) -> Iterator[Claim]:
    """Yield the claims of the sentences of a text that name its source; `flags` say which lines may hold one."""
    begins = flags.begins(CREDITS) if flags.lines is not None else _without_middle(text, read_in)
    tail = max(len(text) - TAIL_CHARACTERS, 0)
    number, counted = 1, 0
    silent: set[str] = set()  # lines far from both ends that name no source, as those that stand thousands of times
    for begin in begins:
        end, is_far = line_end(text, begin), HEAD_CHARACTERS <= begin < tail
        if is_far and text[begin:end] in silent:
            continue
        number, counted = number + text.count("\n", counted, begin), begin
        line = line_at(text, begin, end, number)
        edge = not is_far and not goes_on_from_above(text, begin)
        claims = credits_in(line, read_in, edge=edge) if line else []
        if is_far and not claims and len(silent) < _LINES_KEPT:
            silent.add(text[begin:end])
        yield from claims or (_broken(text, begin, line, read_in) if line and edge else ())


def _without_middle(text: str, read_in: tuple[Language, ...]) -> list[int]:
    """Return where the lines of a text begin that are read; of very many with triggers, the first and the last ones."""
    begins = [*begins_of_lines(text, read_in)]
    if len(begins) <= MOST_LINES:
        return begins
    lines = [text[begin : line_end(text, begin)] for begin in begins]
    holding = {line for line in dict.fromkeys(lines) if holds_a_trigger(line, read_in)}
    held, half = [number for number, line in enumerate(lines) if line in holding], MOST_LINES // 2
    left_out = set(held[half:-half])
    return [begin for number, begin in enumerate(begins) if number not in left_out]


def _broken(text: str, begin: int, line: Line, read_in: tuple[Language, ...]) -> Iterator[Claim]:
    """Yield the claims of a credit that begins in a line and goes on in the next one."""
    for claim in broken_credits(text, begin, read_in):
        start, end = begin + claim.start, begin + claim.end
        yield Claim(claim.kind, claim.value, start, end, line.number, text[start:end])


def broken_credits(text: str, begin: int, read_in: tuple[Language, ...]) -> tuple[Claim, ...]:
    """Return the claims of the line at a place with those that it goes on in, placed in these lines."""
    joined = joined_lines(text, begin)
    if joined is None:
        return ()
    first = text[begin : line_end(text, begin)]
    if not may_go_on(first, read_in):
        return ()
    claims = _claims_in(joined, read_in, edge=True)
    return tuple(one for one in claims if one.kind in _MAY_BE_BROKEN and one.start < len(first) < one.end)


def credits_in(line: Line, read_in: Sequence[Language], *, edge: bool) -> list[Claim]:
    """Return the claims of a line, each name once.

    Where the line is not at the `edge` of its text (head or tail), only sentences that speak of the text count.
    """
    read = _claims_in(line.raw, tuple(read_in), edge=edge)
    at = line.start
    return [Claim(one.kind, one.value, at + one.start, at + one.end, line.number, one.text) for one in read]


def may_be_a_credit(line: Line, read_in: Sequence[Language]) -> bool:
    """Return whether a line makes a claim in some place of a text: at its edges every credit counts."""
    return bool(_claims_in(line.raw, tuple(read_in), edge=True))


@lru_cache(_LINES_KEPT)
def _claims_in(raw: str, read_in: tuple[Language, ...], *, edge: bool) -> tuple[Claim, ...]:
    """Return the claims of a line that begins a text; the pages of a site share many lines."""
    line = Line(1, 0, 0, raw)
    found: dict[tuple[int, str], Claim] = {}
    for sentence, parts in sentences_in(line, read_in, edge=edge):
        for claim in _claims_within(sentence, parts):
            alike = [
                (at, name) for at, name in found if (claim.start == at and name in claim.value) or claim.value in name
            ]
            if all(found[one].kind == "source-line" for one in alike):  # *Source* is a word of two languages
                for one in alike:
                    del found[one]
                found[claim.start, claim.value] = claim
    return tuple(found.values())


def _claims_within(sentence: Sentence, parts: Parts) -> list[Claim]:
    """Return the claims of a sentence, else of the words in brackets in it that speak of the text by themselves."""
    claims = claims_of(sentence, parts)
    if claims or not sentence.edge:
        return claims
    for found in _BRACKETED.finditer(sentence.line.shown, sentence.start + 1, sentence.end):
        start, end = found.span(1)
        if sentence.words.opening_subject.match(sentence.line.shown, start, end):
            bracketed = replace(sentence, start=start, end=end, lowered=found[1].lower())
            its_parts = parts_of(bracketed)
            claims += claims_of(bracketed, its_parts) if its_parts.subject is not None else []
    return claims
