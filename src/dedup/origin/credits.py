"""The sentences and lines of a text that credit a source → claims: "originally published in", ``KABUL (AP) —``.

A text is searched for the stems of the phrases, and only lines that hold one are read: any sentence of the head and
the tail, elsewhere only sentences that speak of "this article". A sentence that names a date and no source is a date;
some words stand where a name would and are none. Whether a claim's value is the page's own name is left to
`dedup.origin.declarations`.

A news agency's credit counts only where the body opens or closes. Anywhere else an agency's name is a mention: about
half of the bare ``(agency)`` in real pages credit a photo or abbreviate something else. Which agencies there are stands
in ``publishers.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.lines import (
    CREDITS,
    EVERY_LINE,
    HEAD_CHARACTERS,
    TAIL_CHARACTERS,
    LineFlags,
    claim_at,
    line_at,
    line_end,
    lower_in_place,
    sentence_around,
)
from dedup.origin.name_forms import clean_name, name_patterns
from dedup.origin.names import is_known, publishers
from dedup.origin.vocabulary import one_of, vocabulary
from dedup.spans import Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedup.origin.claims import Claim
    from dedup.origin.language import Language
    from dedup.origin.lines import Line
    from dedup.origin.phrases import Phrase
    from dedup.origin.vocabulary import Vocabulary

KINDS_OF_ROLES = {
    "original": "attribution",
    "reprint": "reprint",
    "via": "via",
    "source": "source-line",
    "own": "publisher",
    "published-by": "published-by",
    "tip": "tip",
    "outgoing": "outgoing",
}
"""What a phrase of each role makes; the order is the order of trust when two roles read the same words."""

BEGIN_LINES = frozenset({"via", "source", "published-by"})
"""Roles of phrases that have to stand where a line begins."""
_FILL_LINES = frozenset({"via", "source"})
_AROUND = " .,()[]*_|>\"'\u2013\u2014-"
_LONGEST_NAME = 90
_BEFORE_STEM = 260
_AFTER_STEM = 260
_MOST_STEMS = 40
_LONGEST_PLACE = 60
_LONGEST_CLOSING = 40
_SIGNS_OF_A_CLOSING = ("(", "-", "\u2013", "\u2014", ":")

_ORDER = {role: number for number, role in enumerate(KINDS_OF_ROLES)}


Role = tuple[str, "Language"]
"""What a phrase says, and the language it says that in."""


def credits_of(text: str, read_in: tuple[Language, ...], flags: LineFlags = EVERY_LINE) -> Iterator[Claim]:
    """Yield the claims of the sentences of a text that name its source; `flags` say which lines may hold one."""
    begins, roles = flags.begins(CREDITS), _roles(read_in)
    if flags.lines is None:
        begins, roles = _lines_with_stems(text, roles)
    tail = max(len(text) - TAIL_CHARACTERS, 0)
    for begin in begins:
        end = line_end(text, begin)
        line = line_at(text, begin, end, text.count("\n", 0, begin) + 1)
        if line:
            yield from credits_in(line, text[begin:end], roles, edge=begin < HEAD_CHARACTERS or begin >= tail)


@cache
def _roles(read_in: tuple[Language, ...]) -> tuple[Role, ...]:
    return tuple((role, language) for language in read_in for role in KINDS_OF_ROLES)


def _lines_with_stems(text: str, roles: tuple[Role, ...]) -> tuple[list[int], tuple[Role, ...]]:
    """Return where the lines of a text begin in which stems stand, and the roles of these."""
    lowered = lower_in_place(text)
    places = places_of_stems(lowered, roles)
    begins = {lowered.rfind("\n", 0, at) + 1 for found in places.values() for at in found}
    return sorted(begins), tuple(role for role in roles if role in places)


def credits_in(line: Line, raw: str, roles: tuple[Role, ...], *, edge: bool) -> list[Claim]:
    """Return the claims of a line, near the stems that stand in it; `raw` is the line with the space around it.

    Where the line is not at the `edge` of its text (head or tail), only sentences that speak of "this article" count.
    A line with more than 40 stems of one role is read around the first and the last of them.
    """
    found: dict[tuple[str, int], Claim] = {}
    places = places_of_stems(lower_in_place(raw), roles).items()
    for role, stems in sorted(places, key=lambda one: (_ORDER[one[0][0]], one[1][0])):
        windows = _windows([at + line.begin - line.start for at in stems])
        for phrase, asked in _asked(line, role, windows, edge=edge):
            for claim in _claims_of(line, role, phrase, asked):
                # Of two readings of one sentence the first stays: phrases stand in the order of their trust.
                found.setdefault((claim.kind, claim.start), claim)
    return list(found.values())


def places_of_stems(lowered: str, roles: tuple[Role, ...]) -> dict[Role, list[int]]:
    """Return where stems stand in a lower-case text, in order, for each role of which there are any."""
    places: dict[Role, list[int]] = {}
    for stem, of_roles in _stems(roles):
        at = lowered.find(stem)
        while at >= 0:
            for role in of_roles:
                places.setdefault(role, []).append(at)
            at = lowered.find(stem, at + 1)
    return {role: sorted(found) for role, found in places.items()}


@cache
def _stems(roles: tuple[Role, ...]) -> tuple[tuple[str, tuple[Role, ...]], ...]:
    """Return the stems of some roles, each with those that have it."""
    found: dict[str, list[Role]] = {}
    for role in roles:
        for stem in role[1].phrases[role[0]].stems:
            found.setdefault(stem, []).append(role)
    return tuple((stem, tuple(of_roles)) for stem, of_roles in found.items())


def _asked(line: Line, role: Role, windows: Iterable[Span], *, edge: bool) -> Iterator[tuple[Phrase, list[Span]]]:
    """Yield the phrases of a role that may stand in some windows of a line, each with these, in their order."""
    lowered = [(window, line.shown[window.start : window.end].lower()) for window in windows]
    for phrase in role[1].phrases[role[0]].phrases:
        if edge or not phrase.anchored:
            near = [window for window, words in lowered if phrase.may_stand_in(words)]
            if near:
                yield phrase, near


def _windows(places: Sequence[int]) -> list[Span]:
    """Return where phrases are looked for: around the places of stems, as they come, together where these are near."""
    if len(places) > _MOST_STEMS:
        places = [*places[: _MOST_STEMS // 2], *places[-_MOST_STEMS // 2 :]]
    return merged(Span(max(at - _BEFORE_STEM, 0), at + _AFTER_STEM) for at in places)


def _claims_of(line: Line, meant: Role, phrase: Phrase, windows: Iterable[Span]) -> Iterator[Claim]:
    role, language = meant
    for window in windows:
        for match in phrase.expression.finditer(line.shown, window.start, window.end):
            at = _place_of_name(match)
            name = None if at is None else _name_at(line, at, language)
            if at is None or name is None or not _stands_well(line, role, match, at + len(name)):
                continue
            start, end = sentence_around(line.shown, match.start(), max(match.end(), at + len(name)))
            if value := clean_name(name):
                in_brackets = role == "via" and "(" in line.shown[:at]
                yield claim_at(line, "tip" if in_brackets else KINDS_OF_ROLES[role], value, start, end)


def _stands_well(line: Line, role: str, match: re.Match[str], end: int) -> bool:
    """Return whether a phrase of a role that has a line to itself has one."""
    begins = not line.shown[: match.start()].strip(_AROUND)
    ends = not line.shown[end:].strip(_AROUND)
    return (begins or role not in BEGIN_LINES) and (ends or role not in _FILL_LINES)


def _place_of_name(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("source") is not None:
        return match.start("source")
    return match.start("earlier") if groups.get("earlier") else None


def _name_at(line: Line, at: int, language: Language) -> str | None:
    """Return the name at a place of the line: a linked one whole, else capitalised words or an address."""
    linked = next((link.words for link in line.links if link.start <= line.start + at < link.end), "")
    if linked and len(linked) <= _LONGEST_NAME and linked.casefold() not in vocabulary().names.links:
        return linked
    if issue := _issue(vocabulary()).match(line.shown, at):
        at = issue.end()
    patterns = name_patterns()
    if found := patterns.name.match(line.shown, at):
        return None if _is_no_name(found[0], line.shown, at, language) else found[0]
    found = patterns.lone_word.match(line.shown, at)
    if found is None or found[0] in language.not_names or (" " in found[0] and not is_known(clean_name(found[0]))):
        return None
    return found[0]


def _is_no_name(name: str, shown: str, at: int, language: Language) -> bool:
    first = name.split(maxsplit=1)[0].casefold().strip(".,'")
    dated = re.match(language.calendar.pattern, shown[at:]) or name.replace(" ", "").isdigit()
    return bool(dated) or first in language.not_names or name.casefold() in _bare(vocabulary())


@cache
def _issue(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of what stands before the name of a publication: *the May issue of*."""
    issues = one_of(words.names.issues).replace(r"\ ", r"\s+")
    return re.compile(rf"{name_patterns().article}[^.;\n]{{0,40}}?\b(?:{issues})\s+", re.IGNORECASE)


@cache
def _bare(words: Vocabulary) -> frozenset[str]:
    """Return the words that begin names and are no name by themselves."""
    names, persons = words.names, words.persons
    return frozenset(
        map(str.casefold, (*names.articles, *names.optional_articles, *names.abbreviated, *persons.titles))
    )


@cache
def _agency_patterns(words: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of an agency's credit where a body opens, and of one where it closes."""
    marks = "|".join(re.escape(mark) for mark in sorted(publishers().marks, key=len, reverse=True))
    place = r"[^\W\d_][^()\n]{0,60}?"
    several = rf"(?P<agency>{marks})(?:/[\w .]+|\s*,[^()\n]{{1,30}})?"
    opening = re.compile(
        rf"(?:\W*{place})?\s*\({several}\)\s*(?:[-\u2013—:.]|-{{2}})"
        rf"|\W*[^\W\d_][\w .-]{{1,30}},\s[^\n()]{{1,30}}\((?P<agency2>{marks})\)"
        rf"|\W*{place}\s?[/-]\s?(?P<agency3>{marks})\s?[-\u2013—.:]\s"
    )
    closing = re.compile(
        rf"(?:\(|(?:^|[.!?\"”]\s*)[-\u2013—]+\s*|^(?:{one_of(words.lines.source)})\s?:\s*)(?P<agency>{marks})\)?\W*$"
    )
    return opening, closing


def opening_credit(line: Line) -> list[Claim]:
    """Return the claim of a dateline that opens a body's first line, if there is one."""
    if "(" not in line.shown[: _LONGEST_PLACE + 30] and "/" not in line.shown[:_LONGEST_PLACE]:
        return []
    found = _agency_patterns(vocabulary())[0].match(line.shown)
    if found is None:
        return []
    mark = next(value for value in found.groupdict().values() if value)
    return [claim_at(line, "wire", publishers().marks[mark], 0, found.end())]


def closing_credit(line: Line) -> list[Claim]:
    """Return the claim of an agency's mark that closes a body's last line, if there is one."""
    last = line.shown[-_LONGEST_CLOSING:]
    if not any(sign in last for sign in _SIGNS_OF_A_CLOSING):
        return []
    found = _agency_patterns(vocabulary())[1].search(line.shown)
    return (
        [claim_at(line, "wire", publishers().marks[found["agency"]], found.start("agency") - 1 if found.start() else 0)]
        if found
        else []
    )
