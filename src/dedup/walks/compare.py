"""Two documents side by side: a scan of just these two, in which nothing is too small to be listed.

Beside the figures of a scan there are their edits, and which share of either is aligned with the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.documents import collection_of
from dedup.engines.local import LOCAL
from dedup.lazy_sequences import rounded
from dedup.matches import Match
from dedup.origin.extraction import describe, marked_spans, read_claims
from dedup.prefix_sums import prefix_sums
from dedup.reuse.aligned_words import aligned_shares
from dedup.reuse.edits import ComparedDocument, find_edits
from dedup.reuse.located_texts import LocatedText
from dedup.reuse.overlap import longest_common_run
from dedup.settings import Settings
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from dedup.documents import Collection, Document
    from dedup.results import ScanResult

DEFAULT = Settings()


def compare(a: Document, b: Document, settings: Settings = DEFAULT) -> ScanResult:
    """Return what two documents have in common and what kinds of edit lie between them.

    They are listed as a pair if they have a single shingle or aligned words in common, with exact figures, although
    passages are only made of runs of `min_run` words.
    """
    least = min(settings.min_shared, settings.min_run)
    pair = collection_of([a, b])
    result = scan(pair, replace(settings, all_pairs=True, min_shared=least))
    versions = _version(a), _version(b)
    match = next(iter(result.copies), None) or _in_pieces(a, b, versions, settings)
    return replace(result, copies=_described(match, pair, versions) if match else ())


def _described(
    match: Match, pair: Collection, versions: tuple[ComparedDocument, ComparedDocument]
) -> tuple[Match, ...]:
    """Return a match with its edits and aligned shares; nothing if the two texts have nothing in common."""
    passages = match.passages
    if match.relation == "identical":
        aligned_a = aligned_b = 1.0
    else:
        texts = versions[0].located, versions[1].located
        aligned_a, aligned_b = aligned_shares(pair, texts, (*passages, *match.again), LOCAL)
    if not match.shared_words and not aligned_a:
        return ()
    edits = find_edits(*versions, passages) if passages else ()
    return (replace(match, edits=edits, aligned_a=rounded(aligned_a), aligned_b=rounded(aligned_b)),)


def _version(document: Document) -> ComparedDocument:
    claims = read_claims(document)
    located = LocatedText(document.text)
    return ComparedDocument(located, describe(document, claims).title, [span for _, span in marked_spans(claims)])


def _in_pieces(
    a: Document, b: Document, versions: tuple[ComparedDocument, ComparedDocument], settings: Settings
) -> Match | None:
    """Return the exact figures of two documents that share shingles here and there at the most; none for no words."""
    words = [version.located.words.hashes for version in versions]
    offsets = prefix_sums([part.size for part in words])
    counts = np.diff(offsets)
    if not counts.all():
        return None
    shingles = kernels.shingle_hashes(np.concatenate(words), offsets, settings.words)
    found = kernels.compare_sets(shingles, counts, (np.zeros(1, np.int64), np.ones(1, np.int64)), settings.words)
    shared, distinct_a, distinct_b, covered_a, covered_b = (int(column[0]) for column in found)
    figures = shared / (distinct_a + distinct_b - shared), covered_a / int(counts[0]), covered_b / int(counts[1])
    longest = longest_common_run(words[0], words[1], settings.min_run - 1)
    return Match(a.id, b.id, "partial", *figures, shared_words=min(covered_a, covered_b), longest_run=longest)
