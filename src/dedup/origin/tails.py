"""The lines after a text's body → copyright, credits of agencies, and what belongs to the site and not to the text."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from dedup.origin.claims import Claim
from dedup.origin.copyrights import copyright_claims
from dedup.origin.credits import claim_at
from dedup.origin.datelines import closing_credit
from dedup.origin.furniture import furniture_claims
from dedup.origin.headers import SENTENCE, is_body
from dedup.origin.lines import Line, line_at
from dedup.origin.marks import CLOSING, EVERY_LINE, TAIL, Marks
from dedup.origin.names import is_agency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.origin.headers import Head
    from dedup.origin.language import Language

FURTHEST = 9_000
"""Characters before a text's end that its tail may reach back."""
TAIL_LINES = 40
"""The most lines that are read as a tail."""
BODY_LINES_IN_TAIL = 2
"""Paragraphs of the body after which a tail is read no further."""
_CLOSING_LINES = 6
_LONGEST_KEPT = 300
"""Characters of the longest line that is worth remembering."""


def tail_claims(text: str, head: Head, spoken: tuple[Language, ...], marks: Marks = EVERY_LINE) -> Iterator[Claim]:
    """Yield what the lines after the body say, reading from the end until two paragraphs of the body came by.

    Only lines that `marks` has as such may say something.
    """
    last_of_head = max((line.start for line in head.furniture), default=-1)
    first = marks.first(TAIL | CLOSING)
    paragraphs = 0
    for number, (begin, end) in enumerate(islice(_last_lines(text), TAIL_LINES)):
        if begin < first:
            return
        marked = marks.may_be(begin, TAIL | CLOSING)
        if not marked and end - begin < SENTENCE and begin > last_of_head:  # not even a paragraph
            if paragraphs >= BODY_LINES_IN_TAIL:
                return
            continue
        line = line_at(text, begin, end, number=text.count("\n", 0, begin) + 1 if marked else 0)
        if line is None:
            continue
        if number < _CLOSING_LINES and marks.may_be(begin, CLOSING):
            yield from closing_credit(line)
        if line.start <= last_of_head or paragraphs >= BODY_LINES_IN_TAIL:
            return
        claims = _claims_of(line, spoken) if marks.may_be(begin, TAIL) else []
        if is_body(line):
            if claims:  # it was counted as a paragraph where the search for lines ended
                first, marks = 0, EVERY_LINE
            else:
                paragraphs += 1
        yield from claims


def may_stand_in_a_tail(line: Line, spoken: tuple[Language, ...]) -> bool:
    """Return whether a line says anything where it stands in some tail."""
    return bool(_claims_of(line, spoken))


def names_an_agency(line: Line, spoken: tuple[Language, ...]) -> bool:
    """Return whether a line says that an agency has the copyright."""
    return any(claim.kind == "copyright" and is_agency(claim.value) for claim in _claims_of(line, spoken))


def _claims_of(line: Line, spoken: tuple[Language, ...]) -> list[Claim]:
    """Return what a line says; the pages of a site say the same under each of their texts."""
    if len(line.raw) > _LONGEST_KEPT:
        return _read(line, spoken)
    return [
        Claim(claim.kind, claim.value, claim.start + line.start, claim.end + line.start, line.number, claim.text)
        for claim in _known(line.raw, spoken)
    ]


@lru_cache(maxsize=1 << 12)
def _known(raw: str, spoken: tuple[Language, ...]) -> list[Claim]:
    return _read(Line(0, 0, 0, raw), spoken)


def _read(line: Line, spoken: tuple[Language, ...]) -> list[Claim]:
    return copyright_claims(line, spoken) or furniture_claims(line, spoken) or _lone_links(line)


def _last_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the last lines of a text that are not blank begin and end, the last one first."""
    end = len(text)
    first = max(len(text) - FURTHEST, 0)
    while end > first:
        begin = text.rfind("\n", 0, end) + 1
        if end > begin and not text[begin:end].isspace():
            yield begin, end
        end = begin - 1


def _lone_links(line: Line) -> list[Claim]:
    return [claim_at(line, "notice", line.words)] if line.is_link else []
