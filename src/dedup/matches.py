"""What was found in the texts: passages, matches, repetitions, boilerplate, clusters. Values only.

Offsets are characters of a document's text, half-open; lines and paragraphs count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Relation = Literal["identical", "near-identical", "contained", "partial", "boilerplate"]


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
    are the edits between. `set_aside` is why it does not count as shared (``attribution``, ``boilerplate``), if so.
    """

    a: Place
    b: Place
    words: int
    same_words: int
    set_aside: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Two documents that were verified to share words: a certificate that can be checked by hand.

    `a` and `b` are document ids. `jaccard` is that of their shingle sets; `containment_a` is the share of a's words
    that stand in b, inside a shingle that both have. Both are of the whole texts. `shared_words` sets attribution
    lines and boilerplate aside. `longest_run` is the longest stretch of the same words, in words.
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
    repetition, more for a run-on pattern that was reported once.
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


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A passage that many documents of one publisher carry and that makes no two of them copies."""

    text: str
    words: int
    documents: int
    publisher: str | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Documents that are versions of one text; no two of them are unrelated.

    `members` are document ids in input order. `origin` is the member that the others come from, where the evidence
    decides it. `weakest_link` is the smallest similarity by which a member is held.
    """

    id: str
    members: tuple[str, ...]
    origin: str | None
    weakest_link: float
