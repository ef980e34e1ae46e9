"""What a credit says happened to a text → the name that belongs to it, if it is a source's."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.origin.credit_names import (
    Name,
    host_of_link,
    is_called_a_publication,
    is_caseless,
    is_sure,
    link_at,
    linked_name,
    name_after,
    name_before,
)
from dedup.origin.credit_parts import says_only_when
from dedup.origin.hosts import host_of
from dedup.origin.joined_clauses import is_whole_credit
from dedup.origin.lines import claim_at
from dedup.origin.name_forms import begins_with_capital_article, holds_a_word_of_outlets, is_nobody, is_person
from dedup.origin.names import is_known
from dedup.origin.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.origin.claims import Claim
    from dedup.origin.credit_parts import Parts, Sentence
    from dedup.origin.credit_words import CreditWords
    from dedup.origin.lines import Line

NEAR = 90
"""Characters between the two words that say together where a text stood first."""
_FURTHEST_NAME, _FURTHEST_JOINED = 170, 14
"""Characters between what a credit says and its name; the same in scripts without spaces."""
_PLACE_BEHIND = re.compile(r"\s*,\s+(?!(?:Inc|LLC|Ltd|and|which|where|a|an|the|on)\b)[A-Z][a-z]+")
_BOOK_BEHIND = re.compile(
    r"[\"”']?\s*\((?=[^()\n]*[A-Za-z])[^()\n]*\b(?:19|20)\d\d\)|\s*+,?\s*+(?<=\s)(?:Press|Books|Verlag|Publishers)\b"
)
_EAST_ASIAN = re.compile("[\u3040-\u9fff]")
_LETTERS_OF_A_WORD = 3
"""Letters of East Asia that say as much as a word, or more."""
_HEADLINE_SIGN = re.compile(r":\s|[?!]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_HEADLINE_BEHIND = re.compile(r"\s*:\s+(?!https?:|www\.)\S+\s+\S+\s+\S+")
_HIRAGANA = re.compile("[\u3041-\u309f]")
_SHORT_WORD = 3
_OPENING_QUOTES = tuple('"“„«《『「〈‹<＜')
_NEAR_A_SMALL_NAME = 24
"""Characters between what a credit says and a name in small letters."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){2,}")
"""A headline as addresses have it."""
_LONGEST_EAST_ASIAN = 10
"""Characters of a name with letters of East Asia."""
_MOST_WORDS_OF_NAME = 3
"""Words of a link that may be a publisher's name although nothing shows that it is one."""
_CAPITAL_WITHIN = re.compile(r"(?<=[a-zà-ÿа-я])\s(?=[A-ZÀ-ÞА-Я])")
_LONGEST_BEHIND = 1_200
"""Characters behind a name that are looked at, as many as a sentence may have."""
_YEAR_ALONE = re.compile(r"\s+in\s+(?:19|20)\d\d\b")


def name_of(sentence: Sentence, parts: Parts, span: tuple[int, int], lists: tuple[str, ...]) -> Name | None:
    """Return the name that belongs to what a sentence says at some place: behind a preposition, or before an ending."""
    named_by: Name | None = None
    small: Name | None = None  # a lone word in small letters, near what is said: *published on heise*
    for name, by in _names(sentence, parts, span, lists):
        if not is_acceptable(sentence, name, "by" if by else "in"):
            if _is_own(sentence, name) or (not by and _is_elsewhere(sentence, name)):
                return None
            continue
        is_small = name.value.islower() and not name.sure
        if not by and not is_small:
            return name
        if by:
            named_by = named_by or name
        elif abs(name.start - span[1]) <= _NEAR_A_SMALL_NAME:
            small = small or name
    return named_by or small or only_link(sentence, span)


def _is_elsewhere(sentence: Sentence, name: Name) -> bool:
    """Return whether a refused name is a place or a book: what follows tells of it and names no source either."""
    behind = sentence.line.shown[name.end : name.end + _LONGEST_BEHIND]
    return bool(_PLACE_BEHIND.match(behind) or _is_book(sentence, behind))


def _is_book(sentence: Sentence, behind: str) -> bool:
    """Return whether the publisher and year of a book follow a name; *(May 2019)* is a date alone."""
    found = _BOOK_BEHIND.match(behind)
    words = _FIRST_WORD.search(found[0]) if found else None
    return words is not None and words[0].casefold() not in sentence.language.calendar.months


def _names(
    sentence: Sentence, parts: Parts, span: tuple[int, int], lists: tuple[str, ...]
) -> Iterator[tuple[Name, bool]]:
    """Yield the names behind prepositions, those behind what is said first, and whether each is behind *by*."""
    words, line = sentence.words, sentence.line
    furthest = _FURTHEST_JOINED if words.joined else _FURTHEST_NAME
    firsts = [found.span() for found in sentence.all("first")]
    places = [
        (_end(words, found), _is_by(words, found[0]))
        for found in sentence.all(*lists, start=span[1])
        if not any(start <= found.start() < end for start, end in firsts)
        and not ("in_" in lists and _is_genitive(sentence, span[1], found))
    ]
    places = [
        (at, by) for at, by in places if at - span[1] <= furthest and not _is_behind_a_date(sentence, span[1], at)
    ]
    beside = -1
    if colon := re.match(r"[\s*_]*[:：]|[\s\"“„«]*(?=[\[<]|https?://)", line.shown[span[1] :]):
        beside = span[1] + colon.end()
        if not re.compile(rf"\s*(?:{sentence.language.calendar.pattern})").match(line.shown, beside):
            places.insert(0, (beside, False))
    elif words.joined and not words.verb_last and not _HIRAGANA.match(line.shown, span[1]):
        places.insert(0, (behind_preposition(sentence, span[1]), False))
    if words.verb_last:
        before = parts.subject if parts.subject is not None and parts.subject <= span[1] else sentence.start
        places += [
            (_end(words, found), _is_by(words, found[0]))
            for found in sentence.all(*lists, start=before)
            if found.end() <= span[1]
        ]
    last = -1
    for at, by in places:
        name = name_after(line, at, words, sentence.language, span[0] or 1)
        if name and name.linked and (at == beside or _reads_as_a_headline(line, name)):
            name = without_headline(line, name)
        if name is None or name.start >= sentence.end or at <= last:
            continue
        is_marked = is_called_a_publication(words, line.shown[at : name.start])
        if is_marked or not _is_role(sentence, name):
            last = name.end
            leading = line.shown[max(at - NEAR // 3, 0) : at].rstrip()
            yield _with_edition(sentence, replace(name, sure=True) if _ends_with_edition(words, leading) else name), by
    for ahead in _names_before_endings(sentence, parts):
        yield ahead, False


def _is_genitive(sentence: Sentence, start: int, found: re.Match[str]) -> bool:
    """Return whether *of* belongs to another word of a sentence: *published during the days of the Harbour Feast*."""
    words = sentence.words
    if not words.pattern("from_").fullmatch(found[0]) or words.pattern("in_", "by").fullmatch(found[0]):
        return False
    between = sentence.line.shown[start : found.start()].strip(" ,(*_")
    return " " in between and not (words.stand_in(between, "edition", "in_", "by") or any(map(str.isdigit, between)))


def _names_before_endings(sentence: Sentence, parts: Parts) -> Iterator[Name]:
    words, line = sentence.words, sentence.line
    for ending in sentence.all("behind"):
        if parts.subject is not None and parts.subject_start <= ending.start() < parts.subject:
            continue
        begin = parts.subject if parts.subject is not None and parts.subject <= ending.start() else sentence.start
        ahead = name_before(line, ending.start(), begin, words, sentence.language)
        ahead = without_headline(line, ahead) if ahead and ahead.linked else ahead
        if ahead and not _is_role(sentence, ahead):
            yield ahead


def _with_edition(sentence: Sentence, name: Name) -> Name:
    """Return a name with the word for what it is, if that follows it: *Sierra magazine*.

    A newsletter is as a rule the page's own: *A version of this story appeared in X Today newsletter*.
    """
    if name.linked or sentence.words.verb_last:
        return name
    found = re.compile(rf"\s+{sentence.words.pattern('edition').pattern}(?!\w)", re.IGNORECASE).match(
        sentence.line.shown, name.end
    )
    is_another = found is not None and not sentence.words.stand_in(found[0], "newsletter")
    return replace(name, end=found.end(), sure=True) if found and is_another else name


def is_quoted(sentence: Sentence, name: Name) -> bool:
    """Return whether a quotation mark opens right before a name."""
    return sentence.line.shown[: name.start].rstrip().endswith(_OPENING_QUOTES)


def _is_behind_a_date(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a date and other words stand between two places: *published on May 3, when he was in*."""
    between = sentence.line.shown[start:end]
    date = next(re.finditer(sentence.language.calendar.pattern, between), None) if re.search(r"\d", between) else None
    return date is not None and len(between) - date.end() > NEAR // 4


def _ends_with_edition(words: CreditWords, leading: str) -> bool:
    """Return whether a preposition names what follows it: *w magazynie X*."""
    return any(found.end() == len(leading) for found in words.pattern("edition").finditer(leading))


def _end(words: CreditWords, found: re.Match[str]) -> int:
    """Return the end of a preposition: a capital of its last word begins a name, *w Gazecie Portowej*."""
    capital = None if words.capital_nouns else _CAPITAL_WITHIN.search(found[0])
    begins = capital is not None and not re.search(r"\s", found[0][capital.end() :])
    return found.start() + capital.start() + 1 if capital and begins else found.end()


def behind_preposition(sentence: Sentence, at: int) -> int:
    """Return where a name may begin behind what a sentence of a joined script says: 首发于 X, 转自 X."""
    prepositions, shown = sentence.words.pattern("in_", "from_"), sentence.line.shown
    if prepositions.search(shown, at - 1, at):
        return at
    found = prepositions.match(shown, at)
    return found.end() if found else at


def _is_role(sentence: Sentence, name: Name) -> bool:
    """Return whether what stands where a name would is another part of the credit."""
    if name.linked or host_of(name.value):
        return False
    roles = sentence.words.pattern(
        "first", "published", "again", "first_published", "text", "work", "my", "photo", "also", "fillers"
    )
    said = sentence.words.pattern("published", "again").finditer(name.value) if sentence.words.joined else ()
    if any(found.start() == 0 or found.end() == len(name.value) for found in said):
        return True
    return roles.fullmatch(name.value) is not None


def _is_by(words: CreditWords, preposition: str) -> bool:
    return words.pattern("by").fullmatch(preposition) is not None


def only_link(sentence: Sentence, span: tuple[int, int]) -> Name | None:
    """Return the only link of a sentence that does not hold what it says, where no name was found."""
    line = sentence.line
    if any(link.start <= line.start + span[0] < link.end for link in line.links):
        return None
    links = [
        link
        for link in line.links
        if span[0] <= link.start - line.start < sentence.end
        and not (link.start - line.start <= span[0] < link.end - line.start)
        and not line.shown[span[1] : link.start - line.start].lstrip(" *_").startswith(",")
    ]
    name = linked_name(line, links[0], sentence.words) if len(links) == 1 else None
    name = without_headline(line, name) if name else None
    is_described = name is not None and name.value[0].islower() and " " in name.value  # *as a conference talk*
    if name is None or (is_described and not sentence.words.stand_in(line.shown[span[1] : name.start], "in_", "by")):
        return None
    return name if is_acceptable(sentence, name, "in") and not is_person(name.value) else None


def without_headline(line: Line, name: Name) -> Name | None:
    """Return the name of a link: its host where its words are a headline; none of a headline on the same site."""
    link = link_at(line, name.start)
    if link is None or is_known(name.value):
        return name
    if link.target.startswith(("/", "./", "../")):
        return None
    words = len(name.value.split()) + len(_EAST_ASIAN.findall(name.value)) // _LETTERS_OF_A_WORD
    may_be_name = (words <= _MOST_WORDS_OF_NAME and not _reads_as_a_headline(line, name)) or (
        words <= 2 * _MOST_WORDS_OF_NAME and holds_a_word_of_outlets(name.value)
    )
    return name if may_be_name and not _HEADLINE_SIGN.search(name.value) else host_of_link(line, link)


def _reads_as_a_headline(line: Line, name: Name) -> bool:
    """Return whether the words of a link are too long for a name, or end in small letters and the host has none."""
    words = name.value.split()
    if _SLUG.fullmatch(name.value) or (_EAST_ASIAN.search(name.value) and len(name.value) > _LONGEST_EAST_ASIAN):
        return not is_known(name.value)
    link = link_at(line, name.start)
    if link is None or len(words) == 1 or words[0].islower() or not words[-1].islower() or is_sure(name.value):
        return False
    return not any(word.casefold() in link.target.casefold() for word in words if len(word) > _SHORT_WORD)


def name_before_comma(sentence: Sentence, at: int) -> Name | None:
    """Return the name that ends at a place, before a comma or blanks."""
    end = len(sentence.line.shown[:at].rstrip(" ,"))
    return name_before(sentence.line, end, sentence.start, sentence.words, sentence.language)


def is_acceptable(sentence: Sentence, name: Name, preposition: str) -> bool:
    """Return whether a name is a source's: no person's behind *by*, no place, no book, not the page's own."""
    shown = sentence.line.shown
    behind = shown[name.end : name.end + _LONGEST_BEHIND]
    if (
        not is_whole_credit(sentence, name)
        or _is_own(sentence, name)
        or (leads_to_a_headline(behind) and not (name.linked or _is_led_to(sentence, name)))
    ):
        return False
    if name.linked or host_of(name.value):
        return not _names_nobody(sentence, name.value)
    if preposition == "by" and is_of_writer(name) and not (is_known(name.value) or _is_published(sentence, name)):
        return False
    if _is_book(sentence, behind) or (preposition == "by" and _YEAR_ALONE.match(behind) and not name.sure):
        return False
    if name.sure or not _PLACE_BEHIND.match(behind):
        return True
    return says_only_when(behind[: sentence.end - name.end], sentence.language)  # *Name, Heft 12, 1929*


def _names_nobody(sentence: Sentence, words: str) -> bool:
    """Return whether the words of a link are another text (*this article*), a language, or a nickname (*@port*)."""
    is_nickname = sentence.words.joined and words.startswith("@")
    is_text = sentence.words.subject.fullmatch(words) is not None
    return is_nickname or is_text or words.casefold() in sentence.language.not_names


def leads_to_a_headline(behind: str) -> bool:
    """Return whether the words behind a name are a colon and a headline."""
    return _HEADLINE_BEHIND.match(behind) is not None


def _is_led_to(sentence: Sentence, name: Name) -> bool:
    """Return whether the headline behind a name may be the text's: *This article first appeared on X: The boat*."""
    subject = sentence.words.subject.match(sentence.line.shown, sentence.start, name.start)
    return subject is not None and sentence.find("first", "first_published") is not None


def _is_own(sentence: Sentence, name: Name) -> bool:
    """Return whether a name is the page's own by the words behind it, or no name but *my blog*."""
    words = sentence.words
    if words.our and re.match(
        rf"\W{{0,3}}[,(–—-]\s*{words.pattern('our').pattern}", sentence.line.shown[name.end :], re.IGNORECASE
    ):
        return True
    return (
        not name.linked
        and words.may_stand_in(name.value.lower(), "my")
        and words.pattern("my").fullmatch(name.value) is not None
    )


def _is_published(sentence: Sentence, name: Name) -> bool:
    """Return whether *published*, and no word for writing, stands before a name: persons write, outlets publish."""
    if not sentence.find("first", "first_published") or is_nobody(name.value):
        return False
    said = [found for found in sentence.all("published", "first_published") if found.end() <= name.start]
    if not said or sentence.words.stand_in(said[-1][0], "authored"):
        return False
    between = sentence.line.shown[said[-1].end() : name.start]
    return len(between) <= NEAR and not any(sign in between for sign in ",;")


def is_marked_as_name(sentence: Sentence, name: Name) -> bool:
    """Return whether a name shows that it is one; in scripts without capitals its place is not enough."""
    if name.linked or not any(map(is_caseless, name.value)) or host_of(name.value):
        return True
    if is_known(name.value) or name.value.endswith(vocabulary().outlets.endings):
        return True
    near = sentence.line.shown[name.start : name.end + _NEAR_A_SMALL_NAME]
    return is_quoted(sentence, name) or sentence.words.stand_in(near, "edition", "my")


def is_of_writer(name: Name) -> bool:
    """Return whether a name is a person's, or that of nobody in particular."""
    if name.linked or begins_with_capital_article(name.value):
        return False
    return is_person(name.value) or is_nobody(name.value)


def claim_of(sentence: Sentence, kind: str, name: Name) -> Claim:
    """Return the claim that a sentence makes of a name."""
    return claim_at(sentence.line, kind, name.value, sentence.start, max(sentence.end, name.end))
