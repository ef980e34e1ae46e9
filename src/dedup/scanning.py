"""The walk of a scan, from documents to a result. It names the steps and does no work itself.

Words → identical documents → evidence → repetitions → claims → verified pairs → clusters → provenance → result.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from dedup.counts import Counts
from dedup.kernels import choose
from dedup.matching.aside import Asides
from dedup.matching.certificates import Certificates
from dedup.matching.evidence import gather_evidence
from dedup.matching.identical import collapse
from dedup.matching.pairs import sort_runs
from dedup.matching.repetitions import find_repetitions
from dedup.matching.shown import Showcase
from dedup.matching.verify import candidates, verify
from dedup.matching.versions import find_clusters
from dedup.provenance.chain import TracedDocument, origin_of, trace
from dedup.provenance.reading import describe, read_claims, set_aside
from dedup.results import DocumentRow, Recall, ScanResult
from dedup.settings import Settings
from dedup.text.paragraphs import split_paragraphs
from dedup.text.words import read_words
from dedup.version import VERSION
from dedup.watching import SILENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from dedup.documents import Collection, Document
    from dedup.matches import Repetition
    from dedup.matching.evidence import Evidence
    from dedup.matching.identical import Distinct
    from dedup.matching.passages import Run
    from dedup.provenance.claims import Claim
    from dedup.provenance.reading import Description
    from dedup.watching import Watch

DEFAULT = Settings()


def scan(collection: Collection, settings: Settings = DEFAULT, watch: Watch = SILENT) -> ScanResult:
    """Return what repeats inside each document, which documents are copies, and where they come from."""
    using = choose(collection.bytes)
    ids = collection.column("id")
    with watch.stage("splitting texts into words"):
        words = read_words(collection.batches, using)
        distinct = collapse(words)
    with watch.stage("looking for what stands twice"):
        evidence = gather_evidence(distinct.words, settings, using)
        within, across = sort_runs(evidence.runs, distinct.words, settings)
    showcase = Showcase(collection, using)

    @cache
    def claims(document: int) -> list[Claim]:
        return read_claims(collection[document])

    @cache
    def asides(document: int) -> Asides:
        shown = showcase[document]
        return Asides.of(shown.words, set_aside(claims(document), shown.text))

    def asides_of_row(row: int) -> Asides:
        return asides(distinct.members[row][0])

    repetitions, repeated = _repetitions(within, distinct, ids, showcase, settings, using)
    chosen = candidates(across, evidence.pairs, settings)
    with watch.stage("verifying pairs", len(chosen)) as done:
        verified = []
        for pair in verify(chosen, distinct.words, asides_of_row, settings, using):
            verified.append(pair)
            done(1)
    listed = [pair for pair in verified if pair.relation != "boilerplate" or settings.all_pairs]
    certificates = Certificates(distinct, ids, showcase, asides)
    copies = certificates.make(listed, every=settings.all_pairs)
    clusters = find_clusters(verified, distinct, ids, asides_of_row, settings, using)

    with watch.stage("reading claims of origin", len(collection)) as done:
        traced, rows, paragraphs = [], list[DocumentRow](), 0
        for number, document in enumerate(collection):
            said = claims(number)
            known = describe(document, said)
            traced.append(TracedDocument(document.id, known, tuple(said), document.url))
            paragraphs += len(split_paragraphs(document.text))
            sizes = (int(words.counts[number]), repeated.get(number, 0), certificates.reused_words(number))
            rows.append(_row(document, known, sizes))
            done(1)
    provenance = trace(traced, copies)
    clusters = [replace(cluster, origin=origin_of(cluster.members, provenance)) for cluster in clusters]
    return ScanResult(
        version=VERSION,
        settings=settings,
        counts=Counts(
            documents=len(collection),
            empty=int((words.counts == 0).sum()),
            identical=sum(len(members) - 1 for members in distinct.members),
            paragraphs=paragraphs,
            words=int(words.hashes.size),
            bytes=collection.bytes,
            unreadable=len(collection.unreadable),
            fingerprints=evidence.fingerprints,
            candidates=len(chosen),
            verified=len(verified),
            below_minimum=len(chosen) - len(verified),
            boilerplate=sum(pair.relation == "boilerplate" for pair in verified),
            linked=evidence.linked,
        ),
        recall=_recall(evidence, settings),
        unreadable=collection.unreadable,
        notes=collection.notes,
        documents=tuple(rows),
        repetitions=tuple(repetitions),
        copies=tuple(copies),
        clusters=tuple(clusters),
        provenance=tuple(provenance),
    )


def _repetitions(
    within: Mapping[int, Sequence[Run]],
    distinct: Distinct,
    ids: Sequence[str],
    showcase: Showcase,
    settings: Settings,
    using: ModuleType,
) -> tuple[list[Repetition], dict[int, int]]:
    """Return what each document says twice, in the order of the documents, and the number of such words."""
    repetitions: list[Repetition] = []
    repeated: dict[int, int] = {}
    documents = sorted((document, row) for row in within for document in distinct.members[row])
    for document, row in documents:
        found, repeated[document] = find_repetitions(ids[document], showcase[document], within[row], settings, using)
        repetitions += found
    return repetitions, repeated


def _row(document: Document, known: Description, sizes: tuple[int, int, int]) -> DocumentRow:
    words, repeated_words, reused_words = sizes
    return DocumentRow(
        id=document.id,
        path=document.path,
        title=known.title,
        publisher=known.publisher,
        author=known.author,
        published=known.published,
        language=known.language,
        words=words,
        repeated_words=repeated_words,
        reused_words=reused_words,
    )


def _recall(evidence: Evidence, settings: Settings) -> Recall:
    cut = evidence.cut
    guarantee = settings.min_run if settings.passages else 0
    return Recall(settings.threshold, cut.expected, cut.bands, cut.rows, guarantee)
