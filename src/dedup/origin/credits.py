"""The sentences and lines of a text that name its source → claims, read by their parts.

    line → sentences that hold a word of a part → parts → readings, the first that fits → a claim

A credit speaks of the text (*this article*) or opens its line without a subject. It says what happened (*originally
published*, *reprinted*, *provided*), and a name follows a preposition, or stands before an ending. The parts may come
in any order that the language allows. What looks like a credit and is none has parts of its own: a picture, a date
without a name, the page's own newsletter, a place, a book, the headline of another article.

Far from head and tail a sentence counts only if it speaks of the text. Whether a name is the page's own is left to
`dedup.origin.declarations`; the credits of news agencies are read in `dedup.origin.datelines`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dedup.origin.claims import Claim
from dedup.origin.credit_gate import begins_of_lines, may_go_on, sentences_in
from dedup.origin.credit_labels import labelled
from dedup.origin.credit_names import has_issue_behind, is_called_a_publication, name_after, name_before
from dedup.origin.credit_parts import (
    AROUND,
    LONGEST_LINE,
    Parts,
    Sentence,
    is_of_a_picture,
    names_or_opens,
    parts_of,
    says_only_when,
    speaks_of_text,
)
from dedup.origin.credit_sources import (
    NEAR,
    claim_of,
    is_marked_as_name,
    is_of_writer,
    is_quoted,
    name_before_comma,
    name_of,
)
from dedup.origin.lines import (
    CREDITS,
    EVERY_LINE,
    HEAD_CHARACTERS,
    TAIL_CHARACTERS,
    Line,
    LineFlags,
    goes_on_from_above,
    joined_lines,
    line_at,
    line_end,
)
from dedup.origin.name_forms import is_nobody
from dedup.origin.names import article_patterns, is_known
from dedup.origin.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.origin.credit_names import Name
    from dedup.origin.language import Language
    from dedup.origin.vocabulary import Vocabulary

_LINES_KEPT = 1 << 12
"""Lines that are kept as they were read."""
_MAY_BE_BROKEN = frozenset({"attribution", "reprint"})
"""Claims of credits that are read over the end of a line."""
_BRACKETED = re.compile(r"\(([^()]{20,200})\)")
_GOES_ON = re.compile(r"\s*(?:[,;]|(?:and|und|et|y|e|en|og|och|i|и|та)\s)")


def credits_of(text: str, read_in: tuple[Language, ...], flags: LineFlags = EVERY_LINE) -> Iterator[Claim]:
    """Yield the claims of the sentences of a text that name its source; `flags` say which lines may hold one."""
    begins = flags.begins(CREDITS) if flags.lines is not None else begins_of_lines(text, read_in)
    tail = max(len(text) - TAIL_CHARACTERS, 0)
    number, counted = 1, 0
    silent: set[str] = set()  # lines far from both ends that name no source, as those that stand thousands of times
    for begin in begins:
        end, is_far = line_end(text, begin), HEAD_CHARACTERS <= begin < tail
        if is_far and text[begin:end] in silent:
            continue
        number, counted = number + text.count("\n", counted, begin), begin
        line = line_at(text, begin, end, number)
        edge = not is_far and not goes_on_from_above(text, begin)
        claims = credits_in(line, read_in, edge=edge) if line else []
        if is_far and not claims and len(silent) < _LINES_KEPT:
            silent.add(text[begin:end])
        yield from claims or (_broken(text, begin, line, read_in) if line and edge else ())


def _broken(text: str, begin: int, line: Line, read_in: tuple[Language, ...]) -> Iterator[Claim]:
    """Yield the claims of a credit that begins in a line and goes on in the next one."""
    for claim in broken_credits(text, begin, read_in):
        start, end = begin + claim.start, begin + claim.end
        yield Claim(claim.kind, claim.value, start, end, line.number, text[start:end])


def broken_credits(text: str, begin: int, read_in: tuple[Language, ...]) -> tuple[Claim, ...]:
    """Return the claims of the line at a place with those that it goes on in, placed in these lines."""
    joined = joined_lines(text, begin)
    if joined is None:
        return ()
    first = text[begin : line_end(text, begin)]
    if not may_go_on(first, read_in):
        return ()
    claims = _claims_in(joined, read_in, edge=True)
    return tuple(one for one in claims if one.kind in _MAY_BE_BROKEN and one.start < len(first) < one.end)


def credits_in(line: Line, read_in: Sequence[Language], *, edge: bool) -> list[Claim]:
    """Return the claims of a line, each name once.

    Where the line is not at the `edge` of its text (head or tail), only sentences that speak of the text count.
    """
    read = _claims_in(line.raw, tuple(read_in), edge=edge)
    at = line.start
    return [Claim(one.kind, one.value, at + one.start, at + one.end, line.number, one.text) for one in read]


def may_be_a_credit(line: Line, read_in: Sequence[Language]) -> bool:
    """Return whether a line makes a claim in some place of a text: at its edges every credit counts."""
    return bool(_claims_in(line.raw, tuple(read_in), edge=True))


@lru_cache(_LINES_KEPT)
def _claims_in(raw: str, read_in: tuple[Language, ...], *, edge: bool) -> tuple[Claim, ...]:
    """Return the claims of a line that begins a text; the pages of a site share many lines."""
    line = Line(1, 0, 0, raw)
    found: dict[tuple[int, str], Claim] = {}
    for sentence, parts in sentences_in(line, read_in, edge=edge):
        for claim in _claims_within(sentence, parts):
            alike = [
                (at, name) for at, name in found if (claim.start == at and name in claim.value) or claim.value in name
            ]
            if all(found[one].kind == "source-line" for one in alike):  # *Source* is a word of two languages
                for one in alike:
                    del found[one]
                found[claim.start, claim.value] = claim
    return tuple(found.values())


def _claims_within(sentence: Sentence, parts: Parts) -> list[Claim]:
    """Return the claims of a sentence, else of the words in brackets in it that speak of the text by themselves."""
    claims = _claims_of(sentence, parts)
    if claims or not sentence.edge:
        return claims
    for found in _BRACKETED.finditer(sentence.line.shown, sentence.start + 1, sentence.end):
        start, end = found.span(1)
        if sentence.words.opening_subject.match(sentence.line.shown, start, end):
            bracketed = replace(sentence, start=start, end=end, lowered=found[1].lower())
            its_parts = parts_of(bracketed)
            claims += _claims_of(bracketed, its_parts) if its_parts.subject is not None else []
    return claims


def _claims_of(sentence: Sentence, parts: Parts) -> list[Claim]:
    claims: list[Claim] = []
    for read in _READINGS:
        if not claims and (claim := read(sentence, parts)):
            claims.append(claim)
    if claims and claims[0].kind == "attribution" and (second := _reprint(sentence, parts)):
        claims += [second] if second.value != claims[0].value else []
    return claims


def _first(sentence: Sentence) -> tuple[int, int] | None:
    """Return where a sentence says that a text stood somewhere first: both words, or the one that says it."""
    if one := sentence.find("first_published"):
        return one.span()
    for first in sentence.all("first"):
        for published in sentence.all("published"):
            if published.start() >= first.end() and published.start() - first.end() <= NEAR:
                return first.start(), published.end()
            if published.end() <= first.start() and first.start() - published.end() <= NEAR // 3:
                return published.start(), first.end()
    return None


def _attribution(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This article was originally published in X*, in any order of its parts."""
    span = _first(sentence)
    if span is None or is_of_a_picture(sentence, parts, span[0]):
        return None
    if where := sentence.find("where"):
        relative = parts.subject is not None and where.start() < span[0]
        if relative:
            name = name_before_comma(sentence, where.start())
            return claim_of(sentence, "attribution", name) if name else None
    speaks = speaks_of_text(sentence, parts, span[0])
    if not speaks and not _may_be_headline_of_feed(sentence, span):
        return None
    name = name_of(sentence, parts, span, ("in_", "from_", "by"))
    if name and speaks and (parts.subject is not None or _is_alone(sentence, name)):
        return claim_of(sentence, "attribution", name)
    return claim_of(sentence, "attribution", name) if name and _is_headline_of_feed(sentence, span, name) else None


def _is_alone(sentence: Sentence, name: Name) -> bool:
    """Return whether a credit without a subject ends with its name or a date, or the name is surely a publisher's."""
    behind = sentence.line.shown[name.end : sentence.end]
    if sentence.line.shown[: sentence.start].strip(AROUND) and not (name.sure or name.linked):
        return False  # *It* speaks of what the sentence before speaks of
    if _clause(vocabulary()).search(behind):
        return False
    return (
        name.sure
        or _GOES_ON.match(behind) is not None
        or not behind.strip(AROUND)
        or re.search(r"\d", behind[: NEAR // 3]) is not None
    )


@cache
def _clause(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of a year and a clause of something else: *First published by X in 2009, the guide is …*."""
    spaced, elided = article_patterns(words.names.articles)
    return re.compile(rf"\b(?:1[5-9]|20)\d\d\b.*,\s+(?i:(?:{spaced})\s|(?:{elided}))\w")


def _may_be_headline_of_feed(sentence: Sentence, span: tuple[int, int]) -> bool:
    """Return whether a line may be a headline and where it stood first: *The end of the ferry first appeared on X*."""
    shown = sentence.line.shown
    short = sentence.edge and len(shown) <= LONGEST_LINE // 2 and not sentence.words.joined
    return short and shown[: span[0]].count(",") <= 1 and span[0] > sentence.start


def _is_headline_of_feed(sentence: Sentence, span: tuple[int, int], name: Name) -> bool:
    """Return whether such a line ends with its name, which is surely a publisher's."""
    if not _may_be_headline_of_feed(sentence, span) or not name.sure:
        return False
    return not sentence.line.shown[name.end :].strip(AROUND.replace(".", ""))


def _reprint(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *Reprinted with permission from X*, *This article comes to us from X*."""
    for role in sentence.all("again"):
        if is_of_a_picture(sentence, parts, role.start()) or not speaks_of_text(sentence, parts, role):
            continue
        name = name_of(sentence, parts, role.span(), ("from_",))
        if name and not is_nobody(name.value) and not _stands_behind_in(sentence, role, name):
            return claim_of(sentence, "reprint", name)
    return None


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
        if name and name.sure and not is_of_writer(name):
            return claim_of(sentence, "reprint", name)
    return None


def _outgoing(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This article was reprinted on X*, *also published in X*: the arrow points the other way."""
    also, role = sentence.find("also"), sentence.find("again")
    if role is None and also:
        role = next((one for one in sentence.all("published") if one.end() + 1 >= also.start()), None)
    if role is None or _first(sentence):
        return None
    said = min(role, also or role, key=lambda found: found.start())
    if not names_or_opens(sentence, parts, said):
        return None
    name = name_of(sentence, parts, role.span(), ("in_", "by"))
    if name is None or name.value.casefold() in sentence.language.not_names:
        return None
    permitted = sentence.find("permission", start=name.end)
    by = sentence.words.pattern("by").search(sentence.line.shown, role.end(), name.start)
    return claim_of(sentence, "publisher" if permitted and by and not also else "outgoing", name)


def _published(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This article was published in X*, and *Published on 3 May by X*, which may be the page itself."""
    role = sentence.find("published")
    if role is None or not sentence.edge or is_of_a_picture(sentence, parts, role.start()):
        return None
    if not names_or_opens(sentence, parts, role):
        return None
    if parts.subject is None or not sentence.words.subject.search(sentence.line.shown, sentence.start, sentence.end):
        return _opening_published(sentence, parts, role) or _published_by(sentence, parts, role)
    name = name_of(sentence, parts, role.span(), ("in_", "by"))
    if name is None or not name.sure or not is_marked_as_name(sentence, name):
        return None
    is_of_publication = _is_marked(sentence, role, name) or not is_of_writer(name)
    return claim_of(sentence, "attribution", name) if is_of_publication else None


def _is_marked(sentence: Sentence, role: re.Match[str], name: Name) -> bool:
    """Return whether a name is called a publication, stands in quotation marks, or has the number of an issue."""
    before, behind = sentence.line.shown[role.end() : name.start], sentence.line.shown[name.end :]
    has_issue = has_issue_behind(sentence.words, behind)
    return has_issue or is_called_a_publication(sentence.words, before) or is_quoted(sentence, name)


def _published_by(sentence: Sentence, parts: Parts, role: re.Match[str]) -> Claim | None:
    name = name_of(sentence, parts, role.span(), ("by",))
    if name is None or is_of_writer(name) or is_of_a_picture(sentence, parts, name.start) or not parts.begins_line:
        return None
    return None if sentence.line.shown[name.end :].strip(AROUND) else claim_of(sentence, "published-by", name)


def _opening_published(sentence: Sentence, parts: Parts, role: re.Match[str]) -> Claim | None:
    """Read a line that says nothing else than *Article published in the magazine X, no. 3/2019*.

    Without *article* the name must be known, or stand behind *the magazine*: *Published in World News* is a rubric.
    """
    if not parts.begins_line:
        return None
    name = name_of(sentence, parts, role.span(), ("in_",))
    if name is None:
        return None
    rest = sentence.line.shown[name.end : sentence.end].strip(AROUND)
    is_marked = _is_marked(sentence, role, name)
    if parts.subject is None and not (is_known(name.value) or is_marked):
        return None
    if not (name.sure or is_marked):
        return None
    alone = says_only_when(rest, sentence.language) or (
        parts.subject is not None and len(rest) <= NEAR // 3 and any(map(str.isdigit, rest))
    )
    return claim_of(sentence, "attribution", name) if alone and (is_marked or not is_of_writer(name)) else None


def _network(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *X is part of States Newsroom*: newsrooms of a network share their texts with this sentence."""
    role = sentence.find("part_of")
    if role is None or not sentence.edge or not parts.begins_line:
        return None
    network = name_after(sentence.line, role.end(), sentence.words, sentence.language)
    name = name_before(sentence.line, role.start(), sentence.start, sentence.words, sentence.language)
    if network is None or name is None or not is_known(network.value):
        return None
    return claim_of(sentence, "reprint", name)


def _closing(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read a line that is a name and what says that the text was taken from it: *X से साभार*, *Xより転載*."""
    found = sentence.find("closing")
    if found is None or not sentence.edge or sentence.line.shown[found.end() :].strip(AROUND):
        return None
    name = name_before(sentence.line, found.start(), sentence.start, sentence.words, sentence.language)
    whole = name is not None and parts.begins_line and not sentence.line.shown[: name.start].strip(AROUND)
    return claim_of(sentence, "reprint", name) if name and whole and not is_of_writer(name) else None


def _active(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *X first published this article*."""
    span = _first(sentence)
    if span is None or parts.subject is None or parts.subject_start < span[1] or not sentence.edge:
        return None
    if sentence.line.shown[span[1] : parts.subject_start].strip():
        return None
    name = name_before(sentence.line, span[0], sentence.start, sentence.words, sentence.language)
    return claim_of(sentence, "attribution", name) if name and name.sure and not is_of_writer(name) else None


_READINGS = (_active, _attribution, labelled, _reprint, _provided, _outgoing, _published, _network, _closing)
