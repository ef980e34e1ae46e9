"""Credits of news agencies where an item opens or closes → claims: ``KABUL (AP) —``, ``Berlin/dpa``, ``(APA/sda)``.

Anywhere else an agency's name is a mention: about half of the bare ``(agency)`` in real pages credit a photo or
abbreviate something else. One text may hold several items, each with its own dateline. Old newspapers, whose lines are
as short as a column is wide, are left to `dedup.origin.columns`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.agency_marks import agency_marks
from dedup.origin.lines import OPENING, claim_at, line_at, line_end
from dedup.origin.name_forms import UPPER, shows_a_publication
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.origin.agency_marks import AgencyMarks
    from dedup.origin.claims import Claim
    from dedup.origin.language import Language
    from dedup.origin.lines import Line, LineFlags
    from dedup.origin.vocabulary import Vocabulary

LONGEST_DATELINE = 120
"""Characters of a line among which a dateline ends."""
LONGEST_CLOSING = 60
_BRACKETS = re.compile(r"[(\[【（]([^()\[\]【】（）\n]{2,60}?)[)\]】）]")
_STROKES = re.compile(r"(?<!\w)/([A-Z][^/\n]{1,40}(?:/PRNewswire)?|ТАСС|ritzau)/")
_AFTER = re.compile(r"\s*+[.,:]?\s*+(?:--|[-\u2013\u2014\u2015~|=:])|\s*[.:](?=\s)")
_BEGINS = rf"[{UPPER}\u0590-\u0eff]"
"""A capital, or a letter of a script without capitals, from Hebrew to Thai."""
_CAPITAL = re.compile(rf"\s+[\"“„«]?{_BEGINS}")
_PLACE = re.compile(rf"\W*(?:{_BEGINS}[^()\n]{{0,60}}?)?[\W\d]*")
_OPENS_TEXT = re.compile(rf"\W*\(([{UPPER}][^()\n]{{2,40}})\)\s++[-\u2013\u2014]*+\s*+[\"“„«]?[{UPPER}]")
_CLOSES = re.compile(
    r"(?:[(\[（【]([^()\[\]（）【】\n]{2,50})[)\]）】]|(?:^|[.!?\"”»…]\s*)[-\u2013\u2014/]+\s*([^()\n]{2,30}?))\W*$"
)
_ITEM_OPENS = re.compile(r"[)\]】/]\s*[.,:]?\s*(?:--|[-\u2013\u2014|=])\s*\S{2}|日.{0,8}电")
_SIGN = re.compile(r"[(/\[【电]")
_MAY_STAND_BETWEEN = re.compile(r"[/\u2013\u2014-][^\n]{2,}?[-\u2013\u2014.:|]\s|[\u2013\u2014|]\s|日[^\s，。]{0,8}电")
"""What every dateline without brackets holds."""
_AFTER_DATELINE = 8
_LINES_KEPT = 1 << 12
"""Lines without a dateline that are kept while a text is read."""
_OPENS_ITEM = re.compile(r"\||[*+-]\s")
"""What opens the row of a table or the item of a list, in Markdown."""
_LONGEST_LONE = 40
"""Characters of a line that consists of marks alone."""
_AROUND = " .*_()[]/-\u2013\u2014\u00a9"
_ITEM_NUMBER = re.compile(r"(?<=\w):\d[\d/-]{5,}+\W*$")
"""The number of an agency's item behind its mark: dpa:230405-99-123456/2."""


def opening_credit(line: Line, languages: Sequence[Language]) -> list[Claim]:
    """Return the claims of a dateline that opens a body's first line, one for each agency in it."""
    return dateline(line, languages) or _outlet(line)


def item_credits(text: str, languages: Sequence[Language], flags: LineFlags, but: int) -> Iterator[Claim]:
    """Yield the claims of datelines that open further items of a text, each at its line; none at the line `but`."""
    begins = flags.begins(OPENING) if flags.lines is not None else _lines_with_a_sign(text)
    number, counted = 1, 0
    silent: set[str] = set()  # lines without a dateline, as those that stand thousands of times
    for begin in begins:
        end = line_end(text, begin)
        if begin == but or not _SIGN.search(text, begin, min(end, begin + LONGEST_DATELINE)):
            continue
        if text[begin:end] in silent:
            continue
        number, counted = number + text.count("\n", counted, begin), begin
        line = line_at(text, begin, end, number)
        claims = _item(line, languages) if line else []
        if not claims and len(silent) < _LINES_KEPT:
            silent.add(text[begin:end])
        yield from claims


def _lines_with_a_sign(text: str) -> Iterator[int]:
    """Yield the begins of the lines that hold a sign of an agency's mark: most lines of most texts hold none."""
    at = 0
    while found := _SIGN.search(text, at):
        yield max(text.rfind("\n", at, found.start()) + 1, at)
        at = line_end(text, found.start()) + 1


def _item(line: Line, languages: Sequence[Language]) -> list[Claim]:
    """Return the claims of a dateline in brackets with a dash behind it, and text behind that."""
    claims = dateline(line, languages)
    return [claim for claim in claims if _ITEM_OPENS.search(line.shown[: claim.end - line.start + _AFTER_DATELINE])]


def dateline(line: Line, languages: Sequence[Language]) -> list[Claim]:
    """Return the claims of a dateline that opens a line: a place or a date, and an agency's mark between signs."""
    if line.raw.startswith("|"):  # the row of a table
        return []
    shown = line.shown[:LONGEST_DATELINE]
    bracketed = [found for signs in (_BRACKETS, _STROKES) for found in signs.finditer(shown)]
    may_stand_between = _MAY_STAND_BETWEEN.search(shown)
    if not bracketed and not may_stand_between:
        return []
    marks = agency_marks(frozenset(language.code for language in languages))
    for found in bracketed:
        if (
            marks.begin(found[1])
            and (named := marks.agencies_in(found[1]))
            and _opens(line.shown, found.start(), found.end())
        ):
            return _claims(line, named, 0, found.end())
    if not may_stand_between or not marks.may_stand_in(shown):
        return []
    if between := _between_signs(marks).match(shown):
        mark = next(value for value in between.groupdict().values() if value)
        return _claims(line, [marks.exact[mark]], 0, between.end())
    return []


def _opens(shown: str, begin: int, end: int) -> bool:
    """Return whether what stands before an agency's mark is a place or a date, and the text begins behind it."""
    if _AFTER.match(shown, end):
        return True
    return bool(_CAPITAL.match(shown, end) and _PLACE.fullmatch(shown, 0, begin))


@cache
def _between_signs(marks: AgencyMarks) -> re.Pattern[str]:
    """Return the pattern of a mark without brackets: ``KABUL / AFP -``, ``BERLIN dpa |``, ``МОСКВА, 8 мая — ТАСС``."""
    listed, chinese = one_of(marks.exact), one_of(mark for mark in marks.exact if mark[0] >= "\u3400")
    place = r"\W*[^\W\d_][^\n()/|]{0,60}?\s?[/\u2013\u2014-]\s?"
    # The marks take long to compile, so they stand here once: what may follow depends on what stands before.
    return re.compile(
        rf"(?:({place})|([{UPPER}/. -]{{3,40}}\s)|)(?P<mark>{listed})"
        rf"\s?(?(1)[-\u2013\u2014.:|]|(?(2)\||[\u2013\u2014|]))\s"
        rf"|\W*(?P<mark2>{chinese})[^\s，。,]{{0,16}}?\d{{1,2}}日[^\s，。]{{0,8}}电"
    )


def _outlet(line: Line) -> list[Claim]:
    """Return the claim of another newspaper's name in brackets that opens a text: ``(Harbour Gazette) The ferry …``."""
    found = _OPENS_TEXT.match(line.shown)
    if found is None or not shows_a_publication(found[1]):
        return []
    return [claim_at(line, "reprint", found[1], 0, found.end(1) + 1)]


def closing_credit(line: Line, languages: Sequence[Language]) -> list[Claim]:
    """Return the claims of agencies' marks that close a body's last line, or are all of it."""
    marks = agency_marks(frozenset(language.code for language in languages))
    shown, label = _ITEM_NUMBER.sub("", line.shown), _label(vocabulary())
    if not marks.end(shown[-LONGEST_CLOSING:]) or _stands_in_markup(line):
        return []
    if found := _CLOSES.search(shown, max(len(shown) - LONGEST_CLOSING, 0)):
        group = 1 if found[1] else 2
        if named := marks.agencies_in(label.sub("", found[group]), only=group == 2):  # noqa: PLR2004 - no bracket
            return _claims(line, named, found.start(group) - 1 if found.start() else 0)
    if len(shown) <= _LONGEST_LONE and (named := marks.agencies_in(label.sub("", shown).strip(_AROUND), only=True)):
        return _claims(line, named, 0)
    return []


def _stands_in_markup(line: Line) -> bool:
    """Return whether a line is an item of a list or a row of a table, or ends with a link: *[(INP)](address)*."""
    if _OPENS_ITEM.match(line.raw):
        return True
    end = len(line.shown.rstrip(_AROUND))
    return any(link.start < line.start + end <= link.end + 1 for link in line.links)


@cache
def _label(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of what stands before a mark that closes a text: *Source:*, *Mit Material von*."""
    return re.compile(rf"^\W*(?:{one_of(words.lines.source)})\s*[:：]\s*", re.IGNORECASE)


def _claims(line: Line, agencies: Sequence[str], start: int, end: int | None = None) -> list[Claim]:
    return [claim_at(line, "wire", agency, start, end) for agency in agencies]
