"""A sentence with its parts → the claim that it makes, one function for each way in which a credit is made.

Each reading says which parts it needs and how much must show that the name is a publisher's; what speaks against a
source is left to `dedup.origin.credit_refusals`. Lines that open with a label are read in `dedup.origin.credit_labels`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.credit_evidence import Evidence
from dedup.origin.credit_labels import labelled
from dedup.origin.credit_names import name_after, name_before
from dedup.origin.credit_parts import (
    AROUND,
    LONGEST_LINE,
    is_of_a_picture,
    names_or_opens,
    says_only_when,
    speaks_of_text,
)
from dedup.origin.credit_refusals import (
    NEAR,
    is_behind_a_reference,
    is_far,
    is_of_another_work,
    speaks_of_another_text,
)
from dedup.origin.credit_sources import claim_of, name_before_comma, name_of
from dedup.origin.linked_names import link_at, without_headline
from dedup.origin.name_forms import is_nobody
from dedup.origin.names import article_patterns, is_known
from dedup.origin.vocabulary import vocabulary

if TYPE_CHECKING:
    from dedup.origin.claims import Claim
    from dedup.origin.credit_evidence import Name
    from dedup.origin.credit_parts import Parts, Sentence
    from dedup.origin.vocabulary import Vocabulary

_LAST_WORD = re.compile(r"([^\W\d_]+)[\"'”»)\]]*\s+$")
_REFERENCE = re.compile(r"\W*\[?\d{1,3}[\].)]\s")
"""How an item of a list of references begins."""
_GOES_ON = re.compile(r"\s*(?:[,;，；]|(?:and|und|et|y|e|en|og|och|i|и|та)\s)")


def claims_of(sentence: Sentence, parts: Parts) -> list[Claim]:
    """Return the claim of the first reading that fits, and of what else happened: *first in X, reprinted from Y*."""
    if _permits(sentence):
        return []
    claim = next(filter(None, (read(sentence, parts) for read in _READINGS)), None)
    second = _reprint(sentence, parts) if claim and claim.kind == "attribution" else None
    return [one for one in (claim, second if second and claim and second.value != claim.value else None) if one]


def _permits(sentence: Sentence) -> bool:
    """Return whether a sentence tells what others may do with the text: *It may be reprinted under the terms of X*."""
    permitted = tuple(words.rstrip() for words in vocabulary().licences.permitted)
    if not any(words in sentence.lowered for words in permitted):
        return False
    first = sentence.find("again", "provided", "published", "first_published")
    return first is not None and sentence.lowered[: first.start() - sentence.start].rstrip().endswith(permitted)


def _first(sentence: Sentence) -> tuple[int, int] | None:
    """Return where a sentence says that a text stood somewhere first: both words, or the one that says it."""
    if one := sentence.find("first_published"):
        return one.span()
    for first in sentence.all("first"):
        for published in sentence.all("published"):
            if published.start() >= first.end() and _letters_between(sentence, first, published) <= NEAR:
                return first.start(), published.end()
            if published.end() <= first.start() and _letters_between(sentence, published, first) <= NEAR // 3:
                return published.start(), first.end()
    return None


def _letters_between(sentence: Sentence, one: re.Match[str], other: re.Match[str]) -> int:
    """Return how many characters stand between two words, without the blanks in place of an address."""
    return len(" ".join(sentence.line.shown[one.end() : other.start()].split()))


def _active(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *X first published this article*."""
    span = _first(sentence)
    if span is None or parts.subject is None or parts.subject_start < span[1] or not sentence.edge:
        return None
    if sentence.line.shown[span[1] : parts.subject_start].strip():
        return None
    name = name_before(sentence.line, span[0], sentence.start, sentence.words, sentence.language)
    return claim_of(sentence, "attribution", name) if name and name.sure else None


def _attribution(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This article was originally published in X*, in any order of its parts."""
    span = _first(sentence)
    if span is None or is_of_a_picture(sentence, parts, span[0]):
        return None
    where = sentence.find("where")
    if where and parts.subject is not None and where.start() < span[0]:
        name = name_before_comma(sentence, where.start())
        return claim_of(sentence, "attribution", name) if name else None
    if parts.subject is None and (span[1] - span[0] > NEAR // 3 or _is_of_the_sentence_before(sentence, span)):
        return None  # *The original map was part of an article published in X*
    speaks = speaks_of_text(sentence, parts, span[0])
    if not speaks and not _may_be_headline_of_feed(sentence, span):
        return None
    name = name_of(sentence, parts, span, ("in_", "from_", "by"))
    if name is None or _is_behind_a_clause(sentence, span[1], name):
        return None
    fits = speaks and (parts.subject is not None or _is_alone(sentence, name))
    return claim_of(sentence, "attribution", name) if fits or _is_headline_of_feed(sentence, span, name) else None


def _is_behind_a_clause(sentence: Sentence, at: int, name: Name) -> bool:
    """Return whether a further clause leads to a name: *originally published in parts, aims to say all on X*."""
    comma = sentence.line.shown.rfind(",", at, name.start)
    return comma >= 0 and not sentence.words.verb_last and is_far(sentence, comma, name)


def _is_alone(sentence: Sentence, name: Name) -> bool:
    """Return whether a credit without a subject ends with its name or a date, or the name is surely a publisher's."""
    behind = sentence.line.shown[name.end : sentence.end]
    if sentence.line.shown[: sentence.start].strip(AROUND) and not name.sure:
        return False  # *It* speaks of what the sentence before speaks of
    its_subject = sentence.words.this and re.search(rf",\s+{sentence.words.pattern('this').pattern}\s", behind)
    if its_subject or _clause(vocabulary()).search(behind):
        return False
    ends = not behind.strip(AROUND) or re.search(r"\d", behind[: NEAR // 3]) is not None
    return name.sure or ends or _GOES_ON.match(behind) is not None


def _is_of_the_sentence_before(sentence: Sentence, span: tuple[int, int]) -> bool:
    """Return whether a sentence tells who wrote what the one before speaks of: *It is a test. First written by X*."""
    shown, words = sentence.line.shown, sentence.words
    return bool(shown[: sentence.start].strip(AROUND)) and words.stand_in(shown[slice(*span)], "authored")


@cache
def _clause(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of a year and a clause of something else: *First published by X in 2009, the guide is …*."""
    spaced, elided = article_patterns((*words.names.articles, *words.names.pronouns))
    return re.compile(rf"\b(?:1[5-9]|20)\d\d\b.*,\s+(?i:(?:{spaced})\s|(?:{elided}))\w")


def _may_be_headline_of_feed(sentence: Sentence, span: tuple[int, int]) -> bool:
    """Return whether a line may be a headline and where it stood first: *The end of the ferry first appeared on X*."""
    shown = sentence.line.shown
    short = sentence.edge and len(shown) <= LONGEST_LINE // 2 and not sentence.words.joined
    return short and shown[: span[0]].count(",") <= 1 and span[0] > sentence.start


def _is_headline_of_feed(sentence: Sentence, span: tuple[int, int], name: Name) -> bool:
    """Return whether such a line ends with its name, which is surely a publisher's."""
    rest = sentence.line.shown[name.end :].strip(AROUND.replace(".", ""))
    return name.sure and not rest and _may_be_headline_of_feed(sentence, span)


def _reprint(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *Reprinted with permission from X*, *This article comes to us from X*."""
    for role in () if _leads_to_a_quotation(sentence) else sentence.all("again"):
        if is_of_a_picture(sentence, parts, role.start()) or not speaks_of_text(sentence, parts, role):
            continue
        if parts.subject is None and is_behind_a_reference(sentence):
            continue
        name = name_of(sentence, parts, role.span(), ("from_",))
        if name is None or is_nobody(name.value) or is_of_another_work(sentence, role[0], name):
            continue
        if _stands_behind_in(sentence, role, name):
            continue
        if name.value.islower() and not name.sure:
            continue  # *condiviso di file*
        if parts.subject is not None or not is_far(sentence, role.end(), name):
            return claim_of(sentence, "reprint", name)
    return None


def _leads_to_a_quotation(sentence: Sentence) -> bool:
    """Return whether a colon ends the line of a sentence, and a part of another text follows: 以下はXからの抜粋だ."""
    return sentence.words.joined and sentence.line.shown.rstrip().endswith((":", "："))


def _stands_behind_in(sentence: Sentence, role: re.Match[str], name: Name) -> bool:
    """Return whether *cross-posted at X* names where the text stands as well, and no source."""
    found = sentence.words.pattern("in_").match(sentence.line.shown, role.end() + 1)
    return found is not None and not sentence.words.stand_in(sentence.line.shown[found.end() : name.start], "from_")


def _provided(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This story was produced by X*, *Materials provided by X*, *Distributed by X*."""
    for role in sentence.all("provided"):
        if is_of_a_picture(sentence, parts, role.start()) or not names_or_opens(sentence, parts, role):
            continue
        name = name_of(sentence, parts, role.span(), ("by", "from_"))
        if name and name.sure and not _is_of_something_else(sentence, parts, role, name):
            return claim_of(sentence, "reprint", name)
    return None


def _is_of_something_else(sentence: Sentence, parts: Parts, role: re.Match[str], name: Name) -> bool:
    """Return whether a participle belongs to another word: *This is on a tool written in X*, *Shared X with Y*."""
    words, shown = sentence.words, sentence.line.shown
    if words.verb_last:
        return False
    if parts.subject is None:
        return is_far(sentence, role.end(), name, most=0)
    before = _LAST_WORD.search(shown, min(parts.subject, role.start()), role.start())
    if not words.stand_in(shown[role.end() : name.start], "by", "from_"):
        return True  # *This article provided [an address](…)*
    if before is None or not before[1].islower() or before[1].endswith("ly"):
        return False
    return words.small_words.fullmatch(before[1]) is None and not words.stand_in(before[1], "provided", "published")


def _outgoing(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This article was reprinted on X*, *also published in X*: the arrow points the other way."""
    also, role = sentence.find("also"), sentence.find("again")
    if role is None and also:
        role = next((one for one in sentence.all("published") if one.end() + 1 >= also.start()), None)
    if role is None or _first(sentence) or _leads_to_a_quotation(sentence):
        return None
    said = min(role, also or role, key=lambda found: found.start())
    if not names_or_opens(sentence, parts, said):
        return None
    name = name_of(sentence, parts, role.span(), ("in_", "by"))
    if name is None or _is_no_place_of_a_copy(sentence, parts, said, name):
        return None
    permitted = sentence.find("permission", start=name.end)
    by = sentence.words.pattern("by").search(sentence.line.shown, role.end(), name.start)
    if by and not name.sure and not permitted:
        return None  # *translated by Lea*
    return claim_of(sentence, "publisher" if permitted and by and not also else "outgoing", name)


def _is_no_place_of_a_copy(sentence: Sentence, parts: Parts, said: re.Match[str], name: Name) -> bool:
    """Return whether a name says where another text stands, or none: *[8] Jo Roe. Reprinted in X*, *en partie*."""
    if name.value.casefold() in sentence.language.not_names or (name.value.islower() and not name.sure):
        return True
    is_reference = parts.subject is None and _REFERENCE.match(sentence.line.shown) is not None
    return is_reference or _is_behind_a_clause(sentence, said.end(), name)


def _published(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This article was published in X*, and *Published on 3 May by X*, which may be the page itself."""
    roles = sentence.all("published") if sentence.edge else []
    role = next((one for one in roles if not sentence.words.stand_in(one[0], "authored")), next(iter(roles), None))
    if role is None or is_of_a_picture(sentence, parts, role.start()) or not names_or_opens(sentence, parts, role):
        return None
    if parts.subject is None or not sentence.words.subject.search(sentence.line.shown, sentence.start, sentence.end):
        return _opening_published(sentence, parts, role) or _published_by(sentence, parts, role)
    if speaks_of_another_text(sentence, parts, role.start()) or _is_linked_within(sentence, parts):
        return None
    name = name_of(sentence, parts, role.span(), ("in_", "by"))
    if name is None or not name.sure or _is_behind_a_clause(sentence, role.end(), name):
        return None
    if sentence.words.stand_in(role[0], "authored") and (
        is_far(sentence, role.end(), name, most=0) or _is_of_something_else(sentence, parts, role, name)
    ):
        return None  # *This post was written in her time as a fellow of X*
    return claim_of(sentence, "attribution", name)


def _is_linked_within(sentence: Sentence, parts: Parts) -> bool:
    """Return whether *this article* is a link inside a sentence, to another one: *A day ago [this article](…) …*."""
    begins = not sentence.line.shown[sentence.start : parts.subject_start].strip(AROUND)
    return not begins and link_at(sentence.line, parts.subject_start) is not None


def _published_by(sentence: Sentence, parts: Parts, role: re.Match[str]) -> Claim | None:
    name = name_of(sentence, parts, role.span(), ("by",))
    if name is None or name.of_writer or is_of_a_picture(sentence, parts, name.start) or not parts.begins_line:
        return None
    if name.value.islower() or not sentence.find("by", start=role.end()) or is_far(sentence, role.end(), name, most=0):
        return None  # *Running tests: X*, *Running tests with x*
    return None if sentence.line.shown[name.end :].strip(AROUND) else claim_of(sentence, "published-by", name)


def _opening_published(sentence: Sentence, parts: Parts, role: re.Match[str]) -> Claim | None:
    """Read a line that says nothing else than *Article published in the magazine X, no. 3/2019*.

    Without *article* the name must be known, or stand behind *the magazine*: *Published in World News* is a rubric.
    """
    least = Evidence.CALLED if parts.subject is None else Evidence.WORDS
    name = name_of(sentence, parts, role.span(), ("in_",)) if parts.begins_line else None
    if name is None or name.evidence < least:
        return None
    rest = sentence.line.shown[name.end : sentence.end].strip(AROUND)
    may_be_longer = parts.subject is not None and len(rest) <= NEAR // 3 and any(map(str.isdigit, rest))
    alone = may_be_longer or says_only_when(rest, sentence.language)
    return claim_of(sentence, "attribution", name) if alone else None


def _network(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *X is part of States Newsroom*: newsrooms of a network share their texts with this sentence."""
    role = sentence.find("part_of")
    if role is None or not sentence.edge or not parts.begins_line:
        return None
    network = name_after(sentence.line, role.end(), sentence.words, sentence.language)
    name = name_before(sentence.line, role.start(), sentence.start, sentence.words, sentence.language)
    return claim_of(sentence, "reprint", name) if name and network and is_known(network.value) else None


def _closing(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read a line that is a name and what says that the text was taken from it: *X से साभार*, *Xより転載*."""
    found = sentence.find("closing")
    if found is None or not sentence.edge or sentence.line.shown[found.end() :].strip(AROUND):
        return None
    name = name_before(sentence.line, found.start(), sentence.start, sentence.words, sentence.language)
    name = without_headline(sentence.line, name) if name and name.linked else name
    if name is None or name.of_writer or not parts.begins_line or sentence.line.shown[: name.start].strip(AROUND):
        return None
    return claim_of(sentence, "reprint", name)


_READINGS = (_active, _attribution, labelled, _reprint, _provided, _outgoing, _published, _network, _closing)
