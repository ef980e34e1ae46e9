"""What the scan promises to have found, and what it found and does not list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.content import Section, Sentence
from dedup.report.phrases import counted, number

if TYPE_CHECKING:
    from dedup.counts import Counts
    from dedup.results import Recall, ScanResult
    from dedup.settings import Settings


def recall(result: ScanResult) -> Section:
    """Return the promise of this run, and every cap that had an effect."""
    promises = " ".join(filter(None, (_guarantee(result.recall), _expectation(result.recall))))
    left_out = _left_out(result.counts, result.settings)
    return Section("Recall", promises, tuple(Sentence(text, "faint") for text in left_out))


def _guarantee(recall: Recall) -> str:
    if not recall.guarantee:
        return ""
    return f"every run of {counted(recall.guarantee, 'word')} or more that stands in two places is found."


def _expectation(recall: Recall) -> str:
    if not recall.bands:
        return ""
    bands = f"{counted(recall.bands, 'band')} of {counted(recall.rows, 'row')}"
    percent = int(recall.expected * 1000 + 1e-6) / 10
    return (
        f"Pairs with a Jaccard of {recall.threshold:g} meet by signature in {percent:g} % of cases or more ({bands})."
    )


def _left_out(counts: Counts, settings: Settings) -> list[str]:
    sentences = []
    if counts.candidates:
        met = counted(counts.candidates, "pair of documents", "pairs of documents")
        sentences.append(f"{met} met on some key; the texts bore out {number(counts.verified)}.")
    if counts.identical:
        same = counted(counts.identical, "document has", "documents have")
        sentences.append(f"{same} the same words as an earlier one and went through the scan with it.")
    if counts.below_minimum:
        few = counted(counts.below_minimum, "pair shares", "pairs share")
        sentences.append(
            f"{few} fewer than {settings.min_shared} words (--min-shared), or no more than chance, and are not listed."
        )
    if counts.linked or counts.summed_up:
        told = f"{number(counts.listed)} are listed, {number(counts.linked)} are told by their template, and"
        sentences.append(f"Of these, {told} {number(counts.summed_up)} summed up as sharing marked words only.")
    if counts.frequent_keys:
        keys = counted(counts.frequent_keys, "fingerprint stands", "fingerprints stand")
        sentences.append(
            f"{keys} in more than {settings.pair_limit} places; each was linked to the first holder only "
            "(--all-pairs lists every pair)."
        )
    return sentences
