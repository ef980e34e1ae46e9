"""The boilerplate of a document and of those that it met, as far as the index can say without reading everything.

What a whole site repeats shows only beside other texts of the site. Those that hold the most common words of the
documents in question are read for that, and no others: a scan sees all of them. Where very many do, the
first stand for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.documents import collection_of
from dedup.engines.local import LOCAL
from dedup.index.segments import Kind, find
from dedup.origin.records import Records
from dedup.reuse.boilerplate import NO_SITE, SiteText, find_boilerplate
from dedup.reuse.candidates import find_seeds
from dedup.reuse.extents import FEWEST_HOLDERS
from dedup.reuse.pairs import sort_runs
from dedup.sketch.fingerprints import fingerprint, places
from dedup.words.tokens import WordTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedup.index.meeting import Held
    from dedup.lookup.around import Around
    from dedup.settings import Settings

MOST_HOLDERS = 512
"""Holders that are read in all; up to here the answer is that of a scan."""
HOLDERS_OF_A_KEY = 64
"""Where there are more, the first holders of each key that are read: more than make a template."""


def site_text(around: Around, rows: Iterable[int], records: Records, settings: Settings) -> SiteText:
    """Return the boilerplate of some rows of a document's surroundings; none where there is but one row."""
    chosen = sorted(rows)
    if len(chosen) < 2 or not settings.passages:  # noqa: PLR2004 - a document alone is compared with nothing
        return NO_SITE
    others = _holders(around, chosen, settings)
    if not others:
        return NO_SITE
    firsts = [text.first for text in around.texts]
    if around.own == len(firsts):
        firsts.append(1 << 62)
    known = [(firsts[row], around.words.of(row), _publisher(around, row, records)) for row in chosen]
    strangers = Records(collection_of([held.document for held in others]))
    known += [
        (held.text.first, held.words, held.document.publisher or strangers.description(number).publisher)
        for number, held in enumerate(others)
    ]
    order = sorted(range(len(known)), key=lambda number: known[number][0])
    words = _table([known[number][1] for number in order])
    groups = places(fingerprint(words, settings, around.using), around.using)
    seeds = find_seeds(words, groups, settings, around.using, LOCAL)
    runs = around.using.equal_runs(words.hashes, words.offsets, (seeds.first, seeds.second), settings.fingerprint_words)
    _, across, _ = sort_runs(runs, words, settings, around.using, LOCAL)
    site = find_boilerplate(
        words,
        groups,
        across,
        lambda rows: [known[order[row]][2] for row in rows],
        settings,
        around.using,
    )
    place = np.argsort(order)[: len(chosen)]
    return SiteText(site.words.as_of(place, np.array(chosen, np.int64)), ())


def _publisher(around: Around, row: int, records: Records) -> str | None:
    return records.description(around.distinct.members[row][0]).publisher


def _table(parts: list[NDArray[np.uint64]]) -> WordTable:
    return WordTable(np.concatenate(parts), np.cumsum([0, *(part.size for part in parts)]).astype(np.int64))


def _holders(around: Around, rows: list[int], settings: Settings) -> list[Held]:
    """Return the texts, apart from the rows themselves, that hold a key that enough texts hold to be boilerplate."""
    holdings = around.holdings
    found = fingerprint(_table([around.words.of(row) for row in rows]), settings, around.using)
    postings = holdings.live(find(holdings.store.connection, Kind.FINGERPRINTS, np.unique(found.keys)))
    often = np.bincount(postings.query) + 1 >= FEWEST_HOLDERS
    query, words = (column[often[postings.query]] for column in (postings.query, postings.words))
    texts = holdings.at(words.tolist())
    if len(texts) > MOST_HOLDERS:
        order = np.argsort(query, kind="stable")
        place = np.arange(query.size) - np.searchsorted(query[order], query[order])
        texts = holdings.at(words[order][place < HOLDERS_OF_A_KEY].tolist())[:MOST_HOLDERS]
    ours = {around.texts[row].start for row in rows if row < len(around.texts)}
    return holdings.held(text for text in texts if text.start not in ours)
