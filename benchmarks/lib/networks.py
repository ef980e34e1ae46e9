"""Generates repost networks whose truth is known: who had a text first, and who took it from whom.

A network is a text, its first publisher and copies of copies, two to four hops deep. Copies are edited, cut and
introduced; their dates are late, wrong or missing; their credits name the page they were taken from, or the first
source, or nobody, or two sources of which one is invented. Texts are made of invented words, so that nothing is quoted.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from dedup import Document

_SYLLABLES = """
ba ce di fo gu la me ni po ru sa te vi wo zu tra ple sti dro fin gar hol ken mar nor
"""
_FIRST = """
Daily Evening Northern Harbour Valley Metro Civic Central Coastal River Prairie Summit Granite
Lakeside
"""
_SECOND = """
Courier Herald Ledger Tribune Gazette Observer Sentinel Dispatch Record Examiner Chronicle Beacon
"""
_PEOPLE = ("Anna Keller", "Luis Ortega", "Mary Okafor", "Jean Dupont", "Petra Novak", "Tom Bradley")
CREDITS = {
    "en": (
        "This article was originally published by {name}.",
        "This article is republished from {name} under a Creative Commons licence.",
        "Originally published at {name}",
        "Reprinted with permission from {name}.",
        "The original source of this article is {name}",
        "This story first appeared in {name} and is reproduced here with permission.",
        "via {name}",
    ),
    "de": ("Dieser Artikel erschien zuerst bei {name}.", "Übernommen von {name}"),
    "fr": ("Cet article a été initialement publié par {name}.",),
    "es": ("Este artículo fue publicado originalmente en {name}.", "Tomado de {name}"),
    "it": ("Questo articolo è stato pubblicato originariamente su {name}.",),
    "pt": ("Este artigo foi publicado originalmente em {name}.",),
}
_SMALL_WORDS = {
    "en": ["the", "and", "of", "to", "that", "with", "for", "was"],
    "de": ["der", "die", "und", "das", "ist", "nicht", "von", "mit"],
    "fr": ["le", "la", "les", "et", "des", "est", "une", "dans"],
    "es": ["el", "la", "los", "las", "que", "del", "una", "por"],
    "it": ["il", "che", "di", "gli", "non", "una", "per", "con"],
    "pt": ["os", "as", "que", "uma", "não", "com", "para", "do"],
}
_MISSING, _FIRST_NAMED, _CONTRADICTED = 0.15, 0.22, 0.30
_NO_DATE, _WRONG_DATE = 0.1, 0.2


@dataclass(frozen=True, slots=True)
class Copy:
    """One document of a network, with the truth about it: `parent` is None for the first."""

    document: Document
    publisher: str
    parent: str | None
    first: str


def network(number: int, seed: int) -> list[Copy]:
    """Return the copies of one network, in an order that gives nothing away."""
    draw = random.Random(f"{seed}/{number}")  # noqa: S311 - a repeatable draw, not a secret
    names = [f"The {one} {two}" for one in _FIRST.split() for two in _SECOND.split()]
    publishers = draw.sample(names, 6)
    language = draw.choice(["en", "en", "en", *CREDITS])
    paragraphs = [_paragraph(language, draw) for _ in range(draw.randint(6, 12))]
    began = date(2012, 1, 1) + timedelta(days=draw.randrange(3000))
    chain = [_Made(publishers[0], None, paragraphs, began)]
    hops = draw.randint(2, 4)
    for name in publishers[1 : hops + 1]:
        parent = chain[-1] if draw.random() < 0.8 else draw.choice(chain)  # noqa: PLR2004 - four in five copy the last
        chain.append(
            _Made(name, parent, _edited(parent.paragraphs, language, draw), parent.day + timedelta(draw.randrange(21)))
        )
    invented = publishers[5]
    copies = [_copy(made, chain[0], invented, f"{number}/{at}", language, draw) for at, made in enumerate(chain)]
    draw.shuffle(copies)
    return copies


@dataclass(frozen=True, slots=True)
class _Made:
    publisher: str
    parent: _Made | None
    paragraphs: list[str]
    day: date


def _copy(made: _Made, first: _Made, invented: str, name: str, language: str, draw: random.Random) -> Copy:
    lines = ["A heading of the page"]
    stated = draw.random() < 0.5  # noqa: PLR2004 - half the pages say it in their text, half in metadata
    shown = _shown_day(made.day, draw)
    if stated and shown:
        lines.append(f"{made.publisher}, {shown:%B} {shown.day}, {shown.year}")
    if draw.random() < 0.5:  # noqa: PLR2004 - half have a byline
        lines.append(f"By {draw.choice(_PEOPLE)}")
    lines += made.paragraphs
    if made.parent:
        lines += _credit(made.parent.publisher, first.publisher, invented, language, draw)
    document = Document(
        name,
        "\n\n".join(lines),
        publisher=None if stated and shown else made.publisher,
        published=None if stated or shown is None else shown.isoformat(),
    )
    return Copy(document, made.publisher, made.parent.publisher if made.parent else None, first.publisher)


def _shown_day(day: date, draw: random.Random) -> date | None:
    chance = draw.random()
    if chance < _NO_DATE:
        return None
    return day + timedelta(draw.randint(-60, 60)) if chance < _WRONG_DATE else day


def _credit(parent: str, first: str, invented: str, language: str, draw: random.Random) -> list[str]:
    chance = draw.random()
    if chance < _MISSING:
        return []
    if chance < _FIRST_NAMED:
        return [CREDITS[language][0].format(name=first)]
    template = draw.choice(CREDITS[language])
    if chance < _CONTRADICTED:
        return [template.format(name=parent), template.format(name=invented)]
    return [template.format(name=parent)]


def _paragraph(language: str, draw: random.Random) -> str:
    words = [
        draw.choice(_SMALL_WORDS[language]) if draw.random() < 0.2 else "".join(draw.choices(_SYLLABLES.split(), k=3))  # noqa: PLR2004
        for _ in range(draw.randint(40, 80))
    ]
    words[0] = words[0].capitalize()
    return " ".join(words) + "."


def _edited(paragraphs: list[str], language: str, draw: random.Random) -> list[str]:
    """Return the paragraphs as a copy has them: words changed, now and then one dropped, one put before."""
    kept = list(paragraphs)
    if len(kept) > 4 and draw.random() < 0.3:  # noqa: PLR2004 - three in ten drop one, if enough remains
        del kept[draw.randrange(len(kept))]
    share = draw.uniform(0.0, 0.06)
    kept = [_with_changes(paragraph, share, draw) for paragraph in kept]
    return [_paragraph(language, draw), *kept] if draw.random() < 0.3 else kept  # noqa: PLR2004 - three in ten add one


def _with_changes(paragraph: str, share: float, draw: random.Random) -> str:
    words = paragraph.split()
    return " ".join("".join(draw.choices(_SYLLABLES.split(), k=2)) if draw.random() < share else word for word in words)
