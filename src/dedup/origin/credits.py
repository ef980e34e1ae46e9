"""The sentences and lines of a text that name its source → claims, read by their parts.

    line → sentences that hold a word of a part → parts → readings, the first that fits → a claim

A credit speaks of the text (*this article*) or opens its line without a subject; it says what happened (*originally
published*, *reprinted*, *provided*); and a name follows a preposition, or stands before an ending. The parts may come in
any order that the language allows. What looks like a credit and is none has parts of its own: a picture, a date without
a name, the page's own newsletter, a place, a book, the headline of another article.

Far from head and tail a sentence counts only if it speaks of the text. Whether a name is the page's own is left to
`dedup.origin.declarations`; the credits of news agencies are read in `dedup.origin.datelines`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dedup.origin.agency_marks import agency_marks
from dedup.origin.claims import Claim
from dedup.origin.credit_gate import MOST_SHORT
from dedup.origin.credit_names import Name, is_sure, link_at, linked_name, name_after, name_before
from dedup.origin.hosts import host_of
from dedup.origin.lines import (
    CREDITS,
    EVERY_LINE,
    HEAD_CHARACTERS,
    TAIL_CHARACTERS,
    Line,
    LineFlags,
    claim_at,
    line_at,
    line_end,
    lower_in_place,
    with_plain_apostrophes,
)
from dedup.origin.name_forms import is_nobody, is_person, shows_a_publication
from dedup.origin.names import is_agency, is_known
from dedup.origin.sentences import sentences_around
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.origin.credit_words import CreditWords
    from dedup.origin.language import Language
    from dedup.origin.vocabulary import Vocabulary

_NEAR = 90
"""Characters between the two words that say together where a text stood first."""
_FURTHEST_NAME = 170
"""Characters between what a credit says and its name."""
_FURTHEST_JOINED, _LONGEST_JOINED_OPENING = 14, 14
"""The same in scripts without spaces, and the characters among which a sentence speaks of the text."""
_LONGEST_OPENING, _LONGEST_LINE = 140, 420
_LINES_KEPT = 1 << 12
"""Lines that are kept as they were read."""
_BEYOND_LATIN = re.compile("[\u0370-\u1fff\u3040-\ud7ff]")
_AROUND = " \t.,()[]*_|>\"'\u201c\u201d\u2013\u2014-\u00a9«»:：。（）"
_PLACE_BEHIND = re.compile(r"\s*,\s+(?!(?:Inc|LLC|Ltd|and|which|where|a|an|the|on)\b)[A-Z][a-z]+")
_BOOK_BEHIND = re.compile(
    r"[\"”']?\s*\([^()\n]*[A-Za-z][^()\n]*\b(?:19|20)\d\d\)|\s*,?\s+(?:Press|Books|Verlag|Publishers)\b"
)
_HEADLINE_BEHIND = re.compile(r"\s*:\s+(?!https?:|www\.)\S+\s+\S+\s+\S+")
_SMALL_WORDS = re.compile(r"((?:\s[^\W\d_][\w'’-]*){1,3})[\s.*_)\]]*")
_GOES_ON = re.compile(r"\s*(?:[,;]|(?:and|und|et|y|e|en|og|och|i|и|та)\s)")
_PUBLISHED_BY = re.compile(r"(?:publi|pubbl|veröff|ersch|opubl|опубл)\w*\W[^,;]{0,30}$", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"\s+in\s+(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a line, and the language that it is read in; `edge` says that it stands in the head or tail.

    `lowered` is the sentence in lower case, with its Markdown.
    """

    line: Line
    start: int
    end: int
    language: Language
    edge: bool
    lowered: str

    @property
    def words(self) -> CreditWords:
        """The words of the language's credits."""
        return self.language.credit

    def find(self, *lists: str, start: int | None = None) -> re.Match[str] | None:
        """Return the first word of some lists in the sentence."""
        if not self._may_hold(*lists):
            return None
        return self.words.pattern(*lists).search(self.line.shown, self.start if start is None else start, self.end)

    def all(self, *lists: str, start: int | None = None) -> list[re.Match[str]]:
        """Return all words of some lists in the sentence."""
        if not self._may_hold(*lists):
            return []
        first = self.start if start is None else start
        return list(self.words.pattern(*lists).finditer(self.line.shown, first, self.end))

    def _may_hold(self, *lists: str) -> bool:
        """Return whether the longest word of one entry of some lists stands in the sentence."""
        return any(word in self.lowered for word in self.words.literals(*lists))


@dataclass(frozen=True, slots=True)
class Parts:
    """What a sentence speaks of, and whether it opens with the parts of a credit.

    `subject` is the end of the words for the text itself, None where there are none. `begins_line` says that nothing but
    small words stands before the sentence in its line.
    """

    subject: int | None
    subject_start: int
    begins_line: bool


def credits_of(text: str, read_in: tuple[Language, ...], flags: LineFlags = EVERY_LINE) -> Iterator[Claim]:
    """Yield the claims of the sentences of a text that name its source; `flags` say which lines may hold one."""
    begins = flags.begins(CREDITS) if flags.lines is not None else _begins_of_lines(text)
    tail = max(len(text) - TAIL_CHARACTERS, 0)
    for begin in begins:
        end = line_end(text, begin)
        line = line_at(text, begin, end, text.count("\n", 0, begin) + 1)
        if line:
            yield from credits_in(line, read_in, edge=begin < HEAD_CHARACTERS or begin >= tail)


def _begins_of_lines(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


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
    lowered = lower_in_place(with_plain_apostrophes(line.raw))
    short = len(lowered) - lowered.count(" ") <= MOST_SHORT
    plain = lowered.isascii() or not _BEYOND_LATIN.search(lowered)
    for language in read_in:
        if plain and language.gate.letters_beyond_latin:
            continue
        places = language.gate.places(lowered, short=short)
        for start, end in sentences_around(line.shown, places) if places else ():
            if not language.gate.opens_for(lowered, start, end, short=short):
                continue
            if not _may_be_a_credit(lowered, start, end, language.credit, edge=edge):
                continue
            for claim in _claims_of(Sentence(line, start, end, language, edge, lowered[start:end])):
                if not any((claim.start == at and name in claim.value) or claim.value in name for at, name in found):
                    found.setdefault((claim.start, claim.value), claim)
    return tuple(found.values())


def _may_be_a_credit(lowered: str, start: int, end: int, words: CreditWords, *, edge: bool) -> bool:
    """Return whether a sentence holds a word for the text, or stands at the edge and opens its line or a short line."""
    if any(lowered.find(word, start, end) >= 0 for word in words.literals("this", "text", "tip")):
        return True
    return edge and (len(lowered) <= _LONGEST_LINE or not lowered[:start].strip(_AROUND))


def _claims_of(sentence: Sentence) -> list[Claim]:
    parts = _parts(sentence)
    claims: list[Claim] = []
    for read in _READINGS:
        if not claims and (claim := read(sentence, parts)):
            claims.append(claim)
    if claims and claims[0].kind == "attribution" and (second := _reprint(sentence, parts)):
        claims += [second] if second.value != claims[0].value else []
    return claims


def _parts(sentence: Sentence) -> Parts:
    words, shown = sentence.words, sentence.line.shown
    last = min(sentence.end, sentence.start + _LONGEST_JOINED_OPENING) if words.joined else sentence.end
    subject = words.subject.search(shown, sentence.start, last)
    opening = words.opening_subject.match(shown, sentence.start, sentence.end)
    begins = not shown[: sentence.start].strip(_AROUND) or len(shown) <= _LONGEST_LINE
    if subject is None and opening and begins:
        subject = opening
    return Parts(subject.end() if subject else None, subject.start() if subject else sentence.start, begins)


def _speaks_of_text(sentence: Sentence, parts: Parts, role: re.Match[str] | int) -> bool:
    """Return whether a sentence speaks of the text, before or behind what it says, or opens its line with it."""
    at = role if isinstance(role, int) else role.start()
    if parts.subject is not None:
        return True
    if not sentence.edge or not parts.begins_line or at - sentence.start > _LONGEST_OPENING:
        return False
    before = _note(vocabulary()).sub("", sentence.line.shown[sentence.start : at])
    return sentence.words.small_words.fullmatch(before) is not None


@cache
def _note(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of the label of a note that stands before a text: *Editor's note:*."""
    return re.compile(rf"^[\w' ]{{0,20}}(?:{one_of(words.lines.notes)})[\w' ]{{0,20}}:\s*", re.IGNORECASE)


def _names_or_opens(sentence: Sentence, parts: Parts, role: re.Match[str]) -> bool:
    """Return whether a sentence speaks of the text by a word for it, or opens its line with what it says."""
    before = sentence.line.shown[sentence.start : role.start()]
    return _speaks_of_text(sentence, parts, role) and (
        parts.subject is not None
        or not before.strip(_AROUND)
        or sentence.words.pattern("work", "own_work", "text").search(before) is not None
    )


def _first(sentence: Sentence) -> tuple[int, int] | None:
    """Return where a sentence says that a text stood somewhere first: both words, or the one that says it."""
    if one := sentence.find("first_published"):
        return one.span()
    for first in sentence.all("first"):
        for published in sentence.all("published"):
            if published.start() >= first.end() and published.start() - first.end() <= _NEAR:
                return first.start(), published.end()
            if published.end() <= first.start() and first.start() - published.end() <= _NEAR:
                return published.start(), first.end()
    return None


def _attribution(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This article was originally published in X*, in any order of its parts."""
    span = _first(sentence)
    if span is None or _is_of_a_picture(sentence, parts, span[0]):
        return None
    if where := sentence.find("where"):
        relative = parts.subject is not None and where.start() < span[0]
        if relative:
            name = _name_before_comma(sentence, where.start())
            return _claim(sentence, "attribution", name) if name else None
    speaks = _speaks_of_text(sentence, parts, span[0])
    name = _name_of(sentence, parts, span, ("in_", "from_", "by"))
    if name and speaks and (parts.subject is not None or _is_alone(sentence, name)):
        return _claim(sentence, "attribution", name)
    return _claim(sentence, "attribution", name) if name and _is_headline_of_feed(sentence, span, name) else None


def _is_alone(sentence: Sentence, name: Name) -> bool:
    """Return whether a credit without a subject ends with its name or a date, or the name is surely a publisher's."""
    behind = sentence.line.shown[name.end : sentence.end]
    return (
        name.sure
        or _GOES_ON.match(behind) is not None
        or not behind.strip(_AROUND)
        or re.search(r"\d", behind[: _NEAR // 3]) is not None
    )


def _is_headline_of_feed(sentence: Sentence, span: tuple[int, int], name: Name) -> bool:
    """Return whether a line is a headline and where it stood first: *The end of the ferry originally appeared on X*."""
    shown = sentence.line.shown
    if not sentence.edge or len(shown) > _LONGEST_LINE // 2 or shown[: span[0]].count(",") > 1:
        return False
    return not shown[name.end :].strip(_AROUND.replace(".", "")) and span[0] - sentence.start > 0 and name.sure


def _reprint(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *Reprinted with permission from X*, *This article comes to us from X*."""
    for role in sentence.all("again"):
        if _is_of_a_picture(sentence, parts, role.start()) or not _speaks_of_text(sentence, parts, role):
            continue
        name = _name_of(sentence, parts, role.span(), ("from_",))
        if name and not is_nobody(name.value):
            return _claim(sentence, "reprint", name)
    return None


def _provided(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This story was produced by X*, *Materials provided by X*, *Distributed by X*."""
    for role in sentence.all("provided"):
        if _is_of_a_picture(sentence, parts, role.start()) or not _names_or_opens(sentence, parts, role):
            continue
        name = _name_of(sentence, parts, role.span(), ("by", "from_"))
        if name and name.sure and not _is_of_writer(name):
            return _claim(sentence, "reprint", name)
    return None


def _outgoing(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This article was reprinted on X*, *also published in X*: the arrow points the other way."""
    also = sentence.find("also")
    role = sentence.find("again") or (also and sentence.find("published"))
    if role is None or _first(sentence):
        return None
    said = min(role, also or role, key=lambda found: found.start())
    if not _names_or_opens(sentence, parts, said):
        return None
    name = _name_of(sentence, parts, role.span(), ("in_", "by"))
    if name is None or name.value.casefold() in sentence.language.not_names:
        return None
    permitted = sentence.find("permission", start=name.end)
    by = sentence.words.pattern("by").search(sentence.line.shown, role.end(), name.start)
    return _claim(sentence, "publisher" if permitted and by and not also else "outgoing", name)


def _published(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *This article was published in X*, and *Published on 3 May by X*, which may be the page itself."""
    role = sentence.find("published")
    if role is None or not sentence.edge or _is_of_a_picture(sentence, parts, role.start()):
        return None
    if not _names_or_opens(sentence, parts, role):
        return None
    if parts.subject is None or not sentence.words.subject.search(sentence.line.shown, sentence.start, sentence.end):
        name = _name_of(sentence, parts, role.span(), ("by",))
        whole = (
            name
            and not _is_of_a_picture(sentence, parts, name.start)
            and parts.begins_line
            and not sentence.line.shown[name.end :].strip(_AROUND)
        )
        return _claim(sentence, "published-by", name) if name and whole and not _is_of_writer(name) else None
    name = _name_of(sentence, parts, role.span(), ("in_", "by"))
    if name is None or not name.sure or _is_of_writer(name):
        return None
    return _claim(sentence, "attribution", name)


def _labelled(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read a line that opens with a label: *Source: X*, *Via X*, *Original article: X*, 转载自 X."""
    for kind, lists in _LABELS:
        claim = _label(sentence, parts, kind, lists)
        if claim:
            return claim
    return None


_LABELS = (
    ("attribution", "original"),
    ("reprint", "taken"),
    ("source-line", "source"),
    ("via", "via"),
    ("tip", "tip"),
)


def _label(sentence: Sentence, parts: Parts, kind: str, lists: str) -> Claim | None:
    shown, words = sentence.line.shown, sentence.words
    found = sentence.find(lists)
    if found is None or not sentence.edge or len(shown) > _LONGEST_LINE:
        return None
    if kind == "via" and not shown[: found.start()].strip(_AROUND) == "" and not _is_byline(sentence, found):
        return None
    if kind != "tip" and kind != "via" and not _opens(sentence, parts, found):
        return None
    colon = re.match(r"[\s*_\])】）」]*[:：]", shown[found.end() :])
    if link := link_at(sentence.line, found.start()):
        name = linked_name(sentence.line, link, words) if kind in ("attribution", "source-line", "reprint") else None
        if name and host_of(name.value) and link.start <= sentence.line.start + found.start():
            return _claim(sentence, "reprint" if kind == "source-line" else kind, name)
    at = found.end() + (colon.end() if colon else 0)
    if behind := _behind_subject(sentence, parts, at):
        return _finished(sentence, kind, behind, found)
    if not colon:
        if prep := words.pattern("in_", "from_", "by").match(shown, at + len(re.match(r"\s*", shown[at:])[0])):  # type: ignore[index]
            at = prep.end()
        elif (
            kind == "source-line"
            or (kind == "attribution" and not _is_linked(sentence, at))
            or _needs_colon(sentence, found)
        ):
            return None if not _is_linked(sentence, at) else _finished(sentence, kind, at, found)
    return _finished(sentence, kind, at, found)


def _behind_subject(sentence: Sentence, parts: Parts, at: int) -> int | None:
    """Return the place behind *of this article is*, where that follows a label: the name stands there."""
    if parts.subject is None or not 0 <= parts.subject_start - at <= _NEAR // 4:
        return None
    found = re.compile(rf"(?:\s*{sentence.words.pattern('fillers').pattern})*\s*[:：]?", re.IGNORECASE).match(
        sentence.line.shown, parts.subject
    )
    return found.end() if found else parts.subject


def _finished(sentence: Sentence, kind: str, at: int, found: re.Match[str]) -> Claim | None:
    """Return the claim of a label whose name stands at a place."""
    shown = sentence.line.shown
    if kind == "source-line":
        rest = shown[at:].strip(" .*_()[]（）【】|")
        marks = agency_marks(frozenset({sentence.language.code, "en"}))
        if named := marks.agencies_in(rest):
            return claim_at(sentence.line, "wire", named[0], sentence.start, sentence.end)
    name = name_after(sentence.line, at, sentence.words, sentence.language, found.start() if kind == "tip" else 0)
    name = name and _with_small_words(sentence, name)
    if name is None or not _is_acceptable(sentence, name, ""):
        return None
    ends = not shown[name.end :].strip(_AROUND) or name.linked or host_of(name.value) is not None
    if kind in ("via", "source-line") and not ends:
        return None
    if kind == "via" and "(" in shown[: name.start]:
        kind = "tip"
    if kind == "source-line" and _is_firm_source(sentence, name):
        kind = "reprint"
    return _claim(sentence, kind, name)


def _with_small_words(sentence: Sentence, name: Name) -> Name:
    """Return a name with the few words in small letters that fill its line: *Українська правда*."""
    found = _SMALL_WORDS.fullmatch(sentence.line.shown, name.end)
    others = sentence.words.pattern("in_", "by", "from_", "permission", "published", "also", "fillers", "edition")
    if name.linked or found is None or others.search(found[1]):
        return name
    value = f"{name.value} {' '.join(found[1].split())}"
    return Name(value, name.start, found.end(1), sure=name.sure or is_sure(value))


def _is_firm_source(sentence: Sentence, name: Name) -> bool:
    """Return whether *Source: X* names a publication, of which a text and not only its facts may come."""
    if is_agency(name.value):
        return False
    if sentence.language.code == "en":
        return is_known(name.value)
    if host_of(name.value) is None and (is_known(name.value) or shows_a_publication(name.value)):
        return True
    return is_known(name.value) or (
        not sentence.line.shown[: name.start].isascii() and (name.linked or host_of(name.value) is not None)
    )


def _is_linked(sentence: Sentence, at: int) -> bool:
    begin = at + len(re.match(r"[\s*_\-–—|>(\[（]*", sentence.line.shown[at:])[0])  # type: ignore[index]
    if link := link_at(sentence.line, begin):
        return link.start >= sentence.line.start + at - 1
    return bool(re.match(r"https?://|www\.", sentence.line.shown[begin:]))


def _needs_colon(sentence: Sentence, found: re.Match[str]) -> bool:
    """Return whether a label is followed by its name only behind a colon: in joined scripts, if no preposition ends it."""
    return sentence.words.joined and not sentence.words.pattern("from_").search(found[0][-1])


def _is_byline(sentence: Sentence, found: re.Match[str]) -> bool:
    """Return whether a line begins with who wrote or submitted it: *Submitted by Jo via X*."""
    before = sentence.line.shown[: found.start()]
    by = sentence.words.pattern("by").search(before)
    return bool(
        (by and len(before) <= _LONGEST_OPENING // 2 and sentence.words.small_words.fullmatch(before[: by.start()]))
        or (by and re.match(r"\W*\w+\s*$", before[: by.start()]))
    )


def _opens(sentence: Sentence, parts: Parts, found: re.Match[str]) -> bool:
    before = sentence.line.shown[sentence.start : found.start()]
    return parts.begins_line and (not before.strip(_AROUND) or sentence.words.small_words.fullmatch(before) is not None)


def _network(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *X is part of States Newsroom*: newsrooms of a network share their texts with this sentence."""
    role = sentence.find("part_of")
    if role is None or not sentence.edge or not parts.begins_line:
        return None
    network = name_after(sentence.line, role.end(), sentence.words, sentence.language)
    name = name_before(sentence.line, role.start(), sentence.start, sentence.words, sentence.language)
    if network is None or name is None or not is_known(network.value):
        return None
    return _claim(sentence, "reprint", name)


def _active(sentence: Sentence, parts: Parts) -> Claim | None:
    """Read *X first published this article*."""
    span = _first(sentence)
    if span is None or parts.subject is None or parts.subject_start < span[1] or not sentence.edge:
        return None
    if sentence.line.shown[span[1] : parts.subject_start].strip():
        return None
    name = name_before(sentence.line, span[0], sentence.start, sentence.words, sentence.language)
    return _claim(sentence, "attribution", name) if name and name.sure and not _is_of_writer(name) else None


_READINGS = (_active, _attribution, _labelled, _reprint, _provided, _outgoing, _published, _network)


def _is_of_a_picture(sentence: Sentence, parts: Parts, at: int) -> bool:
    """Return whether a word for a picture or for data stands before what a sentence says, outside its subject."""
    for found in sentence.all("photo"):
        if found.start() < at and not (parts.subject and parts.subject_start <= found.start() < parts.subject):
            return True
    return False


def _is_of_writer(name: Name) -> bool:
    return not name.linked and (is_person(name.value) or is_nobody(name.value))


def _name_of(sentence: Sentence, parts: Parts, span: tuple[int, int], lists: tuple[str, ...]) -> Name | None:
    """Return the name that belongs to what a sentence says at some place: behind a preposition, or before an ending."""
    named_by: Name | None = None
    for name, by in _names(sentence, parts, span, lists):
        if not _is_acceptable(sentence, name, "by" if by else "in"):
            if not by and _is_elsewhere(sentence, name):
                return None
            continue
        if not by:
            return name
        named_by = named_by or name
    return named_by or _only_link(sentence, span)


def _is_elsewhere(sentence: Sentence, name: Name) -> bool:
    """Return whether a refused name is a place or a book: what follows tells of it and names no source either."""
    behind = sentence.line.shown[name.end :]
    return bool(_PLACE_BEHIND.match(behind) or _BOOK_BEHIND.match(behind))


def _names(
    sentence: Sentence, parts: Parts, span: tuple[int, int], lists: tuple[str, ...]
) -> Iterator[tuple[Name, bool]]:
    """Yield the names behind prepositions, those behind what is said first, and whether each is behind *by*."""
    words, line = sentence.words, sentence.line
    furthest = _FURTHEST_JOINED if words.joined else _FURTHEST_NAME
    places = [(found.end(), _is_by(words, found[0])) for found in sentence.all(*lists, start=span[1])]
    places = [(at, by) for at, by in places if at - span[1] <= furthest]
    if colon := re.match(r"[\s*_]*[:：]|\s*(?=[\[<]|https?://)", line.shown[span[1] :]):
        places.insert(0, (span[1] + colon.end(), False))
    elif words.joined:
        places.insert(0, (span[1], False))
    if words.verb_last:
        before = parts.subject if parts.subject is not None and parts.subject <= span[1] else sentence.start
        places += [
            (found.end(), _is_by(words, found[0]))
            for found in sentence.all(*lists, start=before)
            if found.end() <= span[1]
        ]
    for at, by in places:
        if name := name_after(line, at, words, sentence.language, span[0] or 1):
            if name.start < sentence.end and not _is_role(sentence, name):
                yield name, by
    for found in sentence.all("behind"):
        begin = parts.subject if parts.subject is not None and parts.subject <= found.start() else sentence.start
        if name := name_before(line, found.start(), begin, words, sentence.language):
            if not _is_role(sentence, name):
                yield name, False


def _is_role(sentence: Sentence, name: Name) -> bool:
    """Return whether what stands where a name would is another part of the credit."""
    if name.linked or host_of(name.value):
        return False
    roles = sentence.words.pattern(
        "first", "published", "again", "first_published", "text", "work", "my", "photo", "also", "fillers"
    )
    return roles.fullmatch(name.value) is not None


def _is_by(words: CreditWords, preposition: str) -> bool:
    return words.pattern("by").fullmatch(preposition) is not None


def _only_link(sentence: Sentence, span: tuple[int, int]) -> Name | None:
    """Return the only link of a sentence that does not hold what it says, where no name was found."""
    line = sentence.line
    links = [
        link
        for link in line.links
        if span[0] <= link.start - line.start < sentence.end
        and not (link.start - line.start <= span[0] < link.end - line.start)
    ]
    name = linked_name(line, links[0], sentence.words) if len(links) == 1 else None
    return name if name and _is_acceptable(sentence, name, "in") and not is_person(name.value) else None


def _name_before_comma(sentence: Sentence, at: int) -> Name | None:
    end = len(sentence.line.shown[:at].rstrip(" ,"))
    return name_before(sentence.line, end, sentence.start, sentence.words, sentence.language)


def _is_acceptable(sentence: Sentence, name: Name, preposition: str) -> bool:
    """Return whether a name is a source's: no person's behind *by*, no place, no book, not the page's own."""
    shown = sentence.line.shown
    behind = shown[name.end :]
    if sentence.words.our and re.match(
        rf"\W{{0,3}}[,(–—-]\s*{sentence.words.pattern('our').pattern}", behind, re.IGNORECASE
    ):
        return False
    if _HEADLINE_BEHIND.match(behind) and not name.linked:
        return False
    if name.linked or host_of(name.value):
        return True
    if preposition == "by" and _is_of_writer(name) and not (is_known(name.value) or _is_published(sentence, name)):
        return False
    if _BOOK_BEHIND.match(behind) or (preposition == "by" and _YEAR_ALONE.match(behind) and not name.sure):
        return False
    return name.sure or not _PLACE_BEHIND.match(behind)


def _is_published(sentence: Sentence, name: Name) -> bool:
    """Return whether *published*, and no word for writing, stands before a name: persons write, outlets publish."""
    if not sentence.find("first", "first_published") or is_nobody(name.value):
        return False
    return _PUBLISHED_BY.search(sentence.line.shown[max(name.start - _NEAR, 0) : name.start]) is not None


def _claim(sentence: Sentence, kind: str, name: Name) -> Claim:
    return claim_at(sentence.line, kind, name.value, sentence.start, max(sentence.end, name.end))
