"""Reported pairs and clusters against the texts: figures recomputed, pairs borne out, members held together."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import LCSseq

from dedup.lazy_sequences import DIGITS
from lib.textbook import RUN, Words, exact, longest_run, runs_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dedup.matches import Cluster, Match, Passage

    Text = Callable[[str], str]

SEED = 7
IN_PIECES = 0.3
"""Share of the smaller text's shingles from which `docs/method.md` lists a pair that has no common run."""
SHARED, IN_A_ROW = 30, 3
"""Words of a third member that two members of a cluster both hold, and of how many in a row: `docs/method.md`."""
_SAME = 0.5 * 10**-DIGITS + 1e-12
"""How far a figure may be from the exact one: results have figures of so many digits."""
_EXAMPLES = 10


@dataclass(slots=True)
class Deviations:
    """What was recomputed and found to differ: each fault as a row of ids and numbers.

    `longest` are runs that were reported too short; `longest_short` those of them that have fewer than `RUN` words,
    which are not promised to be found.
    """

    pairs: int = 0
    passages: int = 0
    figures: list[dict[str, Any]] = field(default_factory=list)
    longest: list[dict[str, Any]] = field(default_factory=list)
    longest_short: list[dict[str, Any]] = field(default_factory=list)
    passage_faults: list[dict[str, Any]] = field(default_factory=list)
    not_borne_out: list[dict[str, Any]] = field(default_factory=list)

    def as_row(self) -> dict[str, Any]:
        """Return counts and examples as they are written to JSON."""
        faults = ("figures", "longest", "longest_short", "passage_faults", "not_borne_out")
        return {
            "pairs": self.pairs,
            "passages": self.passages,
            **{name: len(getattr(self, name)) for name in faults},
            "examples": {name: getattr(self, name)[:_EXAMPLES] for name in faults if getattr(self, name)},
        }


def sample(matches: Sequence[Match], most: int) -> list[Match]:
    """Return all matches, or a seeded sample of them, in their order."""
    if len(matches) <= most:
        return list(matches)
    chosen = random.Random(SEED).sample(range(len(matches)), most)  # noqa: S311 - a sample, not a secret
    return [matches[i] for i in sorted(chosen)]


def check_matches(matches: Iterable[Match], text: Text, threshold: float) -> Deviations:
    """Recompute every figure of the matches from the texts and return where the two differ."""
    found = Deviations()
    for match in matches:
        found.pairs += 1
        texts = text(match.a), text(match.b)
        words = words_of(texts[0]), words_of(texts[1])
        names = {"a": match.a, "b": match.b}
        found.figures += [{**names, **fault} for fault in _figure_faults(match, *words)]
        if match.longest_run != (longest := longest_run(*words)):
            row = {**names, "reported": match.longest_run, "exact": longest}
            (found.longest if longest >= RUN else found.longest_short).append(row)
        found.passages += len(match.passages)
        found.passage_faults += [{**names, "fault": fault} for fault in _passage_faults(match.passages, *texts)]
        if not borne_out(match, *texts, threshold):
            found.not_borne_out.append({**names, "jaccard": match.jaccard, "longest_run": longest})
    return found


def _figure_faults(match: Match, a: Words, b: Words) -> Iterator[dict[str, Any]]:
    figures = exact(a, b)
    for name in ("jaccard", "containment_a", "containment_b"):
        said, is_so = getattr(match, name), getattr(figures, name)
        if abs(said - is_so) > _SAME:
            yield {"figure": name, "reported": said, "exact": is_so}


def borne_out(match: Match, a: str, b: str, threshold: float) -> bool:
    """Return whether the texts have what a pair is listed for: a passage of `RUN` words, or enough of it in pieces."""
    if holds_passage(match, a, b):
        return True
    figures = exact(words_of(a), words_of(b))
    return figures.jaccard >= threshold or figures.of_smaller >= IN_PIECES


def holds_passage(match: Match, a: str, b: str) -> bool:
    """Return whether a reported passage has `RUN` words that are the same in the same order, or all words are."""
    return words_of(a) == words_of(b) or any(_same_words(passage, a, b) >= RUN for passage in match.passages)


def _sides(passage: Passage, a: str, b: str) -> tuple[Words, Words]:
    return words_of(a[passage.a.start : passage.a.end]), words_of(b[passage.b.start : passage.b.end])


def _same_words(passage: Passage, a: str, b: str) -> int:
    """Return how many words of a passage are the same in the same order, by RapidFuzz."""
    return int(LCSseq.similarity(*_sides(passage, a, b)))


def _passage_faults(passages: Sequence[Passage], a: str, b: str) -> Iterator[str]:
    """Yield what is wrong with passages, seen from the words that they name on both sides."""
    for passage in passages:
        ours, theirs = _sides(passage, a, b)
        if not ours or not theirs or ours[0] != theirs[0] or ours[-1] != theirs[-1]:
            yield f"at {passage.a.start}: its ends do not hold the same word"
        if max(len(ours), len(theirs)) != passage.words:
            yield f"at {passage.a.start}: it has {max(len(ours), len(theirs))} words, not {passage.words}"
        if passage.same_words != _same_words(passage, a, b):
            yield f"at {passage.a.start}: {_same_words(passage, a, b)} words are the same, not {passage.same_words}"
    for one, other in pairwise(sorted(passages, key=lambda passage: passage.a.start)):
        if one.a.end > other.a.start and one.b.start < other.b.end and one.b.end > other.b.start:
            yield f"at {other.a.start}: it overlaps the passage before it on both sides"


def check_clusters(clusters: Iterable[Cluster], matches: Iterable[Match], text: Text) -> dict[str, Any]:
    """Return how two members of a cluster are held together, by brute force on each two.

    They have the same words or a run of `RUN` of them in common (runs are compared by hash; texts whose hashes differ
    throughout have certainly none), or a reported passage with `RUN` same words and small edits between them, or hold
    the same `SHARED` words of a third member. Where nothing of this is so, they are alike only in pieces, if they were
    reported, and unrelated if not.
    """
    clusters = list(clusters)
    reported = {frozenset((match.a, match.b)): match for match in matches}
    held: Counter[str] = Counter()
    examples: list[dict[str, Any]] = []
    for cluster in clusters:
        words = {member: words_of(text(member)) for member in cluster.members}
        runs = {member: frozenset(map(hash, runs_of(words[member], RUN))) for member in cluster.members}
        for a, b in combinations(cluster.members, 2):
            how = "run"
            if runs[a].isdisjoint(runs[b]) and words[a] != words[b]:
                how = _held(reported.get(frozenset((a, b))), text)
            if how in {"pieces", "nothing"} and _hold_same_words(words[a], words[b], words.values()):
                how = "third"
            held[how] += 1
            if how in {"pieces", "nothing"}:
                figures = exact(words[a], words[b])
                row = {"cluster": cluster.id, "a": a, "b": b, "held_by": how, "jaccard": round(figures.jaccard, 4)}
                examples.append({**row, "longest_run": longest_run(words[a], words[b])})
    return {
        "clusters": len(clusters),
        "members": sum(len(cluster.members) for cluster in clusters),
        "largest": max((len(cluster.members) for cluster in clusters), default=0),
        "pairs": held.total(),
        "held_by": dict(sorted(held.items())),
        "without_passage": held["pieces"] + held["nothing"],
        "examples": examples[:_EXAMPLES],
    }


def _hold_same_words(a: Words, b: Words, members: Iterable[Words]) -> bool:
    """Return whether two texts hold the same `SHARED` words of a third one."""
    return any(len(_words_held(third, a) & _words_held(third, b)) >= SHARED for third in members if third not in (a, b))


def _words_held(text: Words, other: Words) -> set[int]:
    """Return which words of a text another one holds: those of a longest common subsequence, three or more in a row."""
    blocks = LCSseq.opcodes(text, other)
    rows = [range(block.src_start, block.src_end) for block in blocks if block.tag == "equal"]
    return {place for row in rows if len(row) >= IN_A_ROW for place in row}


def _held(match: Match | None, text: Text) -> str:
    """Return what holds two members that have no run in common."""
    if match is None:
        return "nothing"
    return "passage" if holds_passage(match, text(match.a), text(match.b)) else "pieces"
