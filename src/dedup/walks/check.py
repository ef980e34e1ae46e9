"""The walk of a check, from content to findings. It names the steps and does no work itself.

Content + against → one collection → scan → pairs → cases → findings by the rules → those that nobody accepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.gate.acceptance import acceptances
from dedup.gate.cases import make_cases
from dedup.gate.findings import CheckCounts, CheckResult
from dedup.gate.joining import EMPTY, join
from dedup.gate.judging import is_only_marked, judge
from dedup.gate.met import NOTHING, Met
from dedup.gate.rules import Rules
from dedup.gate.shelf import Shelf
from dedup.gate.sorting import Sorting
from dedup.progress import SILENT
from dedup.settings import Settings
from dedup.version import VERSION
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from dedup.documents import Collection
    from dedup.gate.baseline import Baseline
    from dedup.progress import Watch

RULES = Rules()
SETTINGS = Settings()


def check(
    content: Collection,
    against: Collection = EMPTY,
    rules: Rules = RULES,
    settings: Settings = SETTINGS,
    *,
    met: Met = NOTHING,
    revision: str | None = None,
    baseline: Baseline | None = None,
    watch: Watch = SILENT,
) -> CheckResult:
    """Return what the rules object to in the content, and what of it somebody has accepted.

    The content is held against itself, `against`, and what an index has `met` of it. With a `revision`, `against` is
    the state of the same tree in it: texts that are unchanged since then are not judged, and of a changed one only
    what is new. What a `baseline` holds is accepted too.
    """
    sought = rules.sought(settings)
    joined = join(content, met.beside(against), revision=revision, quotes=rules.quotes, known=met.known)
    shelf = Shelf(joined)
    result = met.known_to(scan(joined.collection, sought, watch), joined)
    with watch.stage("judging"):
        cases, outgoing = make_cases(result, joined, shelf, rules, least=settings.min_shared)
        findings = [finding for case in cases if not case.is_earlier for finding in judge(case, rules, shelf)]
        earlier = [finding for case in cases if case.is_earlier for finding in judge(case, rules, shelf)]
        read = {name: acceptances(shelf[name].document) for name in sorted(joined.judged, key=shelf.order)}
        sorting = Sorting({name: said for name, (said, _) in read.items()}, baseline, earlier, revision)
        counting, accepted = sorting.sort(findings)
    notes = [note for _, told in read.values() for note in told]
    return CheckResult(
        version=VERSION,
        settings=settings,
        rules=rules,
        counts=CheckCounts(
            documents=len(content),
            unchanged=joined.unchanged,
            against=joined.against + met.unmet,
            words=sum(row.words for row in result.documents if row.id in joined.judged),
            pairs=sum(len(case.pairs) for case in cases if not case.is_earlier),
            outgoing=outgoing,
            marked=sum(is_only_marked(case, pair) for case in cases if not case.is_earlier for pair in case.pairs),
            unreadable=len(content.unreadable) + len(against.unreadable),
        ),
        revision=revision,
        baseline=baseline.name if baseline else None,
        checked=tuple(case.item.name for case in cases if not case.is_earlier),
        unreadable=(*content.unreadable, *against.unreadable),
        notes=(*content.notes, *against.notes, *notes, *sorting.idle()),
        findings=tuple(counting),
        accepted=tuple(accepted),
        stale=tuple(sorting.stale(joined.judged)),
    )
