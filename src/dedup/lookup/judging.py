"""The pairs of a look-up that are worth it → matches with exact figures, relations and passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.engines.local import LOCAL
from dedup.lookup.site import site_text
from dedup.origin.records import Records
from dedup.reuse.certificates import certify
from dedup.reuse.marked_words import WordMarks
from dedup.reuse.shown import Showcase
from dedup.reuse.verify import verify

if TYPE_CHECKING:
    from dedup.lookup.around import Around
    from dedup.matches import Match
    from dedup.reuse.pairs import PairRuns
    from dedup.reuse.passages import PassageTable
    from dedup.settings import Settings


def judge(around: Around, chosen: PassageTable, over: PairRuns, settings: Settings) -> tuple[Match, ...]:
    """Return the matches of the document, in the order of the index; `over` is what passages leave of its runs."""
    records = Records(around.collection)
    showcase = Showcase(around.collection, around.using)
    rows = {around.own, *chosen.a.tolist(), *chosen.b.tolist()}
    marks = WordMarks(showcase, around.distinct, records.marked_spans, site_text(around, rows, records, settings))
    verified = verify(chosen, around.words, marks, settings, around.using, LOCAL)
    ids = around.collection.column("id")
    made = certify(verified, over, around.distinct, ids, showcase, marks, settings)
    return tuple(match for match in made.matches if match.b == around.document.id)
