"""The pairs of a look-up → verified matches with exact figures, relations and passages.

What a whole site repeats shows only beside other texts of the site. So the texts of the index that hold the most common
words of the document and its candidates are read too, and no others: a scan sees all of them. Of very many such texts,
the first are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.documents import collection_of
from dedup.engines.local import LOCAL
from dedup.index.segments import Kind, find_postings
from dedup.origin.records import Records
from dedup.prefix_sums import prefix_sums
from dedup.reuse.boilerplate import NO_BOILERPLATE, SiteBoilerplate, find_boilerplate
from dedup.reuse.boilerplate_ranges import FEWEST_HOLDERS
from dedup.reuse.document_matches import build_matches
from dedup.reuse.located_texts import TextLocator
from dedup.reuse.marked_words import WordMarks
from dedup.reuse.passages import build_passages, pairs_to_compare
from dedup.reuse.seeds import find_seeds
from dedup.reuse.verification import verify
from dedup.sketch.fingerprints import fingerprint, group_positions
from dedup.words.tokens import WordTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedup.index.view import LoadedText
    from dedup.matches import Match
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.passages import PairRuns
    from dedup.settings import Settings
    from dedup.walks.neighbourhood import Neighbourhood

MOST_HOLDERS = 512
"""Holders that are read in all; up to here the answer is that of a scan."""
HOLDERS_OF_A_KEY = 64
"""Where there are more, the first holders of each key that are read: more than make a template."""


def verified_matches(
    neighbourhood: Neighbourhood, chosen: PassageTable, uncovered_runs: PairRuns, settings: Settings
) -> tuple[Match, ...]:
    """Return the matches of the document, the heaviest first; an index knows no origins, which count in a weight.

    `uncovered_runs` are the runs of its pairs that no passages cover on both sides.
    """
    records = Records(neighbourhood.collection)
    locator = TextLocator(neighbourhood.collection)
    rows = {neighbourhood.own, *chosen.a.tolist(), *chosen.b.tolist()}
    marks = WordMarks(
        locator, neighbourhood.distinct, records.marked_spans, _boilerplate(neighbourhood, rows, records, settings)
    )
    verified = verify(chosen, neighbourhood.words, marks, settings, LOCAL)
    ids = neighbourhood.collection.column("id")
    made = build_matches(verified, uncovered_runs, neighbourhood.distinct, ids, locator, marks, settings)
    return tuple(match for match in made.weighed() if match.b == neighbourhood.document.id)


def _boilerplate(
    neighbourhood: Neighbourhood, rows: Iterable[int], records: Records, settings: Settings
) -> SiteBoilerplate:
    """Return the boilerplate of some rows, as far as the index can tell without reading everything."""
    chosen = sorted(rows)
    if len(chosen) < 2 or not settings.passages:  # noqa: PLR2004 - a document alone is compared with nothing
        return NO_BOILERPLATE
    others = _holders(neighbourhood, chosen, settings)
    if not others:
        return NO_BOILERPLATE
    firsts = [text.first for text in neighbourhood.texts]
    if neighbourhood.own == len(firsts):
        firsts.append(1 << 62)
    known = [(firsts[row], neighbourhood.words.of(row), _publisher(neighbourhood, row, records)) for row in chosen]
    holders = Records(collection_of([loaded.document for loaded in others]))
    known += [
        (loaded.text.first, loaded.words, loaded.document.publisher or holders.description(number).publisher)
        for number, loaded in enumerate(others)
    ]
    order = sorted(range(len(known)), key=lambda number: known[number][0])
    words = _table([known[number][1] for number in order])
    groups = group_positions(fingerprint(words, settings))
    seeds = find_seeds(words, groups, settings, LOCAL)
    runs = kernels.extend_seeds(words.hashes, words.offsets, (seeds.first, seeds.second), settings.fingerprint_words)
    _, across, _ = build_passages(pairs_to_compare(runs, words, settings), words, settings, LOCAL)
    site = find_boilerplate(
        words,
        groups,
        across,
        lambda rows: [known[order[row]][2] for row in rows],
        settings,
    )
    place = np.argsort(order)[: len(chosen)]
    return SiteBoilerplate(site.words.relabelled(place, np.array(chosen, np.int64)), ())


def _publisher(neighbourhood: Neighbourhood, row: int, records: Records) -> str | None:
    return records.description(neighbourhood.distinct.members[row][0]).publisher


def _table(parts: list[NDArray[np.uint64]]) -> WordTable:
    return WordTable(np.concatenate(parts), prefix_sums([part.size for part in parts]))


def _holders(neighbourhood: Neighbourhood, rows: list[int], settings: Settings) -> list[LoadedText]:
    """Return the texts, apart from the rows themselves, that hold a key that enough texts hold to be boilerplate."""
    view = neighbourhood.view
    found = fingerprint(_table([neighbourhood.words.of(row) for row in rows]), settings)
    postings = view.live(find_postings(view.store.connection, Kind.FINGERPRINTS, np.unique(found.keys)))
    often = np.bincount(postings.query) + 1 >= FEWEST_HOLDERS
    query, words = (column[often[postings.query]] for column in (postings.query, postings.words))
    texts = view.texts_at(words.tolist())
    if len(texts) > MOST_HOLDERS:
        order = np.argsort(query, kind="stable")
        place = np.arange(query.size) - np.searchsorted(query[order], query[order])
        texts = view.texts_at(words[order][place < HOLDERS_OF_A_KEY].tolist())[:MOST_HOLDERS]
    ours = {neighbourhood.texts[row].start for row in rows if row < len(neighbourhood.texts)}
    return view.load(text for text in texts if text.start not in ours)
