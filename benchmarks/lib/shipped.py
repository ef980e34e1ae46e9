"""What can be measured without anybody's text: generated articles with known edits, against the floors that hold."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dedup
from dedup.relations import CONTAINED, NEAR_IDENTICAL
from dedup.reuse.repetitions import ARTEFACT
from lib.alignment import score
from lib.edited import RATES, make
from lib.exactness import check_clusters, check_matches
from lib.figures import Figure, share
from lib.textbook import RUN, SHINGLE, Words, covered_words, runs_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dedup.matches import Match
    from dedup.results import ScanResult
    from lib.edited import Made

SEED = 11
FAMILIES = 16
FLOORS = Path(__file__).parents[1] / "floors.json"
_PUNCTUATION = 2
"""Characters by which a passage of words may be shorter than the paragraphs it covers: the full stop at the end."""


def measure(families: int = FAMILIES, seed: int = SEED, scan: Callable[..., ScanResult] = dedup.scan) -> list[Figure]:
    """Return every figure of a scan of the generated part, held to its floor."""
    made = make(families, seed)
    result = scan(made.documents, all_pairs=True)
    texts = {document.id: document.text for document in made.documents}
    figures = [
        *_recall(made, result),
        *_relations(made, result),
        *_passages(made, result, texts),
        *_exact(result, texts),
        *_clusters(made, result, texts),
        *_repetitions(made, result),
        *_filtering(texts),
    ]
    return [_held(figure, floors()) for figure in figures]


def floors() -> dict[str, dict[str, float]]:
    """Return the floors: by name, figures to be reached (``at_least``) and not to be exceeded (``at_most``)."""
    read: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8"))
    return read


def _held(figure: Figure, bounds: dict[str, dict[str, float]]) -> Figure:
    for least, side in ((True, "at_least"), (False, "at_most")):
        if figure.name in bounds[side]:
            return Figure(figure.name, figure.value, bounds[side][figure.name], least, figure.of)
    return figure


def _count(name: str, value: int, of: str = "") -> Figure:
    return Figure(name, float(value), of=of)


def _listed(result: ScanResult) -> dict[frozenset[str], Match]:
    """Return the listed pairs but those that have nothing but marked words in common, and no run beside them."""
    return {
        frozenset((match.a, match.b)): match
        for match in result.copies
        if match.relation != "partial" or match.unmarked_share * match.shared_words >= RUN
    }


def _recall(made: Made, result: ScanResult) -> Iterator[Figure]:
    listed = _listed(result)
    kinds: dict[str, list[bool]] = defaultdict(list)
    for kind, a, b in made.copies:
        kinds[kind].append(frozenset((a, b)) in listed)
    for kind, found in kinds.items():
        yield Figure(f"recall: {kind}", share(sum(found), len(found)), of=f"{sum(found)} of {len(found)} pairs")
    strange = [pair for pair in listed if len({made.family[name] for name in pair}) > 1]
    yield _count("copies between unrelated families", len(strange), f"of {len(listed)} listed pairs")
    traps = sum(frozenset(pair) in listed for pair in made.strangers)
    yield _count("copies between strangers", traps, f"of {len(made.strangers)} pairs that a template or a chain joins")


def _relations(made: Made, result: ScanResult) -> Iterator[Figure]:
    """Yield how often the relation is the one that the kind of edit makes."""
    listed = _listed(result)
    expected = {"copy": "identical", "dropped": "contained", "contained": "contained", "excerpt": "partial"}
    pairs = [(kind, listed.get(frozenset((a, b)))) for kind, a, b in made.copies if kind in expected]
    right = sum(match is not None and match.relation == expected[kind] for kind, match in pairs)
    yield Figure("relations right", share(right, len(pairs)), of=f"{right} of {len(pairs)} pairs")


def _passages(made: Made, result: ScanResult, texts: dict[str, str]) -> Iterator[Figure]:
    matches = {(match.a, match.b): match for match in result.copies}
    aligned = score(made.labels, {pair: match.passages for pair, match in matches.items()}, _PUNCTUATION)
    yield Figure("spans found", aligned.found, of=f"{len(aligned.scored)} spans")
    yield Figure("granularity", aligned.granularity, of="passages per found span")
    yield Figure("characters outside", aligned.outside_share, of=f"{aligned.reported} reported characters")
    runs = covered = 0
    for kind, a, b in made.copies:
        in_runs, reported = _guaranteed(matches.get((a, b)), texts[a], texts[b])
        if kind != "copy":  # copies are collapsed, not aligned
            runs, covered = runs + in_runs, covered + reported
    yield Figure(f"words of common runs of {RUN} in passages", share(covered, runs), of=f"{runs} words of first texts")


def _guaranteed(match: Match | None, a: str, b: str) -> tuple[int, int]:
    """Return how many words of the first text stand in runs that both have, and how many of them in passages."""
    words = words_of(a)
    common = set(runs_of(words, RUN)) & set(runs_of(words_of(b), RUN))
    in_runs = covered_words(words, common, RUN)
    inside: set[int] = set()
    for passage in match.passages if match else ():
        before = len(words_of(a[: passage.a.start]))
        inside.update(range(before, before + len(words_of(a[passage.a.start : passage.a.end]))))
    return len(in_runs), len(in_runs & inside)


def _exact(result: ScanResult, texts: dict[str, str]) -> Iterator[Figure]:
    found = check_matches(result.copies, texts.__getitem__, result.settings.threshold)
    of = f"{found.pairs} pairs, {found.passages} passages"
    yield _count("figures that deviate", len(found.figures), of)
    yield _count("longest runs that deviate", len(found.longest), of)
    yield _count("passages with a fault", len(found.passage_faults), of)
    yield _count("pairs that the texts do not bear out", len(found.not_borne_out), of)


def _clusters(made: Made, result: ScanResult, texts: dict[str, str]) -> Iterator[Figure]:
    proof = check_clusters(result.clusters, result.copies, texts.__getitem__)
    yield _count(
        "cluster members that nothing holds together", proof["without_passage"], f"{proof['pairs']} pairs of members"
    )
    together = {frozenset(pair) for one in result.clusters for pair in combinations(one.members, 2)}
    trapped = sum(frozenset(pair) in together for pair in made.strangers)
    yield _count("strangers in one cluster", trapped, f"of {len(made.strangers)} pairs")
    kinds = {"copy", "dropped", "reordered", *(f"edited {rate:.0%}" for rate in RATES[:3])}
    versions = [frozenset((a, b)) for kind, a, b in made.copies if kind in kinds]
    joined = sum(pair in together for pair in versions)
    yield Figure("versions in one cluster", share(joined, len(versions)), of=f"{joined} of {len(versions)} pairs")


def _repetitions(made: Made, result: ScanResult) -> Iterator[Figure]:
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for one in result.repetitions:
        found[one.document].add((one.first.paragraph, one.second.paragraph))
    planted = [(name, pair) for name, pairs in made.repeats.items() for pair in pairs]
    hits = sum(pair in found[name] for name, pair in planted)
    yield Figure("repeated paragraphs found", share(hits, len(planted)), of=f"{hits} of {len(planted)}")
    said = sum(map(len, found.values()))
    yield _count("repetitions that were not planted", said - hits, f"of {said} reported")
    called = {one.document for one in result.repetitions if one.verdict == ARTEFACT}
    right = len(called & set(made.artefacts))
    yield Figure("artefacts recognised", share(right, len(made.artefacts)), of=f"{right} of {len(made.artefacts)}")
    yield _count("false verdicts of an artefact", len(called - set(made.artefacts)), f"of {len(called)} verdicts")


def _filtering(texts: dict[str, str]) -> Iterator[Figure]:
    """Yield what a filter removed without reason, and what it left, by the sets of shingles of all documents."""
    kept = set(
        dedup.filter([dedup.Document(id=name, text=text) for name, text in texts.items()]).table()["id"].to_pylist()
    )
    sets = {name: set(runs_of(words_of(text), SHINGLE)) for name, text in texts.items()}
    removed = sorted(sets.keys() - kept)
    borne_out = [name for name in removed if any(_is_copy(sets[name], sets[other]) for other in kept)]
    yield _count("removals that no kept document bears out", len(removed) - len(borne_out), f"{len(removed)} removals")
    pairs = list(combinations(sorted(kept), 2))
    left = sum(_is_copy(sets[a], sets[b]) or _is_copy(sets[b], sets[a]) for a, b in pairs)
    yield _count("copies that a filter left", left, f"{len(pairs)} pairs of kept documents")


def _is_copy(text: set[Words], other: set[Words]) -> bool:
    """Return whether a text may go for another one: by their Jaccard, or by its share in one that is not smaller."""
    shared = len(text & other)
    contained = len(text) <= len(other) and shared >= CONTAINED * len(text)
    return contained or shared >= NEAR_IDENTICAL * (len(text) + len(other) - shared)


def as_rows(figures: list[Figure]) -> list[dict[str, Any]]:
    """Return the figures as they are written to JSON."""
    return [figure.as_row() for figure in figures]
