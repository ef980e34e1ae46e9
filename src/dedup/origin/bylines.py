"""The names of a byline → persons, and the outlets that stand beside them: ``Sean Hill, The Washington Post``.

Only outlets that the lists know are told from persons where no comma or stroke parts them (*Jo Roe The Associated
Press*), and only agencies where a place follows (*AFP, MARLOW*; *Associated Press in Marlow*).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dedup.origin.agency_marks import agency_marks
from dedup.origin.name_forms import UPPER, clean_name, is_nobody, is_person, shows_a_publication
from dedup.origin.names import is_known
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.origin.vocabulary import Vocabulary

LONGEST_AGENCY_LINE = 70
_MOST_WORDS = 6
_AGENCIES_OF = frozenset({"en", "de", "fr", "es", "it", "pt"})
"""Languages whose agencies stand in bylines of any language."""
_OUTLETS_KEPT = 1 << 12
"""Words that are kept as outlets or none: a byline is looked at before it is read, and few names stand once."""
_BETWEEN = re.compile(r"\s*(?:,|;|\||/|·|•|\s[-\u2013—]\s)\s*")
_JOINT = re.compile(r"[&+=＝]")
_PLACE = re.compile(rf"\s*(?:,\s*|\s(?:in|à|en|aus|a|em)\s+)[{UPPER}][\w .'-]{{1,30}}(?:,?\s*\d{{4}}.*)?")
_ROLES = re.compile(
    r"(?:'s)?\s+(?:[a-z]+\s+)?(?:staff|(?:staff |sports |business |science |national |political )?"
    r"(?:writers?|reporters?|correspondents?|editors?))\b.*",
    re.IGNORECASE,
)
_TIME_OR_DATE = re.compile(r"\s*(?:[|·•–—-]\s*|,\s*)?(?:\d|updated|published|posted).*", re.IGNORECASE)


def outlets_beside(names: str) -> Iterator[str]:
    """Yield the outlets that a byline names beside its persons, as far as the lists know them."""
    for part in _BETWEEN.split(names):
        if outlet := _outlet(part.strip(" .*_()[]")):
            yield outlet


def without_outlets(names: str) -> str:
    """Return a byline's names without the outlets that the lists know."""
    kept = []
    for part in _BETWEEN.split(names):
        plain = part.strip(" .*_()[]")
        outlet = _outlet(plain)
        kept.append(part if outlet is None else plain.removesuffix(outlet).rstrip(" ,/") if plain != outlet else "")
    return ", ".join(part for part in kept if (part.strip() and is_person(part.strip())) or len(kept) == 1)


def _outlet(part: str) -> str | None:
    """Return the known outlet that a part of a byline is or ends with."""
    plain = _ROLES.sub("", part)
    if not plain or (is_nobody(part) and plain == part):
        return None
    before, _, place = plain.partition(" in ")
    if place and _is_outlet(before):  # *Associated Press in Marlow*
        return clean_name(before)
    if _is_outlet(plain):
        return clean_name(plain)
    words = plain.split()
    for number in range(1, min(len(words), _MOST_WORDS)):
        wrote_for = words[number] in vocabulary().persons.wrote_for
        last = " ".join(words[number + wrote_for :])
        is_outlet = _is_outlet(last) or (wrote_for and " " in last and shows_a_publication(last))
        if len(words) - number <= _MOST_WORDS and is_outlet and is_person(" ".join(words[:number])):
            return clean_name(last)
    return None


@lru_cache(_OUTLETS_KEPT)
def _is_outlet(words: str) -> bool:
    return is_known(words) or agency_marks(_AGENCIES_OF).agency_of(words) is not None


def agency_line(shown: str, codes: Sequence[str]) -> list[str]:
    """Return the agencies that a line of a head names, with a place or a date behind them or nothing: ``AFP, OSLO``."""
    words = shown.strip(" *_|.")
    if not words or len(words) > LONGEST_AGENCY_LINE:
        return []
    marks = agency_marks(frozenset(codes))
    if not marks.begin(_JOINT.split(_by(vocabulary()).sub("", words), maxsplit=1)[0]):
        return []
    if whole := marks.agencies_in(_ROLES.sub("", _by(vocabulary()).sub("", words)), only=True):
        return whole
    for found in re.finditer(r"(?<=\w)(?=\W|$)", words):
        rest = words[found.start() :]
        if rest.startswith("-") or not (_PLACE.fullmatch(rest) or _TIME_OR_DATE.fullmatch(rest)):
            continue
        if agencies := marks.agencies_in(words[: found.start()], only=True):
            return agencies
    return []


@cache
def _by(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"^(?:{one_of(words.persons.by)})\s*:?\s+", re.IGNORECASE)
