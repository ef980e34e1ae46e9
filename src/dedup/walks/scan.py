"""The walk of a scan, from documents to a result. It names the steps and does no work itself.

Words → identical documents → evidence → claims → boilerplate → repetitions → verified pairs → templates → clusters →
provenance.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.columns import rounded
from dedup.counts import Counts
from dedup.engines.local import LOCAL
from dedup.origin.chain import trace
from dedup.origin.provenance import ClusterOrigins
from dedup.origin.records import MetadataRecords, Records
from dedup.progress import SILENT
from dedup.results import DocumentRows, Recall, ScanResult
from dedup.reuse.boilerplate import find_boilerplate, tell
from dedup.reuse.certificates import certify
from dedup.reuse.evidence import gather_evidence
from dedup.reuse.gathering import gather_all
from dedup.reuse.identical import Distinct, find_identical
from dedup.reuse.marked_words import WordMarks
from dedup.reuse.pairs import sort_runs
from dedup.reuse.repetitions import repetitions_of_all
from dedup.reuse.shown import Showcase
from dedup.reuse.summing import sum_up
from dedup.reuse.templates import find_templates, link_templates, tell_templates
from dedup.reuse.verify import SUMMED_UP, candidates, verify
from dedup.reuse.versions import find_clusters
from dedup.settings import ONLY, Settings
from dedup.sketch.survey import survey_collection
from dedup.version import VERSION
from dedup.words.tokens import OnDemandWords

if TYPE_CHECKING:
    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.progress import Watch
    from dedup.reuse.evidence import Evidence
    from dedup.reuse.identical import Identical
    from dedup.reuse.verify import VerifiedPairs
    from dedup.settings import Only
    from dedup.sketch.bands import LshParams
    from dedup.sketch.survey import Survey

DEFAULT = Settings()
_OF_ALL = ("templates", "summed_up", "marks", "boilerplate", "sources")
"""The sections that are there only where no single one is asked for."""


def scan(
    collection: Collection, settings: Settings = DEFAULT, watch: Watch = SILENT, engine: Engine = LOCAL
) -> ScanResult:
    """Return what repeats inside each document, which documents are copies, and where they come from."""
    ids = collection.ids()
    engine = engine.for_texts(collection.bytes)
    if engine.spill_folder is not None and not collection.stored:  # of a stored one it was told before
        watch.tell(engine.spill_folder.message())
    with watch.stage("splitting texts into words"):
        survey = survey_collection(collection, settings, engine)
        members = find_identical(collection, survey, engine)
    with watch.stage("looking for what stands twice"):
        evidence = gather_evidence(collection, survey, members, settings, engine)
        words = evidence.words if settings.passages else OnDemandWords(collection, survey.word_counts)
        distinct = Distinct(words, members)
        within, across, over = sort_runs(evidence.runs, evidence.words, settings, engine)
    records = Records(collection) if _needs_claims(settings) else MetadataRecords(collection)
    with watch.stage("reading claims of origin", len(collection)) as done:
        records.find_candidate_lines(engine, done)
    publishers = records.publishers
    site = find_boilerplate(evidence.words, evidence.groups, across, publishers, settings)
    showcase = Showcase(collection, engine)
    marks = WordMarks(showcase, distinct, records.marked_spans, site)

    repetitions, repeated = repetitions_of_all(within, evidence.words, members, ids, showcase, settings)
    chosen = candidates(across, evidence.pairs, settings)
    with watch.stage("verifying pairs", len(chosen)) as done:
        verified = verify(chosen, distinct.words, marks, settings, engine, done)
    templates = find_templates(verified, distinct, records.names_source)
    verified, sizes = link_templates(verified, templates, words.counts, settings)
    made = certify(verified, over, distinct, ids, showcase, marks, settings)
    wanted = settings.wants("clusters")
    clusters = find_clusters(verified.of_copies(), distinct, ids, marks, settings, engine) if wanted else []
    outlines = tuple(made.outlines) if settings.wants("clusters", "provenance") else ()
    provenance = trace(records.traced(outlines), outlines) if settings.wants("clusters", "provenance") else ()
    origins = ClusterOrigins(provenance)
    result = ScanResult(
        version=VERSION,
        settings=settings,
        counts=_counts(collection, survey, members, evidence, made.pairs, len(chosen), len(chosen) - len(verified)),
        recall=_recall(survey.lsh, settings),
        unreadable=collection.unreadable,
        notes=collection.notes,
        documents=DocumentRows(collection, survey.word_counts, repeated, made.reuse.words(), records.described),
        repetitions=repetitions,
        copies=made.matches,
        marks=marks.shown(ids, np.concatenate([made.pairs.pairs.a, made.pairs.pairs.b])),
        templates=tuple(tell_templates(templates, sizes, distinct, ids, showcase)),
        summed_up=tuple(sum_up(made.pairs.where(made.pairs.listing == SUMMED_UP).pairs, marks, ids, showcase)),
        boilerplate=tuple(tell(site, distinct, showcase, ids, publishers)),
        clusters=tuple(replace(cluster, origin=origins.of(cluster.members)) for cluster in clusters),
        provenance=provenance,
        sources=gather_all(made.reuse, marks, ids, settings) if settings.wants() else (),
    )
    return result if settings.only is None else _only(result, settings.only)


def _needs_claims(settings: Settings) -> bool:
    """Pairs found by signature alone have no passages from which words could be marked."""
    return settings.passages or settings.only not in ("copies", "clusters")


def _only(result: ScanResult, section: Only) -> ScanResult:
    """Return the result with one of its sections; documents, counts and troubles stay."""
    sections: dict[str, Any] = {name: getattr(result, name) if name == section else () for name in (*ONLY, *_OF_ALL)}
    return replace(result, **sections)


def _counts(
    collection: Collection,
    survey: Survey,
    members: Identical,
    evidence: Evidence,
    pairs: VerifiedPairs,
    met: int,
    below: int,
) -> Counts:
    with_words = int((survey.word_counts > 0).sum())
    distinct = members.distinct
    listed, linked, summed_up = np.bincount(pairs.listing, minlength=3).tolist()
    return Counts(
        documents=len(collection),
        empty=len(collection) - with_words,
        identical=with_words - distinct.size,
        paragraphs=int(survey.paragraph_counts.sum()),
        words=int(survey.word_counts.sum()),
        bytes=collection.bytes,
        unreadable=len(collection.unreadable),
        fingerprints=int(survey.fingerprint_counts[distinct].sum()),
        candidates=met,
        verified=len(pairs),
        listed=listed,
        linked=linked,
        summed_up=summed_up,
        below_minimum=below,
        frequent_keys=evidence.linked,
    )


def _recall(lsh: LshParams, settings: Settings) -> Recall:
    guarantee = settings.min_run if settings.passages else 0
    return Recall(rounded(settings.threshold), rounded(lsh.recall), lsh.bands, lsh.rows, guarantee)
