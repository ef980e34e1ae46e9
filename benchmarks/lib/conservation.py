"""Reference pairs against a result at the defaults: how each is told, and which vanish."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lib.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedup.results import ScanResult
    from lib.labelled import ReferencePair

LEAST = (("jaccard", 0.3), ("jaccard", 0.5), ("containment", 0.5), ("containment", 0.8))
WAYS = ("listed", "one cluster", "one template", "summed up", "linked by others", "vanished")


class _Groups:
    """Which documents are connected, by union and find."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, name: str) -> str:
        """Return the document that stands for all that are connected with this one."""
        while (parent := self._parent.setdefault(name, name)) != name:
            self._parent[name] = self._parent[parent]
            name = parent
        return name

    def join(self, names: Iterable[str]) -> None:
        """Connect documents."""
        first, *rest = names
        for name in rest:
            self._parent[self.find(name)] = self.find(first)


def ways_told(result: ScanResult, pairs: Sequence[ReferencePair]) -> dict[str, dict[str, int]]:
    """Return for each measure of `LEAST` how many reference pairs are told in each of `WAYS`."""
    listed = {frozenset((match.a, match.b)) for match in result.copies}
    homes = [
        ("one cluster", _homes(cluster.members for cluster in result.clusters)),
        ("one template", _homes(group.members for group in result.templates)),
        ("summed up", _homes(group.members for group in result.summed_up)),
    ]
    connected = _Groups()
    for names in listed:
        connected.join(names)
    for groups in (result.clusters, result.templates, result.summed_up):
        for group in groups:
            connected.join(group.members)

    def way(pair: ReferencePair) -> str:
        if pair.key in listed:
            return "listed"
        for name, home in homes:
            if home.get(pair.a, set()) & home.get(pair.b, set()):
                return name
        return "linked by others" if connected.find(pair.a) == connected.find(pair.b) else "vanished"

    told = {}
    for measure, least in LEAST:
        counts = Counter(way(pair) for pair in pairs if getattr(pair, measure) >= least)
        told[f"{measure} ≥ {least:g}"] = {name: counts[name] for name in WAYS}
    return told


def figures(name: str, result: ScanResult, told: dict[str, dict[str, int]]) -> Iterator[Figure]:
    """Yield how many pairs vanish, and whether the counts of the result add up to what it lists."""
    for measure, ways in told.items():
        of = f"of {sum(ways.values())} (defaults)"
        yield Figure(f"{name}: pairs of {measure} that vanish", float(ways["vanished"]), of=of)
    counts = result.counts
    off = abs(counts.verified - counts.listed - counts.linked - counts.summed_up)
    off += abs(counts.listed - len(result.copies))
    off += abs(counts.linked - sum(group.pairs for group in result.templates))
    off += abs(counts.summed_up - sum(group.pairs for group in result.summed_up))
    what = f"of {counts.verified} verified (defaults)"
    yield Figure(f"{name}: pairs told in no way or in two", float(off), 0.0, least=False, of=what)


def _homes(groups: Iterable[Sequence[str]]) -> dict[str, set[int]]:
    homes: dict[str, set[int]] = {}
    for number, members in enumerate(groups):
        for member in members:
            homes.setdefault(member, set()).add(number)
    return homes
