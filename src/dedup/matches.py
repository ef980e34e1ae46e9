"""What was found in the texts: passages, matches, repetitions, marks, boilerplate, templates, clusters. Values only.

Offsets are characters of a document's text, half-open; lines and paragraphs count from 1.
"""

# ruff: noqa: TC001, TC003 - msgspec looks up the types of the fields when it reads a saved result

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from dedup.relations import Relation

MarkKind = Literal["attribution", "licence", "notice", "author-note", "boilerplate"]
MARK_KINDS: tuple[MarkKind, ...] = get_args(MarkKind)
"""The kinds of marked words. A word with several marks counts for the first of them."""

PULLED_QUOTE = "pulled quote"
"""The verdict on a repetition that shows a sentence of the text near it once more."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in one text."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand in two texts.

    `words` is the length of the longer side, `same_words` how many of them are the same in the same order; the rest
    are the edits between. `marked` is the kind by which its words are marked (see `MARK_KINDS`), if all of them are.
    `similarity` is that of the letters of both sides, 0 to 1, of a passage that was found by its letters.
    """

    a: Place
    b: Place
    words: int
    same_words: int
    marked: str | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a document that belong to its site or name its origin: where they stand, and of which kind they are."""

    document: str
    kind: MarkKind
    start: int
    end: int
    line: int
    words: int


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """How many words are marked, by kind; each word counts for one kind."""

    attribution: int = 0
    licence: int = 0
    notice: int = 0
    author_note: int = 0
    boilerplate: int = 0

    def of_kind(self, kind: str) -> int:
        """Return how many words are marked by one of `MARK_KINDS`."""
        return int(getattr(self, kind.replace("-", "_")))

    @property
    def total(self) -> int:
        """All marked words."""
        return self.attribution + self.licence + self.notice + self.author_note + self.boilerplate


NOTHING_MARKED = MarkedWords()

EditKind = Literal[
    "headline changed",
    "paragraphs dropped",
    "paragraphs added",
    "paragraphs moved",
    "numbers changed",
    "names changed",
    "words changed",
    "words dropped",
    "words added",
    "punctuation only",
]


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done to a text on its way from a to b: the kind of edit, how often, and the first one as an example."""

    kind: EditKind
    count: int
    example: str


MaterialKind = Literal["number", "date", "version", "name", "negation"]
MATERIAL_KINDS: tuple[MaterialKind, ...] = get_args(MaterialKind)
"""The kinds of material edits, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class MaterialEdit:
    """A kind of edit that changes what a text states: at how many places, and the words of both texts at the first.

    `in_a` or `in_b` is empty where one text has nothing in place of what the other states.
    """

    kind: MaterialKind
    count: int
    in_a: str
    in_b: str


@dataclass(frozen=True, slots=True)
class Match:
    """Two documents that were verified to share words: a certificate that can be checked by hand.

    `a` and `b` are document ids. `jaccard` is that of their shingle sets; `containment_a` is the share of a's words
    that stand in b, inside a shingle that both have. `shared_words` are the same words of all passages, `longest_run`
    is the longest stretch of the same words, in words. All figures are of the whole texts, as they stand.
    `marked_words` says how many of the shared words are marked in either document, by kind, `unmarked_share` which
    share of them is not.
    `again` are the extra occurrences, words that one text has more often than the other: a passage holds them on one
    side, and here they stand once more on the other. They are in no other figure.
    `excerpt` shows the first words of the longest passage, as they stand in a. `weight`, from 0 to 1, is how much the
    pair deserves to be looked at first. `material_edits` are numbers, dates, versions, names and negations by which
    versions of one text differ; other edits may matter too. Where two documents are compared, `edits` is filled, and
    `aligned_a` and `aligned_b` are the shares of their words that stand beside words of the other, the same or not.
    """

    a: str
    b: str
    relation: Relation
    jaccard: float
    containment_a: float
    containment_b: float
    shared_words: int
    longest_run: int
    passages: tuple[Passage, ...] = ()
    marked_words: MarkedWords = NOTHING_MARKED
    unmarked_share: float = 1.0
    again: tuple[Passage, ...] = ()
    excerpt: str = ""
    weight: float = 0.0
    material_edits: tuple[MaterialEdit, ...] = ()
    edits: tuple[Edit, ...] = ()
    aligned_a: float | None = None
    aligned_b: float | None = None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Two documents of which one may be the other in other words; it is no copy, for the words are others.

    `numbers`, `names`, `quotations` and `links` count what stands in both in the same order, each of them once. `share`
    is that of the smaller document's numbers, names, quotations and links that do. `aligned` is the share of its words
    that stand beside words of the other, the same or not, 0 if these are few. `place_a` and `place_b` are from the
    first to the last of all that. `examples` are the first numbers, names, quotations and links, as they stand in a.
    """

    a: str
    b: str
    numbers: int
    names: int
    quotations: int
    links: int
    share: float
    place_a: Place
    place_b: Place
    examples: str
    aligned: float = 0.0


@dataclass(frozen=True, slots=True)
class RepeatedPlace:
    """Where a repeated paragraph, or the part of it that is repeated, stands.

    `start`, `end` and `line` are those of the repeated words; `paragraph` is the number of the paragraph they begin in.
    """

    start: int
    end: int
    line: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Repetition:
    """Something that a document says twice.

    `relation` is that of the two paragraphs the places lie in; `jaccard` is of the paragraphs, `containment` is the
    share of the smaller one's words that stand in the other, and `smaller` says which one that is. `text` is the first
    place's text, `second_text` the second's where it is not the same, character for character. `times` is 2 for a
    repetition, more for a run-on pattern that was reported once. `verdict` is what the form of the repetition suggests:
    ``extraction artefact?`` where whole blocks come twice in the same order, as faulty extractors print them, or
    `PULLED_QUOTE` where a short paragraph repeats a sentence of one near it. `weight`, from 0 to 1, is how much it
    deserves to be looked at first.
    """

    document: str
    relation: Relation
    jaccard: float
    containment: float
    shared_words: int
    first: RepeatedPlace
    second: RepeatedPlace
    text: str
    times: int = 2
    smaller: Literal["first", "second"] = "first"
    second_text: str | None = None
    verdict: str | None = None
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A passage that many otherwise different documents carry, most of them of one publisher: a footer, a disclaimer.

    `members` are the ids of the documents that carry it.
    """

    text: str
    words: int
    documents: int
    publisher: str | None
    members: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A place at which the documents of a template differ: the fixed words before it, and some of what stands there."""

    before: str
    values: tuple[str, ...]
    different: int
    """How many different values stand there."""


@dataclass(frozen=True, slots=True)
class TemplateGroup:
    """Documents that were made from one template: they cover most of each other and differ in the same places.

    `members` are ids in input order, `words` the fixed words of the first, `text` the longest fixed stretch. `pairs`
    counts the verified pairs of the group, which are told by it and not one by one.
    """

    members: tuple[str, ...]
    pairs: int
    words: int
    text: str
    blanks: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class SummedUp:
    """Documents of which some pairs have nothing but marked words in common; each such pair lies in one group.

    `kind` is that of most of the words, `pairs` how many pairs it sums up, `text` the longest stretch that one of them
    shares, of `words` words.
    """

    kind: MarkKind
    members: tuple[str, ...]
    pairs: int
    words: int
    text: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """A link from a member of a cluster to a document outside it: strong, but it would have joined the unrelated."""

    member: str
    outside: str
    similarity: float


@dataclass(frozen=True, slots=True)
class OriginCount:
    """How many documents of a set come from one source."""

    name: str
    documents: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Documents that are versions of one text; no two of them are unrelated.

    `members` are document ids in input order. `origin` is the member that the others come from, where the evidence
    decides it. `weakest_link` is the smallest similarity by which a member is held. `bridges` are links to documents
    that stayed outside, because they share nothing with some member. `diameter` is the largest Jaccard distance between
    two members, none where there are too many of them to compare each two. `weight` is that of the heaviest pair of
    its members. `origins` counts the members by the source that they come from, where that is known.
    """

    id: str
    members: tuple[str, ...]
    origin: str | None
    weakest_link: float
    bridges: tuple[Bridge, ...] = ()
    diameter: float | None = None
    weight: float = 0.0
    origins: tuple[OriginCount, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcePart:
    """What one other document explains of a document: words that no larger part explains already, and their share."""

    source: str
    words: int
    share: float


@dataclass(frozen=True, slots=True)
class Sources:
    """The smallest set of other documents that explains one, largest part first (sourmash's *gather*, for articles).

    The words of the document are those of the parts, the marked ones that no part counts, and new ones. Marked words
    count for the parts where they are most of the document.
    """

    document: str
    words: int
    parts: tuple[SourcePart, ...]
    marked_words: int
    new_words: int
