"""The lines after a text's body → copyright, credits of agencies, and what belongs to the site and not to the text."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from dedup.origin.claims import Claim
from dedup.origin.datelines import closing_credit
from dedup.origin.headers import SENTENCE, is_body
from dedup.origin.lines import CLOSING, EVERY_LINE, TAIL, TAIL_CHARACTERS, Line, LineFlags, claim_at, line_at
from dedup.origin.names import is_agency
from dedup.origin.site_lines import copyright_claims, site_claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.origin.headers import Head
    from dedup.origin.language import Language

TAIL_LINES = 40
"""The most lines that are read as a tail."""
BODY_LINES_IN_TAIL = 2
"""Paragraphs of the body after which a tail is read no further."""
_CLOSING_LINES = 6
_LONGEST_KEPT = 300
"""Characters of the longest line that is worth remembering."""


def tail_claims(text: str, head: Head, read_in: tuple[Language, ...], flags: LineFlags = EVERY_LINE) -> Iterator[Claim]:
    """Yield the claims of the lines after the body, reading from the end until two paragraphs of the body came by.

    `flags` say which lines may hold a claim.
    """
    last_of_head = max((line.start for line in head.site_lines), default=-1)
    first = flags.first(TAIL | CLOSING)
    paragraphs = 0
    for number, (begin, end) in enumerate(islice(_last_lines(text), TAIL_LINES)):
        if begin < first:
            return
        flagged = flags.may_hold(begin, TAIL | CLOSING)
        if not flagged and end - begin < SENTENCE and begin > last_of_head:  # not even a paragraph
            if paragraphs >= BODY_LINES_IN_TAIL:
                return
            continue
        line = line_at(text, begin, end, number=text.count("\n", 0, begin) + 1 if flagged else 0)
        if line is None:
            continue
        if number < _CLOSING_LINES and flags.may_hold(begin, CLOSING):
            yield from closing_credit(line, read_in)
        if line.start <= last_of_head or paragraphs >= BODY_LINES_IN_TAIL:
            return
        claims = _claims_of(line, read_in) if flags.may_hold(begin, TAIL) else []
        if is_body(line):
            if claims:  # it was counted as a paragraph where the search for lines ended
                first, flags = 0, EVERY_LINE
            else:
                paragraphs += 1
        yield from claims


def may_stand_in_a_tail(line: Line, read_in: tuple[Language, ...]) -> bool:
    """Return whether a line makes a claim if it stands in a tail."""
    return bool(_claims_of(line, read_in))


def names_an_agency(line: Line, read_in: tuple[Language, ...]) -> bool:
    """Return whether a copyright line names an agency as a holder."""
    return any(claim.kind in ("copyright", "reprint") and is_agency(claim.value) for claim in _claims_of(line, read_in))


def _claims_of(line: Line, read_in: tuple[Language, ...]) -> list[Claim]:
    """Return the claims of a line, kept for the next page: the pages of a site end with the same lines."""
    if len(line.raw) > _LONGEST_KEPT:
        return _read(line, read_in)
    return [
        Claim(claim.kind, claim.value, claim.start + line.start, claim.end + line.start, line.number, claim.text)
        for claim in _known(line.raw, read_in)
    ]


@lru_cache(maxsize=1 << 12)
def _known(raw: str, read_in: tuple[Language, ...]) -> list[Claim]:
    return _read(Line(0, 0, 0, raw), read_in)


def _read(line: Line, read_in: tuple[Language, ...]) -> list[Claim]:
    return copyright_claims(line, read_in) or site_claims(line, read_in) or _lone_links(line)


def _last_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the last lines of a text that are not blank begin and end, the last one first."""
    end = len(text)
    first = max(len(text) - TAIL_CHARACTERS, 0)
    while end > first:
        begin = text.rfind("\n", 0, end) + 1
        if end > begin and not text[begin:end].isspace():
            yield begin, end
        end = begin - 1


def _lone_links(line: Line) -> list[Claim]:
    return [claim_at(line, "notice", line.words)] if line.is_link else []
