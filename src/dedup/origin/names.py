"""Names and hosts → one identity a publisher: "Daily Times", "The Daily Times" and dailytimes.com.pk are one.

Folding does most of it (case, accents, articles, legal forms, `www`, country suffixes). What folding cannot know stands
in the lists that `dedup.origin.publisher_lists` reads; articles and words such as "online" in the language files.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dedup.origin.hosts import Host, host_of
from dedup.origin.publisher_lists import agencies, publisher_tables
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from dedup.origin.publisher_lists import Agency
    from dedup.origin.vocabulary import Vocabulary

_LEGAL = re.compile(
    r"[,.\s]+(?:llc|l\.l\.c|inc|incorporated|ltd|limited|plc|gmbh|ag|se|kg|co|corp|corporation|company|group|s\.?a|"
    r"s\.?r\.?l|s\.?p\.?a|s\.?l|b\.?v|pty|e\.?\s?v|& co)\.?$"
)
_SHORTEST, _LONGEST_NAME = 3, 500
"""Letters of the shortest name, and characters of the longest one that may be spelt in several ways."""
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Publishers:
    """What the lists know: who goes by which other names, and which hosts are nobody's own."""

    known: dict[str, str]
    identities: frozenset[str]
    agencies: frozenset[str]
    platforms: frozenset[str]
    mirrors: frozenset[str]
    counters: frozenset[str]
    social: frozenset[str]
    distinct: frozenset[frozenset[str]]


@cache
def publishers() -> Publishers:
    """Return what all lists know; a file that cannot be used is a `UsageError`."""
    known: dict[str, str] = {}
    listed = [entry for table in publisher_tables() for entry in table.get("publisher", ())]
    names = [(str(entry["name"]), (*entry.get("also", ()), *entry.get("marks", ()))) for entry in listed]
    for name, others in (*((one.name, (*one.also, *_marks_that_are_names(one))) for one in agencies()), *names):
        known.update((_as_listed(other), _folded(name)) for other in (name, *others))
    for name in sorted(_all("publications")):
        known.setdefault(_folded(name), _folded(name))
    return Publishers(
        known,
        frozenset(known.values()),
        frozenset(_folded(one.name) for one in agencies() if one.kind != "network"),
        _all("platforms"),
        _all("mirrors"),
        _all("counters"),
        _all("social"),
        frozenset(
            frozenset(map(_as_listed, pair)) for table in publisher_tables() for pair in table.get("distinct", ())
        ),
    )


def _marks_that_are_names(agency: Agency) -> list[str]:
    """Return the marks by which an agency is called outside credits too; two letters may be anything."""
    return [] if agency.ended else [mark for mark in agency.marks if len(mark) >= _SHORTEST]


def _as_listed(name: str) -> str:
    """Return a name of the lists as it is asked for; hosts stand there as registered domains, so none is looked up."""
    return name if _DOMAIN.fullmatch(name) else _folded(name)


def _all(key: str) -> frozenset[str]:
    return frozenset(str(value) for table in publisher_tables() for value in table.get(key, ()))


@cache
def identity(name: str) -> str:
    """Return the key that all spellings of one publisher share; two publishers differ in it, as far as is known."""
    known = publishers().known
    if (spelling := _spelling(name)) in known:
        return known[spelling]
    host = host_of(name)
    folded = _of_host(host) if host else _folded(name)
    return known.get(folded, folded)


@lru_cache(maxsize=1 << 16)
def same_publisher(one: str, other: str) -> bool:
    """Return whether two names or addresses are one publisher's: by identity, or by one being the other's section."""
    a, b = _forms(one), _forms(other)
    if frozenset((a.spelling, b.spelling)) in publishers().distinct:
        return False
    return bool(a.identity) and (
        b.identity in (a.identity, a.without_article)
        or b.without_article == a.identity
        or b.identity in a.acronyms
        or a.identity in b.acronyms
        or _is_section(a.words, b.words)
        or _are_editions(a.words, b.words)
    )


class DistinctPublishers:
    """Names of which no two are one publisher's; the one that a further name stands for is found by keys of its forms.

    A text may name thousands, and to compare each of them with each took seconds.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._places: dict[tuple[str, Hashable], list[int]] = {}

    def place(self, name: str) -> int:
        """Return the place of the first name that is the same publisher's as this one, which is added otherwise."""
        alike = {place for key in _asked_keys(_forms(name)) for place in self._places.get(key, ())}
        known = next((place for place in sorted(alike) if same_publisher(self._names[place], name)), None)
        if known is not None:
            return known
        for key in _own_keys(_forms(name)):
            self._places.setdefault(key, []).append(len(self._names))
        self._names.append(name)
        return len(self._names) - 1


def _own_keys(forms: _Forms) -> Iterator[tuple[str, Hashable]]:
    """Yield the keys by which a name is found; see `same_publisher` for what makes two names one publisher's."""
    yield "identity", forms.identity
    yield "without article", forms.without_article
    yield "all words", forms.words
    yield from (("acronym", acronym) for acronym in forms.acronyms)
    yield from (("first words", forms.words[:count]) for count in range(1, len(forms.words)))
    yield from _edition_keys(forms)


def _asked_keys(forms: _Forms) -> Iterator[tuple[str, Hashable]]:
    """Yield the keys one of which each name has that is the same publisher's."""
    yield from (("identity", key) for key in (forms.identity, forms.without_article, *forms.acronyms))
    yield "without article", forms.identity
    yield "acronym", forms.identity
    yield "first words", forms.words
    yield from (("all words", forms.words[:count]) for count in range(1, len(forms.words) + 1))
    yield from _edition_keys(forms)


def _edition_keys(forms: _Forms) -> Iterator[tuple[str, Hashable]]:
    if forms.words and forms.words[-1] in _EDITIONS:
        yield "edition", forms.words[:-1]


def is_agency(name: str) -> bool:
    """Return whether the lists know the name as a news agency or a syndicate."""
    return identity(name) in publishers().agencies


def is_known(name: str) -> bool:
    """Return whether the lists know the name at all."""
    lists = publishers()
    return _spelling(name) in lists.known or identity(name) in lists.identities


@lru_cache(maxsize=1 << 16)
def _spelling(name: str) -> str:
    """Return a name in the spelling by which the lists are asked: a registered domain, or folded words."""
    host = host_of(name) if "." in name and " " not in name.strip() else None
    if host is None:
        return _folded(name)
    whole = f"{host.subdomain}.{host.domain}".removeprefix("www.").removeprefix(".")
    return whole if whole in _SPELT_WITH_SUBDOMAIN else host.domain


_SPELT_WITH_SUBDOMAIN = frozenset({"abcnews.go.com", "agenciabrasil.ebc.com.br"})


def domain_of(address: str) -> str | None:
    """Return the domain by which an address is shown: the registered one, or a longer one that the lists know.

    On a platform each writer has a house of their own: ``lea.github.io``.
    """
    host = host_of(address)
    if host and host.domain in publishers().platforms and host.subdomain not in ("", "www"):
        return f"{host.subdomain.rsplit('.', 1)[-1]}.{host.domain}"
    return _spelling(address) if host else None


def _of_host(host: Host) -> str:
    lists = publishers()
    if host.domain in lists.platforms and host.subdomain:
        return _folded(host.subdomain.rsplit(".", 1)[-1])
    if host.domain in lists.mirrors and host.subdomain:
        return _folded(host.subdomain.replace(".", " "))
    return _folded(host.label)


@lru_cache(maxsize=1 << 16)
def _folded(name: str) -> str:
    """Return a name without what varies: case, accents, articles, legal forms, marks, words such as "online"."""
    if len(name) > _LONGEST_NAME:
        return name.casefold()
    plain = unicodedata.normalize("NFKD", name.casefold().replace("\u2019", "'")).strip()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"\s*\([^()]*\)", "", plain) or plain
    plain = next((plain.removeprefix(f"{the} ") for the in _joined_articles() if plain.startswith(f"{the} ")), plain)
    while (shorter := _LEGAL.sub("", plain)) != plain:
        plain = shorter
    joined = re.sub(r"[\W_]+", "", plain.replace("&", "and").replace("+", "plus"))
    joined = re.sub(r"(?<=[aou])e(?=.)", "", joined)  # hosts write umlauts so
    return _without_optional_word(_without_article_in_host(joined)) or joined


def without_article(name: str) -> str:
    """Return a name without the article that it begins with, if a name remains."""
    article = _article(vocabulary())
    return article.sub("", name, count=1) if (found := article.match(name)) and len(name) > found.end() + 1 else name


@cache
def _article(words: Vocabulary) -> re.Pattern[str]:
    spaced, elided = article_patterns((*words.names.articles, *words.names.optional_articles))
    return re.compile(rf"(?:{spaced})\s+|(?:{elided})", re.IGNORECASE)


def article_patterns(articles: Sequence[str]) -> tuple[str, str]:
    """Return the pattern of the articles before a space, and of those that end with an apostrophe (*l'Unità*)."""
    return (
        one_of(article for article in articles if not article.endswith("'")),
        one_of(article for article in articles if article.endswith("'")),
    )


def _joined_articles() -> tuple[str, ...]:
    """Return the articles that hosts spell together with the name, as in thetimes.co.uk."""
    return vocabulary().names.publication_articles


def _without_article_in_host(joined: str) -> str:
    """Return a joined name without a leading *the*: hosts spell it together, so names must lose it alike."""
    the = next((article for article in _joined_articles() if joined.startswith(article)), "")
    rest = joined.removeprefix(the)
    return rest if len(rest) >= _SHORTEST else joined


def _without_optional_word(joined: str) -> str:
    for word in vocabulary().names.optional:
        if joined.endswith(word) and len(joined) - len(word) >= _SHORTEST:
            return joined.removesuffix(word)
    return joined


@dataclass(frozen=True, slots=True)
class _Forms:
    """What of a name is compared with that of others; a text may name hundreds, each of them compared with each."""

    spelling: str
    identity: str
    without_article: str
    acronyms: frozenset[str]
    words: tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def _forms(name: str) -> _Forms:
    return _Forms(
        _spelling(name), identity(name), identity(without_article(name)), _acronyms(name), tuple(_plain_words(name))
    )


def _acronyms(name: str) -> frozenset[str]:
    """Return the keys that the initials of a name make: the Foundation for Economic Education and fee.org."""
    words = re.findall(r"\w+", name)
    if len(words) < _SHORTEST:
        return frozenset()
    every = "".join(word[0] for word in words).casefold()
    capitals = "".join(word[0] for word in words if word[0].isupper()).casefold()
    return frozenset(key for key in (every, capitals, every.removeprefix("t")) if len(key) >= _SHORTEST)


def _is_section(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Return whether one name begins with all words of the other: *POLITICO Pro* and *Politico*."""
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and len("".join(shorter)) > _SHORTEST and longer[: len(shorter)] == shorter


_EDITIONS = frozenset(
    {
        "us", "usa", "uk", "au", "ca", "de", "fr", "it", "es", "mx", "br", "in", "jp", "nz", "za", "ie", "nl", "be",
        "ch", "deutschland", "germany", "france", "italia", "italy", "espana", "españa", "spain", "brasil", "brazil",
        "mexico", "méxico", "canada", "australia", "austria", "schweiz", "japan", "india", "nederland", "polska",
        "türkiye", "international", "global", "europe", "asia", "africa", "arabic", "en", "español", "english",
    }
)  # fmt: skip
"""Last words of names of editions of one house for a country or a language."""


def _are_editions(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Return whether two names are editions of one house: *VICE US* and *VICE Germany*, not *Radio France* and so on.

    What remains without the country has to be a name: longer than three letters, no word that many outlets share.
    """
    if not (len(first) == len(second) > 1 and first[:-1] == second[:-1] and {first[-1], second[-1]} <= _EDITIONS):
        return False
    shared = {*vocabulary().outlets.words, *vocabulary().outlets.ambiguous_words, *vocabulary().names.within}
    return first[-2] not in shared and len("".join(first[:-1])) > _SHORTEST


@lru_cache(maxsize=1 << 16)
def _plain_words(name: str) -> list[str]:
    if len(name) > _LONGEST_NAME or host_of(name):
        return [identity(name)]
    return re.findall(r"\w+", without_article(name.casefold().replace("'s", "")))
