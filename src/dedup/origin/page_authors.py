"""The facts of a page's markup → who wrote it: persons, all of them, and the outlets that stand where a writer would.

Pages name their writers in many places (structured data, metadata, links, marked elements, the line below the title),
and in each of them also other things: the site itself, an address, whoever put the text in. That place counts whose
names other places bear out, and of those that are borne out alike the one that is most often right. Places that name
one of its writers too may add further ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.claims import schema_kinds
from dedup.origin.hosts import host_of
from dedup.origin.name_forms import all_capitals, is_nobody, is_person, shows_a_publication
from dedup.origin.names import is_agency, is_known, same_publisher
from dedup.origin.vocabulary import one_of, vocabulary
from dedup.reading.html_tags import unescape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedup.documents import MarkupFact
    from dedup.origin.vocabulary import Vocabulary

_PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("structured data", schema_kinds("author")),
    ("metadata", ("author", "byl", "parsely-author", "sailthru.author", "cxenseparse:author", "front-matter:author")),
    ("article metadata", ("article:author", "og:article:author")),
    ("catalogue metadata", ("dc.creator", "dcterms.creator", "citation_author")),
    ("byline", ("byline-element",)),
    ("links", ("author-link",)),
    ("creator", schema_kinds("creator")),
)
"""Places that name writers, the most reliable first, with the kinds of their facts."""
AUTHOR_KINDS = frozenset(kind for _, kinds in _PLACES for kind in kinds)
_SEEN = frozenset({"byline-element", "author-link"})
"""Kinds of facts of what readers see; which outlets stand there is read with the lines of the page."""
_SURNAME_FIRST = frozenset({"dc.creator", "dcterms.creator", "citation_author"})
_ORGANISATIONS = frozenset(schema_kinds("author:organization", "creator:organization"))
_NEAREST_LINKS = 3000
"""Characters of the source between two links of one byline; those of other articles stand further apart."""
_MOST_NAMES = 40
_LONGEST_NAME = 60
_BARS = re.compile(r"\s*[|\u00b7\u2022;]\s*|\s+[\u2013\u2014-]\s+|\s*[\u3001\uff0c\uff0f]\s*")
_NOTE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_ADDRESS = re.compile(r"(?<!\S)\S+@\S+")
_ROLE_BEHIND = re.compile(
    r"\s+(?:journalist|journaliste|reporter|redakteur(?:in)?|korrespondent(?:in)?|기자|記者|记者)\b.*$", re.IGNORECASE
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,10}")
_NO_CASE = re.compile(r"[\u0590-\u06ff\u0900-\u0e7f]+(?: [\u0590-\u06ff\u0900-\u0e7f]+){1,4}")
"""Names of scripts without capitals: those without spaces between names, and those with them."""
_CAPITAL_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}(?:['\u2019][^\W\d_]+)?")
_OF_SCOTS = re.compile(r"\bMc([a-z])")


@dataclass(frozen=True, slots=True)
class Writer:
    """A name in the place of a writer, with the fact that holds it. `outlet` says that it is no person's.

    `beside` says that it stands behind a person's name: "Jane Roe, The Harbour Review".
    """

    name: str
    fact: MarkupFact
    outlet: bool = False
    beside: bool = False


@dataclass(slots=True)
class _Place:
    persons: dict[str, Writer] = field(default_factory=dict)
    outlets: list[Writer] = field(default_factory=list)


def page_authors(markup: Sequence[MarkupFact], own: Sequence[str], said: Sequence[str]) -> list[Writer]:
    """Return the writers of a page, and the outlets in their place.

    `own` are the page's own names and addresses, which wrote nothing; `said` are writers that its text names.
    """
    organisations = {unescape(fact.value).strip() for fact in markup if fact.kind in _ORGANISATIONS}
    places = [_place(markup, kinds, own, organisations) for _, kinds in _PLACES]
    outlets = {key(one.name): one for place in places for one in place.outlets if one.fact.kind not in _SEEN}
    return [*_agreed(places, said), *outlets.values()]


def _place(
    markup: Sequence[MarkupFact], kinds: Sequence[str], own: Sequence[str], organisations: Iterable[str]
) -> _Place:
    place = _Place()
    last = None
    for fact in markup:
        if fact.kind not in kinds:
            continue
        if fact.kind == "author-link" and last is not None and abs(fact.start - last) > _NEAREST_LINKS:
            break
        last = fact.end
        for writer in _writers(fact, own, organisations):
            if writer.outlet:
                place.outlets.append(writer)
            else:
                place.persons.setdefault(key(writer.name), writer)
        if len(place.persons) > _MOST_NAMES:
            break
    return place


def _agreed(places: Sequence[_Place], said: Sequence[str]) -> list[Writer]:
    """Return the writers of the place that others bear out most, with those that the others add."""
    naming = [place.persons for place in places if place.persons]
    if not naming:
        return []
    support = Counter(name for persons in naming for name in persons)
    support.update({key(name) for name in said})
    best = max(naming, key=lambda persons: max(support[name] for name in persons))
    agreeing = [persons for persons in naming if not best.keys().isdisjoint(persons)]
    longest = max(agreeing, key=len)
    merged = dict(longest)
    for persons in agreeing:
        for name, writer in persons.items():
            if not any(_is_short_form(name, known) for known in merged):
                merged.setdefault(name, writer)
    return list(merged.values())


def _is_short_form(name: str, other: str) -> bool:
    """Return whether two names are one person's: all words of one are words of the other."""
    one, two = set(name.split()), set(other.split())
    return one <= two or two <= one


def _writers(fact: MarkupFact, own: Sequence[str], organisations: Iterable[str]) -> Iterator[Writer]:
    value = " ".join(_ADDRESS.sub(" ", unescape(fact.value)).split())
    if not value or value.startswith(("http", "@", "//", "www.")):
        return
    if any(same_publisher(word.strip("()[],;"), one) for word in value.split() if "." in word[1:-1] for one in own):
        return  # "Valley Post (valleypost.com)"
    typed = fact.kind in schema_kinds("author")
    follows = False
    for piece in dict.fromkeys(_pieces(value, fact.kind)):
        name = _cleaned(piece)
        if not name or len(name) > _LONGEST_NAME or any(same_publisher(name, one) for one in own) or is_nobody(name):
            continue
        person = value not in organisations and _is_writer(name, sure=typed and piece == value)
        if person:
            yield Writer(_in_usual_case(name), fact)
            follows = True
        elif _is_outlet(name, alone=piece == value):
            yield Writer(name, fact, outlet=True, beside=follows)


def _pieces(value: str, kind: str) -> Iterator[str]:
    """Yield the parts of a byline: names, roles, places, outlets."""
    whole = _by(vocabulary()).sub("", value)
    surname, comma, first = whole.partition(", ")
    if comma and kind in _SURNAME_FIRST and "," not in first and not is_person(surname):
        yield f"{first} {surname}"
        return
    if is_agency(whole) or is_known(whole):
        yield whole
        return
    for part in _BARS.split(_NOTE.sub("", whole)):
        yield from (piece for piece in _between(vocabulary()).split(part) if piece.strip())


@cache
def _by(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of the words before a writer: *by Jane Roe*, *Author: Jane Roe*."""
    written = ("written by", "words by", "story by", "escrito por", "geschrieben von", "scritto da", "écrit par")
    by = one_of(
        (
            *written,
            *words.persons.by,
            "author",
            "autor",
            "autorin",
            "auteur",
            "autore",
            "text",
            "por",
            "av",
            "af",
            "door",
        )
    )
    return re.compile(rf"^(?:[^\w]*(?:{by})(?:\s*:\s*|\s+))+", re.IGNORECASE)


@cache
def _between(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of what stands between two writers."""
    joining = one_of(
        (*words.persons.between, "et", "y", "e", "i", "en", "og", "och", "ve", "i", "и", "та", "with", "mit")
    )
    return re.compile(rf"\s*[,/&+]\s*(?:(?:{joining})\s+)?|\s+(?:{joining})\s+", re.IGNORECASE)


def _cleaned(piece: str) -> str:
    plain = _ROLE_BEHIND.sub("", piece.replace("\u2019", "'"))
    plain = _by(vocabulary()).sub("", plain).strip(" \t.,;:*_-\u2013\u2014|\"'“”„»«")
    if not any(map(str.isalpha, plain)) or any(map(str.isdigit, plain)):
        return ""
    return plain


def _is_writer(name: str, *, sure: bool) -> bool:
    """Return whether a name is a person's; `sure` says that structured data have it as an author by itself."""
    if is_agency(name) or is_known(name) or host_of(name):
        return False
    if is_person(_in_usual_case(name)):
        return True
    if _UNSPACED.fullmatch(name) or _NO_CASE.fullmatch(name):
        return not shows_a_publication(name)
    return sure and name.isalpha() and name.istitle() and not shows_a_publication(name)


def _is_outlet(name: str, *, alone: bool) -> bool:
    """Return whether a name in the place of a writer is a publisher's; one that stands there alone mostly is."""
    return is_agency(name) or is_known(name) or (name[:1].isupper() and (alone or name.lower().startswith("the ")))


def _in_usual_case(name: str) -> str:
    """Return a name in capitals as people write it: *Abby McDonald* for *ABBY MCDONALD*."""
    if not all_capitals(name):
        return name
    return _OF_SCOTS.sub(
        lambda found: f"Mc{found[1].upper()}", _CAPITAL_WORD.sub(lambda one: one[0].capitalize(), name)
    )


def key(name: str) -> str:
    """Return a name as it is compared with others: without case, accents and marks."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", plain))
