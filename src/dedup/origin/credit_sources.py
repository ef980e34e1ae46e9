"""What a credit says happened to a text → the name that belongs to it, if it is a source's.

places behind prepositions → the names there → what the words around each call it → the first that may be a source
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.origin.credit_names import name_after, name_before
from dedup.origin.credit_refusals import NEAR, is_acceptable, is_elsewhere, is_own
from dedup.origin.editions import edition_behind, ends_with_edition, has_issue_behind, is_called_a_publication
from dedup.origin.lines import claim_at
from dedup.origin.linked_names import host_of_link, linked_name, reads_as_a_headline, without_headline
from dedup.origin.name_forms import HIRAGANA, is_caseless, is_person
from dedup.origin.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.origin.claims import Claim
    from dedup.origin.credit_evidence import Name
    from dedup.origin.credit_parts import Parts, Sentence
    from dedup.origin.credit_words import CreditWords

_FURTHEST_NAME, _FURTHEST_JOINED = 170, 14
"""Characters between what a credit says and its name; the same in scripts without spaces."""
_OPENING_QUOTES = tuple('"“„«《『「〈‹<＜')
_TITLE_QUOTES = ("《", "『", "「")
_NEAR_A_SMALL_NAME = 24
"""Characters between what a credit says and a name in small letters, and behind a name that has no capitals."""
_CAPITAL_WITHIN = re.compile(r"(?<=[a-zà-ÿа-я])\s(?=[A-ZÀ-ÞА-Я])")


def name_of(sentence: Sentence, parts: Parts, span: tuple[int, int], lists: tuple[str, ...]) -> Name | None:
    """Return the name that belongs to what a sentence says at some place: behind a preposition, or before an ending."""
    refused = set[int]()
    named_by: Name | None = None
    small: Name | None = None  # a lone word in small letters, near what is said: *published on heise*
    for name, by in _names(sentence, parts, span, lists):
        if not is_acceptable(sentence, name, by=by):
            refused.add(name.start)
            if is_own(sentence, name) or (not by and is_elsewhere(sentence, name)):
                return None
            continue
        is_small = name.value.islower() and not name.sure
        if not by and not is_small:
            return name
        if by:
            named_by = named_by or name
        elif abs(name.start - span[1]) <= _NEAR_A_SMALL_NAME:
            small = small or name
    link = named_by or small or only_link(sentence, span)
    return None if link and link.start in refused else link


def _names(
    sentence: Sentence, parts: Parts, span: tuple[int, int], lists: tuple[str, ...]
) -> Iterator[tuple[Name, bool]]:
    """Yield the names behind prepositions, those behind what is said first, and whether each is behind *by*."""
    words, line, last = sentence.words, sentence.line, -1
    beside = _beside(sentence, span[1])
    for at, by in (*([(beside, False)] if beside is not None else []), *_places(sentence, parts, span, lists)):
        name = name_after(line, at, words, sentence.language, span[0] or 1)
        if name and name.linked and (at == beside or reads_as_a_headline(line, name)):
            name = without_headline(line, name)
        if name is None or name.start >= sentence.end or at <= last:
            continue
        if is_called_a_publication(words, line.shown[at : name.start]) or not _is_role(sentence, name):
            last = name.end
            yield _as_called(sentence, name, at), by
    for ending in sentence.all("behind"):
        if parts.subject is not None and parts.subject_start <= ending.start() < parts.subject:
            continue
        begin = parts.subject if parts.subject is not None and parts.subject <= ending.start() else sentence.start
        name = name_before(line, ending.start(), begin, words, sentence.language)
        name = without_headline(line, name) if name and name.linked else name
        if name and not _is_role(sentence, name):
            yield _as_called(sentence, name, name.start), False


def _beside(sentence: Sentence, at: int) -> int | None:
    """Return where a name may begin right behind what is said: behind a colon, a link, or in a joined script."""
    shown, words = sentence.line.shown, sentence.words
    if colon := re.match(r"[\s*_]*[:：]|[\s\"“„«]*(?=[\[<]|https?://)", shown[at:]):
        beside = at + colon.end()
        is_date = re.compile(rf"\s*(?:{sentence.language.calendar.pattern})").match(shown, beside)
        return None if is_date else beside
    if words.joined and shown.startswith(_TITLE_QUOTES, at):
        return at
    if words.joined and not words.verb_last and not HIRAGANA.match(shown, at):
        return behind_preposition(sentence, at)
    return None


def _places(
    sentence: Sentence, parts: Parts, span: tuple[int, int], lists: tuple[str, ...]
) -> Iterator[tuple[int, bool]]:
    """Yield the ends of the prepositions behind which a name may stand, and whether each is *by*."""
    words = sentence.words
    firsts = [found.span() for found in sentence.all("first")]
    furthest = span[1] + (_FURTHEST_JOINED if words.joined else _FURTHEST_NAME)
    for found in sentence.all(*lists, start=span[1]):
        at = _end(words, found)
        if any(start <= found.start() < end for start, end in firsts) or at > furthest:
            continue
        if not ("in_" in lists and _is_genitive(sentence, span[1], found)) and not _is_behind_a_date(
            sentence, span[1], at
        ):
            yield at, _is_by(words, found[0])
    if words.verb_last:
        before = parts.subject if parts.subject is not None and parts.subject <= span[1] else sentence.start
        ahead = (found for found in sentence.all(*lists, start=before) if found.end() <= span[1])
        yield from ((_end(words, found), _is_by(words, found[0])) for found in ahead)


def _as_called(sentence: Sentence, name: Name, at: int) -> Name:
    """Return a name as one that is called a publication, where the words around it do; `at` is where these begin."""
    words, shown = sentence.words, sentence.line.shown
    between, leading = shown[at : name.start], shown[max(at - NEAR // 3, 0) : at].rstrip()
    if not (name.linked or words.verb_last) and (found := edition_behind(words, shown, name.end)):
        return replace(name, end=found.end()).called()
    if is_called_a_publication(words, between) or ends_with_edition(words, leading):
        return name.called()
    if has_issue_behind(words, shown[name.end :]) or shown[: name.start].rstrip().endswith(_OPENING_QUOTES):
        return name.called()
    near = shown[name.start : name.end + _NEAR_A_SMALL_NAME]
    return name.called() if is_caseless(name.value[0]) and words.stand_in(near, "edition", "my") else name


def _is_genitive(sentence: Sentence, start: int, found: re.Match[str]) -> bool:
    """Return whether *of* belongs to another word of a sentence: *published during the days of the Harbour Feast*."""
    words = sentence.words
    if not words.pattern("from_").fullmatch(found[0]) or words.pattern("in_", "by").fullmatch(found[0]):
        return False
    between = sentence.line.shown[start : found.start()].strip(" ,(*_")
    return " " in between and not (words.stand_in(between, "edition", "in_", "by") or any(map(str.isdigit, between)))


def _is_behind_a_date(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a date and other words stand between two places: *published on May 3, when he was in*."""
    between = sentence.line.shown[start:end]
    date = next(re.finditer(sentence.language.calendar.pattern, between), None) if re.search(r"\d", between) else None
    return date is not None and len(between) - date.end() > NEAR // 4


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
    if name.linked:
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
    line, links = sentence.line, []
    for link in sentence.line.links:
        start, end = link.start - line.start, link.end - line.start
        if start <= span[0] < end:
            return None
        if span[0] <= start < sentence.end and not line.shown[span[1] : start].lstrip(" *_").startswith(","):
            links.append(link)
    name = linked_name(line, links[0], sentence.words) if len(links) == 1 else None
    name = without_headline(line, name) if name else None
    is_described = name is not None and name.value[0].islower() and " " in name.value  # *as a conference talk*
    between = line.shown[span[1] : name.start].strip().casefold() if name else ""
    if is_described and between in vocabulary().names.within:  # *a cross-post of [the security advisory](…)*
        name = host_of_link(line, links[0])
    elif is_described and not sentence.words.stand_in(between, "in_", "by"):
        return None
    if name is None:
        return None
    return name if is_acceptable(sentence, name) and not is_person(name.value) else None


def name_before_comma(sentence: Sentence, at: int) -> Name | None:
    """Return the name that ends at a place, before a comma or blanks."""
    end = len(sentence.line.shown[:at].rstrip(" ,"))
    return name_before(sentence.line, end, sentence.start, sentence.words, sentence.language)


def claim_of(sentence: Sentence, kind: str, name: Name) -> Claim:
    """Return the claim that a sentence makes of a name."""
    return claim_at(sentence.line, kind, name.value, sentence.start, max(sentence.end, name.end))
