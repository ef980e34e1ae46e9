"""Runs within texts → what the texts say again: passages, patterns that run on, and their parts by paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.reuse.cutting import cut_passages
from dedup.reuse.passages import passages_of
from dedup.reuse.patterns import Patterns, find_patterns
from dedup.reuse.word_ranges import WordRanges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.reuse.cutting import ParagraphWords, Parts
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.passages import PairRuns
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Said:
    """What texts say again: one row of `passages` a text (with itself), and `patterns` by these rows."""

    passages: PassageTable
    patterns: Patterns

    @classmethod
    def within(cls, runs: PairRuns, words: WordTable, settings: Settings, engine: Engine) -> Said:
        """Return what the runs of texts with themselves come to.

        A run that overlaps itself is a pattern that runs on (a b a b a b); what lies inside one is not told again.
        """
        patterns, plain = find_patterns(runs)
        return cls(passages_of(runs.with_runs(plain), words, settings, engine), patterns)

    def parts_of(self, rows: Numbers, bases: Numbers, paragraphs: ParagraphWords, settings: Settings) -> Parts:
        """Return what texts (of these rows) say again at some length, in order; their words count from the bases."""
        table = self.passages.take(rows)
        base = np.repeat(bases, np.diff(table.run_bounds))
        passages = table.passages._replace(a=table.passages.a + base, b=table.passages.b + base)
        cut = cut_passages(passages, paragraphs, settings.min_repeated)
        parts = self.patterns.of(rows, bases).parts(settings).before(cut)
        parts = parts.take(np.flatnonzero(parts.same >= settings.min_repeated))
        return parts.take(np.lexsort(parts.places[::-1]))

    def words(self) -> Numbers:
        """Return how many words of each text say something a second time."""
        found, patterns = self.passages.passages, self.patterns
        texts = np.repeat(np.arange(len(self.passages)), np.diff(self.passages.run_bounds))
        said = WordRanges.union(
            np.concatenate([texts, patterns.texts]),
            np.concatenate([found.b, patterns.lows + patterns.periods]),
            np.concatenate([found.b + found.length, patterns.highs]),
        )
        return said.count_words(np.arange(len(self.passages)))
