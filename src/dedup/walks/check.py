"""The walk of a check, from content to findings. It names the steps and does no work itself.

Content + against → one collection → scan → pairs → cases → findings by the rules → those that nobody accepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.gate.acceptance import Acceptances, may_have_statements, statements_of
from dedup.gate.cases import make_cases
from dedup.gate.corpus import EMPTY, NONE_UNREAD, Unread, make_corpus
from dedup.gate.documents import GateDocuments
from dedup.gate.findings import CheckCounts, CheckResult
from dedup.gate.judging import by_weight, is_only_marked, judge
from dedup.gate.rules import REPEATING, Rules
from dedup.progress import SILENT
from dedup.reading.formats import format_of_name
from dedup.results import count_words
from dedup.settings import Settings
from dedup.version import VERSION
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.documents import Collection
    from dedup.gate.baseline import Baseline, Key
    from dedup.gate.corpus import Corpus
    from dedup.progress import Watch

RULES = Rules()
SETTINGS = Settings()


def check(
    content: Collection,
    against: Collection = EMPTY,
    rules: Rules = RULES,
    settings: Settings = SETTINGS,
    *,
    revision: str | None = None,
    unread: Unread = NONE_UNREAD,
    baseline: Baseline | None = None,
    watch: Watch = SILENT,
) -> CheckResult:
    """Return what the rules object to in the content, and what of it somebody has accepted.

    The content is held against itself and `against`. With a `revision`, `against` is the state of the same tree in it:
    texts that are unchanged since then are not judged, and of a changed one only what is new; `unread` counts what was
    not even read. What a `baseline` holds is accepted too.
    """
    sought = rules.sought(settings)
    corpus = make_corpus(content, against, revision=revision, quotes=rules.quotes)
    documents = GateDocuments(corpus, rules.judge)
    result = scan(corpus.collection, sought, watch)
    with watch.stage("judging"):
        cases, left_out = make_cases(result, corpus, documents, rules, least=settings.min_shared)
        findings = [finding for case in cases if not case.is_earlier for finding in judge(case, rules)]
        earlier = [finding for case in cases if case.is_earlier for finding in judge(case, rules)]
        names = sorted(corpus.judged, key=documents.order)
        speaking = may_have_statements(corpus.collection)
        read = {name: statements_of(documents[name].original) for name in names if name in speaking}
        statements = {name: found for name, (found, _) in read.items()}
        acceptances = Acceptances(statements, baseline, earlier, revision)
        known, accepted = acceptances.partition(by_weight(findings))
        stale, unseen = acceptances.unneeded(_seen_keys(corpus, rules, baseline))
    notes = [note for _, of_document in read.values() for note in of_document]
    return CheckResult(
        version=VERSION,
        settings=settings,
        rules=rules,
        counts=CheckCounts(
            documents=len(content) + unread.content,
            unchanged=corpus.unchanged + unread.content,
            against=corpus.against + unread.against,
            words=count_words(result.documents, corpus.judged),
            pairs=sum(len(case.pairs) for case in cases if not case.is_earlier),
            outgoing=left_out["outgoing"],
            marked=sum(is_only_marked(case, pair) for case in cases if not case.is_earlier for pair in case.pairs),
            unreadable=len(content.unreadable) + len(against.unreadable),
            without_text=len(content.without_text) + len(against.without_text),
            not_prose=left_out["not_prose"],
            **{kind: left_out[kind] for kind in REPEATING},
        ),
        revision=revision,
        baseline=baseline.name if baseline else None,
        checked=tuple(map(corpus.name, names)),
        unreadable=(*content.unreadable, *against.unreadable),
        notes=(*content.notes, *against.notes, *notes, *acceptances.unused_statements()),
        findings=tuple(finding for finding in known if finding.rule not in rules.warn),
        warnings=tuple(finding for finding in known if finding.rule in rules.warn),
        accepted=tuple(accepted),
        stale=tuple(stale),
        unseen=tuple(unseen),
    )


def _seen_keys(corpus: Corpus, rules: Rules, baseline: Baseline | None) -> Callable[[Key], bool]:
    """Return what tells whether a check would have found what a key of the baseline stands for."""
    if baseline is None:
        return lambda _key: False
    names = zip(corpus.collection.column("id"), corpus.collection.column("path"), strict=True)
    places = {name: baseline.place(corpus.name(name), path) for name, path in names}
    judged, applied = {places[name] for name in corpus.judged}, rules.applied()
    read = set(places.values())

    def is_seen(key: Key) -> bool:
        document, rule, source = key
        is_file = format_of_name(source.partition("#")[0], site=True) is not None
        return document in judged and rule in applied and (source in read or not is_file or baseline.is_gone(source))

    return is_seen
