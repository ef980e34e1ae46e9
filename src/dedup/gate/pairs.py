"""Verified matches become pairs of a document that is judged and a source it shares words with.

Which of two is the source is decided here: the one that was there before, else the one that is dated earlier, else the
one that comes first. What a scan tells of one of several identical documents only is told of each that is judged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dedup.matches import Match, Passage, Place
from dedup.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dedup.gate.joining import Joined
    from dedup.gate.shelf import Shelf
    from dedup.results import ScanResult

_DAY = len("2012-10-22")


@dataclass(frozen=True, slots=True)
class Pair:
    """A document that is judged, and the match with its source; `match.a` is the document, `match.b` the source.

    `was_before` says whether the source is one of the documents that the content is held against.
    """

    match: Match
    was_before: bool

    @property
    def document(self) -> str:
        """The id of the document that is judged."""
        return self.match.a

    @property
    def source(self) -> str:
        """The id of the other one."""
        return self.match.b

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that the two share."""
        return self.match.passages


def find_pairs(result: ScanResult, joined: Joined, shelf: Shelf, *, within: bool) -> list[Pair]:
    """Return the pairs of every judged document, old versions of them too, in the order of the collection.

    Of a source that is there in two versions the one counts that shares more. `within` is whether two judged documents
    are a pair.
    """
    dates = {row.id: row.published[:_DAY] for row in result.documents if row.published}
    matches = [*result.copies, *_of_each(result.copies, joined, shelf)]
    found = [pair for match in matches for pair in _pairs(match, joined, shelf, dates, within=within)]
    best: dict[tuple[str, str], Pair] = {}
    for pair in found:
        key = (pair.document, joined.name(pair.source))
        if key not in best or pair.match.shared_words > best[key].match.shared_words:
            best[key] = pair
    return sorted(best.values(), key=lambda pair: (shelf.order(pair.document), shelf.order(pair.source)))


def _pairs(match: Match, joined: Joined, shelf: Shelf, dates: Mapping[str, str], *, within: bool) -> Iterator[Pair]:
    if joined.name(match.a) == joined.name(match.b):
        return
    if match.a in joined.judged and match.b in joined.judged:
        known = {match.a, match.b} & joined.published
        if len(known) == 1:
            yield Pair(match if match.b in known else _turned(match), was_before=True)
        elif within:
            yield Pair(match if _is_source(match.b, match.a, shelf, dates) else _turned(match), was_before=False)
        return
    for one in (match, _turned(match)):
        if one.a in joined.judged or (one.a in joined.earlier and one.b not in joined.judged):
            yield Pair(one, was_before=True)


def _is_source(document: str, other: str, shelf: Shelf, dates: Mapping[str, str]) -> bool:
    """Return whether the first of two judged documents is the source: by their days, else by their order."""
    days = dates.get(document), dates.get(other)
    if None not in days and days[0] != days[1]:
        return str(days[0]) < str(days[1])
    return shelf.order(document) < shelf.order(other)


def _turned(match: Match) -> Match:
    passages, again = (
        tuple(sorted((replace(passage, a=passage.b, b=passage.a) for passage in each), key=_start))
        for each in (match.passages, match.again)
    )
    return replace(
        match,
        a=match.b,
        b=match.a,
        containment_a=match.containment_b,
        containment_b=match.containment_a,
        passages=passages,
        again=again,
    )


def _start(passage: Passage) -> int:
    return passage.a.start


def _of_each(matches: Iterable[Match], joined: Joined, shelf: Shelf) -> Iterator[Match]:
    """Yield the matches of judged documents that were told of the first document with the same words only."""
    mine = joined.judged | set(joined.earlier)
    partners: dict[str, list[Match]] = {}
    groups = []
    for match in matches:
        if match.relation != "identical":
            partners.setdefault(match.a, []).append(match)
            partners.setdefault(match.b, []).append(_turned(match))
        elif match.a in mine and match.b in mine:
            groups.append((match.a, match.b))
    for first, other in groups:
        for match in partners.get(first, ()):
            passages, again = (tuple(_moved(each, first, other, shelf)) for each in (match.passages, match.again))
            yield replace(match, a=other, passages=passages, again=again)


def _moved(passages: Iterable[Passage], first: str, other: str, shelf: Shelf) -> Iterator[Passage]:
    """Yield passages of one document as they stand in another one, which has the same words."""
    before, after = shelf[first], shelf[other]
    for passage in passages:
        low, high = before.words.within(Span(passage.a.start, passage.a.end))
        where = after.where(int(after.words.starts[low]), int(after.words.ends[high - 1]))
        yield replace(passage, a=Place(where.start, where.end, where.lines[0]))
