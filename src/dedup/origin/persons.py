"""Is a name a person's or an outlet's? Read from its form alone; a name that could be either counts as a person's.

"Prof Michel Chossudovsky" and "Rick Rozoff" are people; "Stop NATO", "Moon of Alabama", "RT" and "The Guardian" are
outlets.
"""

from __future__ import annotations

import re
from itertools import pairwise

from dedup.origin.hosts import host_of
from dedup.origin.names import is_known
from dedup.origin.phrases import UPPER

_TITLES = re.compile(
    r"^(?:by\s+)?(?:dr|prof|professor|sir|dame|lord|lady|mr|mrs|ms|miss|rev|fr|gen|general|col|colonel|lt|maj|capt|rep|"
    r"sen|senator|amb|ambassador|judge|justice|president|h\.?e|hon|dott|dipl|ing|herr|frau|m|mme|don|doña)\b\.?\s",
    re.IGNORECASE,
)
OUTLET_WORDS = frozenset(
    (
        "agence",
        "agencia",
        "agency",
        "agentur",
        "agenzia",
        "alert",
        "alliance",
        "associated",
        "association",
        "blog",
        "broadcasting",
        "bulletin",
        "bureau",
        "center",
        "centre",
        "chronicle",
        "club",
        "collective",
        "commission",
        "committee",
        "community",
        "correspondent",
        "council",
        "daily",
        "desk",
        "diario",
        "digest",
        "dispatch",
        "editor",
        "editorial",
        "editors",
        "examiner",
        "express",
        "forum",
        "foundation",
        "free",
        "gazette",
        "giornale",
        "globe",
        "group",
        "guardian",
        "herald",
        "independent",
        "info",
        "initiative",
        "inquirer",
        "insider",
        "institute",
        "international",
        "internet",
        "journal",
        "le",
        "magazine",
        "mail",
        "media",
        "mirror",
        "monitor",
        "morning",
        "movement",
        "nachrichten",
        "national",
        "network",
        "news",
        "newspaper",
        "newswire",
        "nieuws",
        "notes",
        "notizie",
        "observer",
        "online",
        "organization",
        "page",
        "party",
        "post",
        "prensa",
        "press",
        "presse",
        "project",
        "radio",
        "record",
        "redacao",
        "redacción",
        "redaktion",
        "redazione",
        "report",
        "reporter",
        "reports",
        "research",
        "review",
        "revista",
        "rundschau",
        "service",
        "site",
        "society",
        "staff",
        "standard",
        "star",
        "sun",
        "sunday",
        "syndicate",
        "team",
        "telegraph",
        "television",
        "thought",
        "times",
        "today",
        "tribune",
        "truth",
        "tv",
        "union",
        "university",
        "update",
        "view",
        "voice",
        "watch",
        "web",
        "website",
        "weekly",
        "wire",
        "world",
        "zeit",
        "zeitung",
    )
)
_PARTICLES = frozenset(
    (
        "al",
        "ben",
        "bin",
        "da",
        "das",
        "de",
        "del",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "e",
        "el",
        "ibn",
        "la",
        "le",
        "mac",
        "st",
        "ter",
        "van",
        "von",
        "y",
        "zu",
    )
)
_NOBODY = re.compile(
    r"\b(?:staff|writers?|editors?|editorial|team|guest|admin|administrator|contributors?|contributed|correspondents?|"
    r"newsroom|reporters?|redaktion|redaction|rédaction|redacción|redazione|redação|anonymous|unknown|webmaster|"
    r"bureau|autor|author|none|null)\b",
    re.IGNORECASE,
)
_BULLETS = " *\u2022\u00b7-\u2013\u2014("
"""What stands before the first word of a line, a quotation mark aside."""
_FIRST_WORDS = 4
"""Words of a line of which one has to begin a name that it begins with."""
_INITIALS = re.compile(rf"[{UPPER}]{{2,4}} [{UPPER}][^\W\d_]+[ ,]")
_NAME_WORD = re.compile(rf"[{UPPER}][\w'.-]*")


def is_person(name: str) -> bool:
    """Return whether a name has the form of a person's: a title, or two to five capitalised words and no outlet's."""
    plain = name.strip(" .,;:*_")
    plain = plain.title() if all_capitals(plain) else plain
    if _TITLES.match(plain):
        return True
    words = plain.replace(",", " ").split()
    if not 2 <= len(words) <= 5 or host_of(plain) or is_known(plain) or plain.lower().startswith("the "):  # noqa: PLR2004
        return False
    return all(_may_be_in_a_name(word) for word in words)


def begins_with_person(line: str) -> bool:
    """Return whether a person's name stands at the beginning of a line, or behind what the person is there.

    "Jane Roe is …", "Review columnist Jane Roe is …"; not "Jane is …", and nothing in quotation marks.
    """
    words = line.lstrip(_BULLETS).split(maxsplit=_FIRST_WORDS + 1)[: _FIRST_WORDS + 1]
    if not words or not words[0][0].isupper() or words[0].lower() == "the":
        return False
    if _INITIALS.match(line.lstrip(_BULLETS)):
        return True
    for word, following in pairwise(words):
        if is_person(f"{word} {following}".rstrip(",")):
            return True
        if word.endswith((",", "'s")):
            return False
    return False


def is_nobody(name: str) -> bool:
    """Return whether a byline names nobody in particular: *Staff Writer*, *Redaktion*, *admin*."""
    return bool(_NOBODY.search(name))


def _may_be_in_a_name(word: str) -> bool:
    lower = word.lower()
    if lower in _PARTICLES:
        return True
    if lower.removesuffix("'s") in OUTLET_WORDS or lower.endswith("'s") or not _NAME_WORD.fullmatch(word):
        return False
    return not (len(word) > 2 and word.isupper() and "." not in word) and not any(map(str.isdigit, word))  # noqa: PLR2004


def all_capitals(name: str) -> bool:
    """Return whether a name is written in capitals throughout, as bylines sometimes are."""
    return name.isupper() and len(name.split()) > 1
