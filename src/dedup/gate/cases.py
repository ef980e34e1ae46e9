"""The result of a scan → cases: each judged document with its pairs, repetitions, marks and claims.

A pair is a judged document and a source that it shares words with. Which of two documents is the source is decided
here: the one that was there before, else the one with the earlier date, else the one that comes first. What a scan
reports of one of several identical documents only is reported of each that is judged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.gate.attribution import says_it_is_from
from dedup.gate.prose_pairs import JudgedPair, of_prose, repetition_of_prose
from dedup.gate.publishing import bears_status
from dedup.gate.site_paths import site_kind_of_pair
from dedup.matches import Passage, Place
from dedup.results import rows_named
from dedup.reuse.marked_words import SMALL_PART
from dedup.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dedup.gate.corpus import Corpus
    from dedup.gate.documents import GateDocument, GateDocuments
    from dedup.gate.rules import Repeating, Rules
    from dedup.matches import Mark, Match, Repetition
    from dedup.origin.provenance import Provenance
    from dedup.results import ScanResult


@dataclass(frozen=True, slots=True)
class Case:
    """One document before the gate, with all that is known against it.

    `documents` are all documents, by their ids. `left_out` says of each word of this one whether it is left out, as
    marked or because it is not prose (see `dedup.gate.rules.Rules`); it is empty where no pair is judged. `provenance`
    is where it says or is seen to come from, `least` how many words a pair must share to be judged, and `min_run` the
    shortest run that counts. `revision` is what its sources are named with; an earlier version of a judged document is
    a case too.
    """

    document: GateDocument
    documents: GateDocuments
    pairs: tuple[JudgedPair, ...]
    repetitions: tuple[Repetition, ...]
    left_out: NDArray[np.bool_]
    provenance: Provenance | None
    least: int
    min_run: int
    revision: str | None
    is_earlier: bool


def make_cases(
    result: ScanResult, corpus: Corpus, documents: GateDocuments, rules: Rules, *, least: int
) -> tuple[list[Case], Counter[str]]:
    """Return the cases in the order of the collection, and how many pairs and repetitions were left out, by why.

    A document of which nothing was found is no case.
    Why is ``outgoing`` where the other text says that it was taken from the one that is judged, ``not_prose`` where too
    few of the words are prose, or one of `REPEATING`.
    """
    provenance = {one.document: one for one in result.provenance}
    pairs: dict[str, list[JudgedPair]] = {}
    counts: Counter[str] = Counter()
    for found in find_pairs(result, corpus, documents, within=rules.within):
        is_judged = found.document in corpus.judged
        pair, why = _looked_at(found, provenance, documents, rules, least)
        if pair is not None:
            pairs.setdefault(pair.document, []).append(pair)
        if why is not None and is_judged:
            counts[why] += 1
    repetitions: dict[str, list[Repetition]] = {}
    for repetition in result.repetitions if rules.self_repetition else ():
        if repetition.document not in corpus.judged and repetition.document not in corpus.earlier:
            continue
        document = documents[repetition.document]
        is_judged = repetition.document in corpus.judged
        if document.is_changelog and "changelogs" not in rules.judge:
            counts["changelogs"] += is_judged
        elif (prose := repetition_of_prose(repetition, document, result.settings.min_repeated)) is None:
            counts["not_prose"] += is_judged
        else:
            repetitions.setdefault(repetition.document, []).append(prose)
    marks: dict[str, list[Mark]] = {}
    for mark in result.marks:
        marks.setdefault(mark.document, []).append(mark)
    cases = [
        Case(
            document=documents[name],
            documents=documents,
            pairs=tuple(pairs.get(name, ())),
            repetitions=tuple(repetitions.get(name, ())),
            left_out=left_out(documents[name], pairs.get(name, ()), marks.get(name, ()), rules),
            provenance=provenance.get(name),
            least=least,
            min_run=result.settings.min_run,
            revision=corpus.revision,
            is_earlier=name in corpus.earlier,
        )
        for name in sorted(
            {*pairs, *repetitions, *provenance, *_with_status(corpus, documents, rules)}
            & {*corpus.judged, *corpus.earlier},
            key=documents.order,
        )
    ]
    return cases, counts


def _with_status(corpus: Corpus, documents: GateDocuments, rules: Rules) -> set[str]:
    """Return the documents that are judged by themselves: those under embargo, and those that were killed."""
    if not {"embargo", "kill"} & {*rules.require}:
        return set()
    return {name for name in corpus.judged if bears_status(documents[name])}


def _looked_at(
    pair: JudgedPair, provenance: Mapping[str, Provenance], documents: GateDocuments, rules: Rules, least: int
) -> tuple[JudgedPair | None, str | None]:
    """Return a pair with its figures of prose, or None if it is left out, and why it is left out or not judged."""
    if says_it_is_from(provenance.get(pair.source), pair.document):
        return None, "outgoing"
    is_long = pair.match.shared_words >= least
    if not is_long and rules.max_run is None and rules.max_reuse is None:
        return pair, None  # no rule looks at it
    document, source = documents[pair.document], documents[pair.source]
    kind = site_kind(document, source)
    if kind is not None and kind not in rules.judge:
        return None, kind
    found = of_prose(pair, documents)
    return found, "not_prose" if is_long and found.shared_words < least else None


def site_kind(document: GateDocument, source: GateDocument) -> Repeating | None:
    """Return why two pages of a site repeat each other on purpose, if they do."""
    if document.is_changelog or source.is_changelog:
        return "changelogs"
    path, other = document.original.path, source.original.path
    return site_kind_of_pair(path, other) if path and other else None


def left_out(
    document: GateDocument, pairs: Sequence[JudgedPair], marks: Iterable[Mark], rules: Rules
) -> NDArray[np.bool_]:
    """Return for each word of a document whether it is left out, by its marks and because it is not prose.

    A footer under an article is left out; a text of which half is marked consists of what others carry, and counts.
    """
    if not pairs:
        return np.zeros(0, bool)
    is_looked_at = any(pair.prose_words is not None for pair in pairs)
    marked = _marked(document, list(marks), rules)
    return marked | ~document.prose if is_looked_at else marked


def _marked(document: GateDocument, marks: Sequence[Mark], rules: Rules) -> NDArray[np.bool_]:
    if not marks:
        return np.zeros(document.words.hashes.size, bool)
    every = document.covered((mark.start, mark.end) for mark in marks)
    ignored = document.covered((mark.start, mark.end) for mark in marks if mark.kind in rules.ignore_kinds)
    is_small = np.count_nonzero(every) < SMALL_PART * every.size
    return every if is_small and not rules.count_marked else ignored


_DAY = len("2012-10-22")


def find_pairs(result: ScanResult, corpus: Corpus, documents: GateDocuments, *, within: bool) -> list[JudgedPair]:
    """Return the pairs of every judged document, old versions of them too, in the order of the collection.

    Of a source that is there in two versions the one counts that shares more. `within` is whether two judged documents
    are a pair.
    """
    paired = {name for match in result.copies for name in (match.a, match.b)}
    rows = rows_named(result.documents, paired).values() if within else ()
    dates = {row.id: row.published[:_DAY] for row in rows if row.published}
    matches = [*result.copies, *_of_identical(result.copies, corpus, documents)]
    found = [pair for match in matches for pair in _pairs(match, corpus, documents, dates, within=within)]
    best: dict[tuple[str, str], JudgedPair] = {}
    for pair in found:
        key = (pair.document, corpus.name(pair.source))
        if key not in best or pair.match.shared_words > best[key].match.shared_words:
            best[key] = pair
    return sorted(best.values(), key=lambda pair: (documents.order(pair.document), documents.order(pair.source)))


def _pairs(
    match: Match, corpus: Corpus, documents: GateDocuments, dates: Mapping[str, str], *, within: bool
) -> Iterator[JudgedPair]:
    if corpus.name(match.a) == corpus.name(match.b):
        return
    if match.a in corpus.judged and match.b in corpus.judged:
        known = {match.a, match.b} & corpus.published
        if len(known) == 1:
            yield JudgedPair(match if match.b in known else _swapped(match), was_before=True)
        elif within:
            yield JudgedPair(
                match if _is_source(match.b, match.a, documents, dates) else _swapped(match), was_before=False
            )
        return
    for one in (match, _swapped(match)):
        if one.a in corpus.judged or (one.a in corpus.earlier and one.b not in corpus.judged):
            yield JudgedPair(one, was_before=True)


def _is_source(document: str, other: str, documents: GateDocuments, dates: Mapping[str, str]) -> bool:
    """Return whether the first of two judged documents is the source: by their days, else by their order."""
    days = dates.get(document), dates.get(other)
    if None not in days and days[0] != days[1]:
        return str(days[0]) < str(days[1])
    return documents.order(document) < documents.order(other)


def _swapped(match: Match) -> Match:
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


def _of_identical(matches: Iterable[Match], corpus: Corpus, documents: GateDocuments) -> Iterator[Match]:
    """Yield the matches of judged documents that the scan reports of the first document with the same words only."""
    mine = corpus.judged | set(corpus.earlier)
    partners: dict[str, list[Match]] = {}
    groups = []
    for match in matches:
        if match.relation != "identical":
            partners.setdefault(match.a, []).append(match)
            partners.setdefault(match.b, []).append(_swapped(match))
        elif match.a in mine and match.b in mine:
            groups.append((match.a, match.b))
    for first, other in groups:
        for match in partners.get(first, ()):
            passages, again = (
                tuple(_transferred(each, first, other, documents)) for each in (match.passages, match.again)
            )
            yield replace(match, a=other, passages=passages, again=again)


def _transferred(passages: Iterable[Passage], first: str, other: str, documents: GateDocuments) -> Iterator[Passage]:
    """Yield passages of one document as they stand in another one, which has the same words."""
    before, after = documents[first], documents[other]
    for passage in passages:
        low, high = before.words.within(Span(passage.a.start, passage.a.end))
        where = after.where(int(after.words.starts[low]), int(after.words.ends[high - 1]))
        yield replace(passage, a=Place(where.start, where.end, where.lines[0]))
