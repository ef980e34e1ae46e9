"""A line → the claims that its sentences make of where the text comes from, by the phrases of the languages.

A sentence that names no source but a date is a date; a word that stands where a name would and is none is nothing.
Whether a claim's value is the page's own name is left to those who weigh it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.claims import Claim
from dedup.origin.hosts import host_of
from dedup.origin.lines import lower_in_place
from dedup.origin.names import is_known
from dedup.origin.phrases import LONE_WORD, NAME
from dedup.spans import Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedup.origin.language import Language
    from dedup.origin.lines import Line
    from dedup.origin.phrase import Phrase

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

_SENTENCE_END = re.compile(r"[.!?…][\"'”\u2019)\]]*(?=\s+[\"'“(\[]?[^\Wa-z]|\s*$)")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Dr|Mr|Mrs|Ms|St|Prof|Jr|Sr|No|Inc|Ltd|Co|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))$"
)
_SMALL_ARTICLE = re.compile(r"^(?:the|der|die|das|den|dem|il|la|le|les|el|o|a|l')\s+(?=\S)|^l'")
_POSSESSIVE = re.compile(r"'s?(?:\s+[a-z].*)?$")
BEGIN_LINES = frozenset({"via", "source", "published-by"})
"""Roles of phrases that have to stand where a line begins."""
_FILL_LINES = frozenset({"via", "source"})
_AROUND = " .,()[]*_|>\"'\u2013\u2014-"
_INVITATIONS = frozenset({"here", "original", "original article", "read the original article", "link", "source"})
_BARE = frozenset(
    {"the", "a", "an", "prof", "dr", "mr", "mrs", "ms", "st", "sir", "der", "die", "das", "la", "le", "el", "il"}
)
_ISSUE_OF = re.compile(r"(?:the\s+)?[^.;\n]{0,40}?\b(?:issue|edition|section|pages)\s+of\s+", re.IGNORECASE)
_LONGEST_NAME = 90
_BEFORE_STEM = 260
_AFTER_STEM = 260
_MOST_STEMS = 40


_ORDER = {role: number for number, role in enumerate(KINDS_OF_ROLES)}


Role = tuple[str, "Language"]
"""What a phrase says, and the language it says that in."""


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
    for phrase in role[1].phrases[role[0]].patterns:
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
        for match in phrase.pattern.finditer(line.shown, window.start, window.end):
            at = _place_of_name(match)
            name = None if at is None else _name_at(line, at, language)
            if at is None or name is None or not _stands_well(line, role, match, at + len(name)):
                continue
            start, end = sentence_around(line.shown, match.start(), max(match.end(), at + len(name)))
            if value := clean_name(name):
                in_brackets = role == "via" and "(" in line.shown[:at]
                yield claim_at(line, "tip" if in_brackets else KINDS_OF_ROLES[role], value, start, end)


def claim_at(line: Line, kind: str, value: str, start: int = 0, end: int | None = None) -> Claim:
    """Return a claim that the characters ``start <= i < end`` of a line make, or the whole line."""
    words = line.raw[start:end].rstrip()
    return Claim(kind, value, line.start + start, line.start + start + len(words), line.number, words)


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
    if linked and len(linked) <= _LONGEST_NAME and linked.casefold() not in _INVITATIONS:
        return linked
    if issue := _ISSUE_OF.match(line.shown, at):
        at = issue.end()
    if found := NAME.match(line.shown, at):
        return None if _is_no_name(found[0], line.shown, at, language) else found[0]
    found = LONE_WORD.match(line.shown, at)
    if found is None or found[0] in language.not_names or (" " in found[0] and not is_known(clean_name(found[0]))):
        return None
    return found[0]


def _is_no_name(name: str, shown: str, at: int, language: Language) -> bool:
    first = name.split(maxsplit=1)[0].casefold().strip(".,'")
    dated = re.match(language.calendar.pattern, shown[at:]) or name.replace(" ", "").isdigit()
    return bool(dated) or first in language.not_names or name.casefold() in _BARE


def clean_name(name: str) -> str:
    """Return a name as it is written, without what belongs to the sentence: a small article, a possessive, quotes."""
    plain = " ".join(name.split()).strip(" \"“”„»«'\u2018*_,;:()[]")
    plain = _SMALL_ARTICLE.sub("", plain)
    if host_of(plain) is None:
        plain = _POSSESSIVE.sub("", plain) if plain.endswith(("'s", "s'")) else plain
    return plain.rstrip(".") if not re.search(r"\b[A-Z]\.$", plain) else plain


def sentence_around(shown: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence (or sentences) that hold ``shown[start:end]``."""
    ends = [found.end() for found in _SENTENCE_END.finditer(shown) if not _ABBREVIATED.search(shown, 0, found.start())]
    first = max((at for at in ends if at <= _first_letter(shown, start)), default=0)
    last = min((at for at in ends if at >= end), default=len(shown))
    return _first_letter(shown, first), max(last, end)


def _first_letter(shown: str, at: int) -> int:
    while at < len(shown) and (shown[at].isspace() or shown[at] in ".!?…;:|—\u2013)"):
        at += 1
    return at
