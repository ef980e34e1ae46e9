"""Reference pairs against reported ones: what was found, by how alike the texts are, and why the rest was missed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lib.figures import Figure, share
from lib.textbook import RUN, longest_run, shared_in_runs, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dedup.results import ScanResult
    from lib.labelled import ReferencePair

MEASURES = (("jaccard", 0.3), ("jaccard", 0.5), ("containment", 0.3), ("containment", 0.8))
BINS = tuple(step / 10 for step in range(1, 10))
ONLY_MARKED = "only marked words"
"""What a pair is called that has nothing but marked words in common."""
_EXAMPLES = 12


@dataclass(frozen=True, slots=True)
class Recall:
    """What one run found of the reference pairs of one set.

    `reported` has every listed pair with its relation. `run` says with which settings it was made.
    """

    name: str
    run: str
    least: int
    pairs: Sequence[ReferencePair]
    reported: Mapping[frozenset[str], str]

    def wanted(self, measure: str, least: float) -> list[ReferencePair]:
        """Return the reference pairs from a value of a measure on."""
        return [pair for pair in self.pairs if getattr(pair, measure) >= least]

    def missed(self, measure: str, least: float) -> list[ReferencePair]:
        """Return those of them that were not reported."""
        return [pair for pair in self.wanted(measure, least) if pair.key not in self.reported]

    def figure(self, measure: str, least: float, bound: float | None) -> Figure:
        """Return the recall from a value of a measure on."""
        wanted, missed = len(self.wanted(measure, least)), len(self.missed(measure, least))
        name = f"{self.name}: recall of {measure} ≥ {least:g} ({self.run})"
        return Figure(name, share(wanted - missed, wanted), bound, of=f"{wanted - missed} of {wanted} pairs")

    def bins(self, measure: str) -> list[dict[str, Any]]:
        """Return the recall in each tenth of a measure; a tenth without pairs is left out."""
        found = []
        for low in BINS:
            high = low + 0.1 if low < BINS[-1] else 1.01
            inside = [pair for pair in self.pairs if low <= getattr(pair, measure) < high - 1e-9]
            if inside:
                hits = sum(pair.key in self.reported for pair in inside)
                found.append({"from": low, "pairs": len(inside), "found": hits, "recall": round(hits / len(inside), 6)})
        return found


def recall_of(
    name: str, run: str, result: ScanResult, pairs: Sequence[ReferencePair], *, marked: bool = True
) -> Recall:
    """Return what a result found of the pairs; without `marked`, only pairs with words in common that are not."""
    reported: dict[frozenset[str], str] = {
        frozenset((match.a, match.b)): match.relation if match.unmarked_share > 0 else ONLY_MARKED
        for match in result.copies
        if marked or match.unmarked_share > 0
    }
    return Recall(name, run, result.settings.min_shared, pairs, reported)


def explain(recall: Recall, text: Callable[[str], str]) -> dict[str, Any]:
    """Return why pairs with Jaccard or containment from 0.3 were missed, with examples: ids and numbers only."""
    missed = {pair.key: pair for measure in ("jaccard", "containment") for pair in recall.missed(measure, 0.3)}
    reasons: Counter[str] = Counter()
    examples: dict[str, list[dict[str, Any]]] = {}
    for pair in missed.values():
        a, b = words_of(text(pair.a)), words_of(text(pair.b))
        shared, longest = shared_in_runs(a, b), longest_run(a, b)
        why = _reason(shared, longest, recall.least)
        reasons[why] += 1
        examples.setdefault(why, []).append(_example(pair, shared, longest))
    return {
        "missed": len(missed),
        "reasons": dict(sorted(reasons.items())),
        "examples": {why: rows[:_EXAMPLES] for why, rows in sorted(examples.items())},
    }


def _reason(shared: int, longest: int, least: int) -> str:
    if longest < RUN:
        return f"no run of {RUN} words in common"
    if shared < least:
        return f"fewer than {least} words in common runs"
    return f"unexplained: {least} words or more in common runs"


def _example(pair: ReferencePair, shared: int, longest: int) -> dict[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "jaccard": pair.jaccard,
        "containment": pair.containment,
        "shingles_of_smaller": pair.shingles,
        "words_in_common_runs": shared,
        "longest_run": longest,
    }
