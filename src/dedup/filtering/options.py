"""What a filter removes, and which copy it keeps: values only, checked once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from dedup.errors import UsageError
from dedup.relations import CONTAINED, NEAR_IDENTICAL
from dedup.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

Copy = Literal["identical", "near-identical", "contained"]
COPIES: tuple[Copy, ...] = get_args(Copy)
"""The relations that make a document a copy; arrays have the place in this tuple for the relation (int8)."""

Level = Literal["document", "paragraph", "passage"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""What is compared and removed: whole documents, paragraphs, or runs of words."""

CONTAMINATION = "contamination"
RELATIONS: tuple[str, ...] = (*COPIES, *LEVELS[1:], CONTAMINATION)
"""Why a document goes: as a copy, because too little is left of it after cuts, or because it holds a test item."""

WHOLE, QUESTION, ANSWER, COMMON, PART = VERDICTS = (
    "whole item",
    "question only",
    "answer only",
    "common phrase",
    "part of item",
)
"""What a hit is. Items without an answer are whole or in part."""

RULES = ("first", "longest", "oldest", "newest", "best", "source", "origin")
"""The rules of which copy is kept."""

FINEWEB2_WEIGHTS = ((1, 1.0), (2, 2.0), (3, 3.0), (5, 5.0), (100, 8.0), (1000, 1.0))
"""How often FineWeb-2 (Penedo et al., 2025) repeats a document by the size of its cluster, from so many on."""


@dataclass(frozen=True, slots=True)
class KeepRule:
    """One rule of which copy is kept: its name, what stands behind the equals sign, and the sources that this names."""

    name: str
    value: str = ""
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}={self.value}" if self.value else self.name


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """What is removed and what is kept.

    `level` says what is compared: whole documents, or paragraphs or passages, which are cut out of texts. A text of
    which less than `min_words` words are left then goes as a whole. `relations` to `containment` are for documents.

    `relations` are those that make a document a copy. *near-identical* is a Jaccard of at least `threshold`;
    *contained* is a document of whose shingles another one has at least the share `containment`. `keep` are the rules
    of which copy is kept, each deciding where those before it do not. A source that would lose more than the share
    `guard` of its documents stops the run. `annotate` removes nothing and adds columns; `weights` is the weight of a
    cluster of at least so many documents.

    With `contamination`, documents go for the test items that stand in them, and for nothing else: those with a hit of
    one of the `verdicts`.
    """

    level: Level = "document"
    min_words: int = 10
    relations: tuple[Copy, ...] = COPIES
    threshold: float = NEAR_IDENTICAL
    containment: float = CONTAINED
    keep: tuple[KeepRule, ...] = (KeepRule("first"),)
    guard: float | None = None
    annotate: bool = False
    weights: tuple[tuple[int, float], ...] = FINEWEB2_WEIGHTS
    contamination: bool = False
    verdicts: tuple[str, ...] = (WHOLE,)

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            msg = f"level must be one of {', '.join(LEVELS)}, not {self.level!r}"
            raise UsageError(msg)
        if self.annotate and self.level != "document":
            msg = f"annotations are of documents: give no level with them, not {self.level}"
            raise UsageError(msg)
        if self.annotate and self.guard is not None:
            msg = "annotations remove nothing that a guard could stop: give one of the two"
            raise UsageError(msg)
        if any(verdict not in VERDICTS for verdict in self.verdicts):
            msg = f"verdicts must be some of {', '.join(VERDICTS)}, not {', '.join(self.verdicts)}"
            raise UsageError(msg)
        if self.contamination and (self.annotate or self.level != "document"):
            msg = "contamination removes whole documents: give no level and no annotations with it"
            raise UsageError(msg)
        if self.min_words < 0:
            msg = f"min-words must be 0 or more, not {self.min_words}"
            raise UsageError(msg)
        if not self.relations or any(relation not in COPIES for relation in self.relations):
            msg = f"what is removed must be some of {', '.join(COPIES)}, not {', '.join(self.relations) or 'nothing'}"
            raise UsageError(msg)
        Settings(threshold=self.threshold)  # it has the limits of a scan's
        for name in ("containment", "guard"):
            _require_share(name, getattr(self, name))
        if sum(rule.name == "best" for rule in self.keep) > 1:
            msg = "best=COLUMN can be given once only"
            raise UsageError(msg)

    @property
    def best_column(self) -> str | None:
        """The column by whose numbers the best copy is kept, if a rule asks for it."""
        return next((rule.value for rule in self.keep if rule.name == "best"), None)


def keep_rules(written: Sequence[str]) -> tuple[KeepRule, ...]:
    """Return the rules that are written as ``longest`` or ``best=COLUMN``; raises `UsageError` for what is none."""
    return tuple(_keep_rule(rule) for rule in written) or (KeepRule("first"),)


def _keep_rule(written: str) -> KeepRule:
    name, equals, value = written.partition("=")
    if name not in RULES or bool(equals) != (name in ("best", "source")) or (equals and not value):
        rules = "first, longest, oldest, newest, best=COLUMN, source=LIST or origin"
        several = " (for several rules, give --keep several times)" if "," in written else ""
        msg = f"--keep takes {rules}, not {written!r}{several}"
        raise UsageError(msg)
    return KeepRule(name, value, tuple(_sources(value)) if name == "source" else ())


def _sources(value: str) -> list[str]:
    """Return the names of sources: of a file, one a line, or as they are written, between commas."""
    if not Path(value).is_file():
        return [name.strip() for name in value.split(",") if name.strip()]
    try:
        lines = Path(value).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{value} cannot be read as a list of sources: {error}"
        raise UsageError(msg) from error
    return [line.strip() for line in lines if line.strip()]


def cluster_weights(written: str) -> tuple[tuple[int, float], ...]:
    """Return the weights that are written as ``1:1,2:2,5:4``: from so many documents on, so much."""
    try:
        pairs = [part.split(":") for part in written.split(",")]
        weights = sorted((int(size), float(weight)) for size, weight in pairs)
    except ValueError:
        weights = []
    sizes = [size for size, _ in weights]
    if not weights or sizes[0] != 1 or len(set(sizes)) < len(sizes) or not all(_is_weight(each) for _, each in weights):
        msg = f"weights are written SIZE:WEIGHT,… from size 1 on, as in 1:1,2:2,5:4, not {written!r}"
        raise UsageError(msg)
    return tuple(weights)


def _is_weight(number: float) -> bool:
    return math.isfinite(number) and number >= 0


def _require_share(name: str, share: float | None) -> None:
    if share is not None and not 0 <= share <= 1:
        msg = f"{name} must be a share from 0 to 1, not {share:g}"
        raise UsageError(msg)
