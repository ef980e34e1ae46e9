"""The walk of a scan, from documents to a result. It names the steps and does no work itself.

Words → identical documents → evidence → claims → boilerplate → repetitions → verified pairs → clusters → provenance.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dedup.counts import Counts
from dedup.engines.local import LOCAL, Local
from dedup.kernels import choose
from dedup.matching.aside import AsideReader
from dedup.matching.boilerplate import find_boilerplate, tell
from dedup.matching.certificates import Certificates
from dedup.matching.evidence import gather_evidence
from dedup.matching.gathering import gather_all
from dedup.matching.identical import collapse
from dedup.matching.pairs import sort_runs
from dedup.matching.repetitions import repetitions_of_all
from dedup.matching.shown import Showcase
from dedup.matching.verify import candidates, verify
from dedup.matching.versions import find_clusters
from dedup.provenance.chain import origin_of, trace
from dedup.provenance.records import Metadata, Records
from dedup.results import DocumentRow, Recall, ScanResult
from dedup.settings import ONLY, Settings
from dedup.text.paragraphs import count_paragraphs
from dedup.text.words import read_words
from dedup.version import VERSION
from dedup.watching import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.documents import Collection
    from dedup.matching.evidence import Evidence
    from dedup.matching.verify import Verified
    from dedup.settings import Only
    from dedup.text.words import WordTable
    from dedup.watching import Watch

DEFAULT = Settings()


def scan(
    collection: Collection, settings: Settings = DEFAULT, watch: Watch = SILENT, engine: Local = LOCAL
) -> ScanResult:
    """Return what repeats inside each document, which documents are copies, and where they come from."""
    using = choose(collection.bytes, watch.tell)
    ids = collection.column("id")
    with watch.stage("splitting texts into words"):
        words = read_words(collection.batches, using, engine)
        paragraphs = int(count_paragraphs(collection.batches, using, engine).sum())
        distinct = collapse(words)
    with watch.stage("looking for what stands twice"):
        evidence = gather_evidence(distinct.words, settings, using, engine)
        within, across = sort_runs(evidence.runs, distinct.words, settings)
    records = Records(collection) if _needs_claims(settings) else Metadata(collection)
    with watch.stage("reading claims of origin", len(collection)) as done:
        records.read_all(done)
    publishers = [records.description(members[0]).publisher for members in distinct.members]
    site = find_boilerplate(distinct.words, evidence.fingerprints, publishers, settings, using)
    showcase = Showcase(collection, using)
    asides = AsideReader(showcase, distinct, records.set_aside, site)

    repetitions, repeated = repetitions_of_all(within, distinct, ids, showcase, settings, using)
    chosen = candidates(across, evidence.pairs, settings)
    with watch.stage("verifying pairs", len(chosen)) as done:
        verified = list(verify(chosen, distinct.words, asides.of_row, settings, using, done))
    certificates = Certificates(distinct, ids, showcase, asides.of)
    copies = certificates.make(_listed(verified, settings), every=settings.all_pairs)
    clusters = find_clusters(verified, distinct, ids, asides.of_row, settings, using)
    provenance = trace(records.traced({name for match in copies for name in (match.a, match.b)}), copies)
    result = ScanResult(
        version=VERSION,
        settings=settings,
        counts=_counts(collection, words, evidence, verified, (paragraphs, len(distinct.members), len(chosen))),
        recall=_recall(evidence, settings),
        unreadable=collection.unreadable,
        notes=collection.notes,
        documents=tuple(_rows(collection, words, records, repeated, certificates)),
        repetitions=tuple(repetitions),
        copies=tuple(copies),
        boilerplate=tuple(tell(site, distinct, showcase, publishers)),
        clusters=tuple(replace(cluster, origin=origin_of(cluster.members, provenance)) for cluster in clusters),
        provenance=provenance,
        sources=tuple(gather_all(certificates, asides, ids, settings)),
    )
    return result if settings.only is None else _only(result, settings.only)


def _needs_claims(settings: Settings) -> bool:
    """Pairs found by signature alone have no passages from which an attribution line could be set aside."""
    return settings.passages or settings.only not in ("copies", "clusters")


def _only(result: ScanResult, section: Only) -> ScanResult:
    """Return the result with one of its sections; documents, counts and troubles stay."""
    sections: dict[str, Any] = {
        name: getattr(result, name) if name == section else () for name in (*ONLY, "boilerplate", "sources")
    }
    return replace(result, **sections)


def _listed(verified: list[Verified], settings: Settings) -> list[Verified]:
    return [pair for pair in verified if pair.relation != "boilerplate" or settings.all_pairs]


def _counts(
    collection: Collection, words: WordTable, evidence: Evidence, verified: list[Verified], sizes: tuple[int, int, int]
) -> Counts:
    paragraphs, distinct, candidates = sizes
    return Counts(
        documents=len(collection),
        empty=int((words.counts == 0).sum()),
        identical=int((words.counts > 0).sum()) - distinct,
        paragraphs=paragraphs,
        words=int(words.hashes.size),
        bytes=collection.bytes,
        unreadable=len(collection.unreadable),
        fingerprints=int(evidence.fingerprints.keys.size),
        candidates=candidates,
        verified=len(verified),
        below_minimum=candidates - len(verified),
        boilerplate=sum(pair.relation == "boilerplate" for pair in verified),
        linked=evidence.linked,
    )


def _rows(
    collection: Collection, words: WordTable, records: Records, repeated: dict[int, int], certificates: Certificates
) -> Iterator[DocumentRow]:
    paths = collection.column("path")
    for document, name in enumerate(collection.column("id")):
        known = records.description(document)
        yield DocumentRow(
            id=name,
            path=paths[document],
            title=known.title,
            publisher=known.publisher,
            author=known.author,
            published=known.published,
            language=known.language,
            words=int(words.counts[document]),
            repeated_words=repeated.get(document, 0),
            reused_words=certificates.reused_words(document),
        )


def _recall(evidence: Evidence, settings: Settings) -> Recall:
    cut = evidence.cut
    guarantee = settings.min_run if settings.passages else 0
    return Recall(settings.threshold, cut.expected, cut.bands, cut.rows, guarantee)
