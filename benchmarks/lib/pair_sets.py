"""A set of documents with reference pairs into a report: recall, exactness, what was missed, what clusters hold."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import TYPE_CHECKING, Any

import dedup
from lib.conservation import figures as told_figures
from lib.conservation import ways_told
from lib.exactness import check_clusters, check_matches, sample
from lib.figures import Figure
from lib.labelled import read_collection, read_pairs
from lib.recall import MEASURES, ONLY_MARKED, explain, recall_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dedup.results import ScanResult
    from lib.exactness import Deviations
    from lib.labelled import ReferencePair
    from lib.recall import Recall

    Text = Callable[[str], str]

TARGETS: dict[tuple[str, str, float], float] = {
    ("news", "jaccard", 0.3): 1.0,
    ("news", "containment", 0.3): 0.998,
    ("reuters", "jaccard", 0.3): 1.0,
    ("reuters", "containment", 0.3): 0.998,
    ("senate", "jaccard", 0.5): 0.995,
}
SMALL = 5
"""`min_shared` of the second run, for sets in which many pairs are shorter than the default asks for."""
RECOMPUTED = 5000
"""Reported pairs whose figures are recomputed; of more, a seeded sample."""
_EXAMPLES = 12


def run_pairs(folder: Path, name: str) -> dict[str, Any]:
    """Return the report of one set; a second run with `min_shared` = `SMALL` is made where the first misses a target.

    Both list every pair (`all_pairs`) and are at the defaults otherwise. How each pair is told at the defaults stands
    beside them.
    """
    collection = read_collection(folder, name)
    pairs = read_pairs(folder, name)
    texts = dict(zip(collection.column("id"), collection.column("text"), strict=True))
    result = dedup.scan(collection, all_pairs=True)
    recall = recall_of(name, f"min_shared={result.settings.min_shared}", result, pairs)
    enough = all(figure.met for figure in _recalls(recall, held=True))
    runs = [_report(result, recall, pairs, texts.__getitem__, held=enough)]
    if not enough:
        result = dedup.scan(collection, all_pairs=True, min_shared=SMALL)
        recall = recall_of(name, f"min_shared={SMALL}", result, pairs)
        runs.append(_report(result, recall, pairs, texts.__getitem__, held=True))
    default = dedup.scan(collection)
    told = ways_told(default, pairs)
    return {
        "set": name,
        "documents": len(collection),
        "reference_pairs": len(pairs),
        "figures": [figure.as_row() for figure in told_figures(name, default, told)],
        "told": told,
        "runs": runs,
    }


def _recalls(recall: Recall, *, held: bool) -> list[Figure]:
    """Return the recall for each measure, held to its target or only told."""
    return [
        recall.figure(measure, least, TARGETS.get((recall.name, measure, least)) if held else None)
        for measure, least in MEASURES
    ]


def _report(
    result: ScanResult, recall: Recall, pairs: Sequence[ReferencePair], text: Text, *, held: bool
) -> dict[str, Any]:
    deviations = check_matches(sample(result.copies, RECOMPUTED), text, result.settings.threshold)
    missed = explain(recall, text)
    clusters = check_clusters(result.clusters, result.copies, text)
    copies = recall_of(recall.name, f"{recall.run}, without pairs of marked words", result, pairs, marked=False)
    figures = [
        *_recalls(recall, held=held),
        *_recalls(copies, held=False),
        *_proofs(recall, deviations, missed, clusters),
    ]
    return {
        "run": recall.run,
        "figures": [figure.as_row() for figure in figures],
        "relations": dict(Counter(match.relation for match in result.copies)),
        "recall_bins": {measure: recall.bins(measure) for measure in ("jaccard", "containment")},
        "missed": missed,
        "only_marked": _only_marked(recall),
        "deviations": deviations.as_row(),
        "from_reference": _from_reference(result, pairs),
        "clusters": clusters,
    }


def _proofs(recall: Recall, deviations: Deviations, missed: dict[str, Any], clusters: dict[str, Any]) -> list[Figure]:
    """Return the counts of what must not be: deviating figures, pairs not borne out, members that nothing holds."""
    head, of = f"{recall.name}: ", f"{deviations.pairs} pairs recomputed ({recall.run})"
    unexplained = sum(count for why, count in missed["reasons"].items() if why.startswith("unexplained"))
    counted = (
        ("reported figures that deviate", len(deviations.figures), of),
        ("longest runs that deviate, from 12 words on", len(deviations.longest), of),
        ("faulty passages", len(deviations.passage_faults), f"{deviations.passages} passages ({recall.run})"),
        ("reported pairs not borne out", len(deviations.not_borne_out), of),
        (f"missed with {recall.least} words in common runs", unexplained, f"{missed['missed']} missed ({recall.run})"),
        (
            "cluster members that nothing holds together",
            clusters["without_passage"],
            f"{clusters['pairs']} pairs of members in {clusters['clusters']} clusters ({recall.run})",
        ),
    )
    figures = [Figure(head + name, float(value), 0.0, least=False, of=what) for name, value, what in counted]
    short = float(len(deviations.longest_short))
    return [*figures, Figure(f"{head}longest runs that deviate, below 12 words", short, of=of)]


def _only_marked(recall: Recall) -> dict[str, Any]:
    """Return the alike pairs that have nothing but marked words in common."""
    rows = [
        {"a": pair.a, "b": pair.b, "jaccard": pair.jaccard, "containment": pair.containment}
        for pair in sorted(recall.wanted("jaccard", 0.5), key=lambda pair: (-pair.jaccard, pair.a, pair.b))
        if recall.reported.get(pair.key) == ONLY_MARKED
    ]
    return {"jaccard_from_0.5": len(rows), "examples": rows[:_EXAMPLES]}


def _from_reference(result: ScanResult, pairs: Sequence[ReferencePair]) -> dict[str, float]:
    """Return how far reported Jaccards lie from those of the reference, whose words are not folded."""
    said = {frozenset((match.a, match.b)): match.jaccard for match in result.copies}
    apart = sorted(abs(said[pair.key] - pair.jaccard) for pair in pairs if pair.key in said)
    if not apart:
        return {"pairs": 0}
    return {"pairs": len(apart), "median": round(statistics.median(apart), 6), "largest": round(apart[-1], 6)}
