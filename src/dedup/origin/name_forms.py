"""Names as they are written: their patterns in a line, and the form of persons, publications and places.

"Prof Michel Chossudovsky" and "Rick Rozoff" are persons; "Stop NATO", "Moon of Alabama", "RT" and "The Guardian" are
outlets. A name that could be either counts as a person's. "London, 3 May 1911" heads a letter, "The Harbour Review,
3 May 1911" a reprint: places cannot be listed, so a publication has to show that it is one.

The words that names hold stand in the language files. Which names are one publisher's is left to `dedup.origin.names`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from dedup.origin.hosts import host_of
from dedup.origin.names import article_patterns, is_known
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from dedup.origin.vocabulary import Vocabulary

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻŁŃŅŇŌŐŒŘŚŞŠŤŪŮŰŸŹŻŽΑ-ΩА-ЯЁ"
QUOTES = "\"“”„»«\u2018'"
_INITIALS = rf"(?:[{UPPER}]\.){{1,5}}(?:[{UPPER}]\w+)?"
_ADDRESS = r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/[^\s,;)\]]*)?"
_BULLETS = " *\u2022\u00b7-\u2013\u2014("
"""What stands before the first word of a line, a quotation mark aside."""
_FIRST_WORDS = 4
"""Words of a line of which one has to begin a name that it begins with."""
_TWO_INITIALS = re.compile(rf"[{UPPER}]{{2,4}} [{UPPER}][^\W\d_]+[ ,]")
_NAME_WORD = re.compile(rf"[{UPPER}][\w'.-]*")
_MIXED_CASE = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLa)(?<!\bLe)(?<!\bDu)(?<!\bSan)(?<=[a-z])[A-Z]")
_WORDS = re.compile(r"[^\W\d_]+")
_PLACE_WORD = re.compile(r"[^\W\d_][\w'\u2019.-]*")
_MOST_WORDS_OF_A_PLACE = 10
_NICKNAME = re.compile(r"(?<=\w)\s+[\"“][\w ]{1,20}[\"”]\s+(?=\w)")
"""A name between the names of a person: *Jon "Sir Flakey" Roe*."""
_LICENCE = re.compile(r"\bcreative ?commons\b|\bCC[ -]BY\b|//(?:www\.)?gnu\.org/licen[sc]es/", re.IGNORECASE)
_POSSESSIVE = re.compile(r"'s?(?:\s+[a-z].*)?$")


_CASELESS = (
    ("\u0590", "\u0eff"),
    ("\u1100", "\u11ff"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"),
    ("\uac00", "\ud7af"),
)
"""The first and the last letters of scripts without capitals."""
HIRAGANA = re.compile("[\u3041-\u309f]")
"""Letters of Japanese that are endings and small words, as a rule."""


@dataclass(frozen=True, slots=True)
class NamePatterns:
    """How names are written, in the words of all languages.

    `name` are capitalised words with the small words between them, or an address, perhaps behind an article.
    `lone_word` is one small word at a point where a name must stand. `article` and `any_article` are patterns of an
    article in any case, as strings, the second with optional articles too. `small_article` meets an article in lower
    case at the beginning of a name.
    """

    name: re.Pattern[str]
    lone_word: re.Pattern[str]
    article: str
    any_article: str
    small_article: re.Pattern[str]


def name_patterns() -> NamePatterns:
    """Return the patterns of names."""
    return _name_patterns(vocabulary())


@cache
def _name_patterns(words: Vocabulary) -> NamePatterns:
    names = words.names
    stops = "".join(rf"(?<=\b{re.escape(word)})\.|" for word in names.abbreviated)
    capital = rf"[{UPPER}0-9][\w'&/+!-]*(?:@[{UPPER}]\w+)?(?:\.\w[\w-]*)*(?:{stops}!)?"
    conjunction = one_of(names.conjunctions)
    pair = rf"{capital}\s+(?:{conjunction})\s+{capital}(?=\s*(?:[.,;:)]|$))"
    token = rf"(?:{_ADDRESS}|{_INITIALS}|{capital})"
    within = rf"(?:{one_of([*names.within, '&', '+'])})"
    spaced, elided = article_patterns(names.articles)
    article = rf"(?:(?i:{spaced})\s+|(?i:{elided}))?"
    spaced_any, elided_any = article_patterns((*names.articles, *names.optional_articles))
    joined = rf"(?:\s*[-\u2013]\s*(?=[{UPPER}]){capital}|\s+(?:{within}\s*){{0,3}}{token}){{0,9}}"
    return NamePatterns(
        name=re.compile(rf"{article}(?:{pair}|{token}{joined})"),
        lone_word=re.compile(
            rf"(?:(?:{spaced})\s+)?[a-z][\w-]{{2,24}}(?=\s*(?:[.,;:)]|$|\s(?:{conjunction})\s|\s\w{{2,4}}\s\d))",
            re.MULTILINE,
        ),
        article=article,
        any_article=rf"(?:(?i:{spaced_any})\s+|(?i:{elided_any}))?",
        small_article=re.compile(rf"^(?:{spaced})\s+(?=\S)|^(?:{elided})\s*"),
    )


def clean_name(name: str) -> str:
    """Return a name as it is written, without what belongs to the sentence: a small article, a possessive, quotes."""
    plain = " ".join(name.split()).strip(" \"“”„»«'\u2018*_,;:()[]&")
    plain = name_patterns().small_article.sub("", plain)
    if host_of(plain) is None:
        plain = _POSSESSIVE.sub("", plain) if plain.endswith(("'s", "s'")) else plain
    return plain.rstrip(".") if not re.search(r"\b[A-Z]\.$", plain) else plain


@dataclass(frozen=True, slots=True)
class _WordSets:
    """The lists of the vocabulary as sets and patterns, so that one word is looked up at once."""

    title: re.Pattern[str]
    nobody: re.Pattern[str]
    particles: frozenset[str]
    outlets: frozenset[str]
    publications: frozenset[str]
    endings: tuple[str, ...]
    publication_articles: tuple[str, ...]
    in_places: frozenset[str]
    with_article: frozenset[str]
    before_comma: frozenset[str]
    last_words: frozenset[str]


def _word_sets() -> _WordSets:
    return _word_sets_of(vocabulary())


@cache
def _word_sets_of(words: Vocabulary) -> _WordSets:
    persons, outlets, places = words.persons, words.outlets, words.places
    return _WordSets(
        title=re.compile(rf"^(?:(?:{one_of(persons.by)})\s+)?(?:{one_of(persons.titles)})\b\.?\s", re.IGNORECASE),
        nobody=re.compile(rf"\b(?:{one_of(persons.nobody)})\b", re.IGNORECASE),
        particles=frozenset(persons.particles),
        outlets=frozenset(outlets.words),
        publications=frozenset((*outlets.words, *outlets.ambiguous_words)),
        endings=outlets.endings,
        publication_articles=words.names.publication_articles,
        in_places=frozenset(places.within),
        with_article=frozenset(places.with_article),
        before_comma=frozenset(places.outlet_words),
        last_words=frozenset(places.last_words),
    )


def is_person(name: str) -> bool:
    """Return whether a name has the form of a person's: a title, or two to five capitalised words and no outlet's."""
    plain = _NICKNAME.sub(" ", name.strip(" .,;:*_"))
    plain = plain.title() if all_capitals(plain) else plain
    known = _word_sets()
    if known.title.match(plain):
        return True
    words = plain.replace(",", " ").split()
    if not 2 <= len(words) <= 5 or host_of(plain) or is_known(plain):  # noqa: PLR2004
        return False
    if plain.lower().startswith(tuple(f"{article} " for article in known.publication_articles)):
        return False
    return all(_may_be_in_a_persons_name(word, known) for word in words)


def begins_with_person(line: str) -> bool:
    """Return whether a line begins with a person's name, perhaps behind the person's occupation.

    "Jane Roe is …", "Review columnist Jane Roe is …"; not "Jane is …", and nothing in quotation marks.
    """
    words = line.lstrip(_BULLETS).split(maxsplit=_FIRST_WORDS + 1)[: _FIRST_WORDS + 1]
    if not words or not words[0][0].isupper() or words[0].lower() in _word_sets().publication_articles:
        return False
    if _TWO_INITIALS.match(line.lstrip(_BULLETS)):
        return True
    for word, following in pairwise(words):
        if is_person(f"{word} {following}".rstrip(",")):
            return True
        if word.endswith((",", "'s")):
            return False
    return False


def is_nobody(name: str) -> bool:
    """Return whether a byline names nobody in particular: *Staff Writer*, *Redaktion*, *admin*."""
    return bool(_word_sets().nobody.search(name))


def _may_be_in_a_persons_name(word: str, known: _WordSets) -> bool:
    lower = word.lower()
    if lower in known.particles:
        return True
    if lower.removesuffix("'s") in known.outlets or lower.endswith("'s") or not _NAME_WORD.fullmatch(word):
        return False
    return not (len(word) > 2 and word.isupper() and "." not in word) and not any(map(str.isdigit, word))  # noqa: PLR2004


def names_a_licence(name: str) -> bool:
    """Return whether a name or an address is that of a licence, which nobody publishes."""
    return _LICENCE.search(name) is not None


def all_capitals(name: str) -> bool:
    """Return whether a name is written in capitals throughout, as bylines sometimes are."""
    return name.isupper() and len(name.split()) > 1


def is_caseless(letter: str) -> bool:
    """Return whether a letter is of a script without capitals."""
    return any(first <= letter <= last for first, last in _CASELESS)


def shows_a_publication(name: str) -> bool:
    """Return whether a name beside a date shows that it is a publication's, or another publisher's.

    It is in the lists, holds a word of such names, ends with a number, has an ampersand or a capital within a word, is
    an address, or begins with *The*, which few places do.
    """
    if is_known(name) or host_of(name) or _MIXED_CASE.search(name) or re.search(r"[&+!@]|^[^,]+\s\d+$", name):
        return True
    known = _word_sets()
    words = [_without_accents(word) for word in _WORDS.findall(name)]
    if words and words[0] in known.publication_articles and "," not in name:
        return " ".join(words[1:]) not in known.with_article
    ignored = known.before_comma if "," in name else frozenset()
    signs = [word for word in words if _is_of_a_publication(word, known) and word not in ignored]
    return bool(signs) or (len(words) > 1 and words[-1] in known.last_words)


def begins_with_capital_article(name: str) -> bool:
    """Return whether a name begins with a capital article, as publications do within sentences: *El Día*."""
    found = _capital_article(vocabulary()).match(name)
    return found is not None and _without_accents(name[found.end() :]) not in _word_sets().with_article


@cache
def _capital_article(words: Vocabulary) -> re.Pattern[str]:
    spaced, elided = article_patterns(words.names.capital_articles)
    return re.compile(rf"(?:(?:{spaced})\s+|(?:{elided}))(?=[{UPPER}])")


def holds_a_word_of_outlets(name: str) -> bool:
    """Return whether a name holds a word of names of publications: *The Journal of Harbour Studies*."""
    return any(_is_of_a_publication(_without_accents(word), _word_sets()) for word in _WORDS.findall(name))


def _is_of_a_publication(word: str, known: _WordSets) -> bool:
    return word not in known.last_words and (word in known.publications or word.endswith(known.endings))


def _without_accents(word: str) -> str:
    """Return a word in lower case, without accents; syllables of Korean stay whole."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def has_the_form_of_a_place(name: str) -> bool:
    """Return whether a name may be a place's, perhaps with its street, state or country.

    All of its words begin with a capital but those that stand within names of places; a number of a house may begin it.
    """
    words = (
        re.sub(r"^\d{1,4}[a-z]?,?\s+(?=.*,)", "", name).replace(",", " ").replace("(", " ").replace(")", " ").split()
    )
    known = _word_sets()
    return (
        0 < len(words) <= _MOST_WORDS_OF_A_PLACE
        and words[0][:1].isupper()
        and all(_may_be_of_a_place(word, known) for word in words)
    )


def _may_be_of_a_place(word: str, known: _WordSets) -> bool:
    parts = re.split(r"['\u2019-]", word)
    if not _PLACE_WORD.fullmatch(word):
        return False
    return all(part[:1].isupper() or part in known.in_places or not part for part in parts)
