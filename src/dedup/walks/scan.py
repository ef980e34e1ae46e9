"""The walk of a scan, from documents to a result. It names the steps and does no work itself.

Words → identical documents → candidates → claims → boilerplate → repetitions → verified pairs → templates → clusters →
provenance → rewrites.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.counts import Counts
from dedup.documents import parts_of
from dedup.engines.local import LOCAL
from dedup.lazy_sequences import rounded
from dedup.origin.chain import trace
from dedup.origin.origins import count_origins, find_origins, origin_names, pair_certainty
from dedup.origin.provenance import ClusterOrigins
from dedup.origin.records import MetadataRecords, Records
from dedup.progress import SILENT
from dedup.results import DocumentRows, Recall, ScanResult
from dedup.reuse.all_pairs import MANY, count_all_pairs
from dedup.reuse.boilerplate import describe_boilerplate, find_boilerplate
from dedup.reuse.candidates import collect_candidates, select_candidates
from dedup.reuse.chains import NO_CHAINS, find_letter_chains
from dedup.reuse.clusters import find_clusters
from dedup.reuse.differing_texts import PairEdits
from dedup.reuse.document_matches import build_matches
from dedup.reuse.identical import DistinctTexts, find_identical
from dedup.reuse.located_texts import TextLocator
from dedup.reuse.marked_words import WordMarks, group_marked_pairs
from dedup.reuse.noisy_passages import add_noisy_passages
from dedup.reuse.passages import NO_RUNS, build_passages, pairs_to_compare
from dedup.reuse.repetitions import find_repetitions
from dedup.reuse.rewrites import NO_REWRITES, find_rewrites
from dedup.reuse.sources import find_sources
from dedup.reuse.templates import describe_templates, find_templates, link_templates
from dedup.reuse.verification import SUMMED_UP, verify
from dedup.reuse.weights import weigh_clusters
from dedup.settings import ONLY, Settings
from dedup.sketch.noise import choose_noise
from dedup.sketch.survey import survey_collection, tell_shortage
from dedup.version import VERSION
from dedup.walks.edit_words import edit_words
from dedup.words.tokens import OnDemandWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.matches import Cluster
    from dedup.origin.origins import Origin
    from dedup.origin.provenance import Provenance
    from dedup.progress import Watch
    from dedup.reuse.all_pairs import AllPairs
    from dedup.reuse.candidates import ScanCandidates
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.reuse.verification import VerifiedPairs
    from dedup.settings import Only
    from dedup.sketch.bands import LshParams
    from dedup.sketch.noise import NoiseChoice
    from dedup.sketch.survey import Survey

DEFAULT = Settings()
_DOCUMENT = 128
"""Bytes of text whose words take as much memory as the keys of a document, however short it is."""
_COPY = 2250
"""Bytes of memory that an identical document takes, as a match and with its origin: some tables have little else."""
_OF_ALL = ("templates", "summed_up", "marks", "boilerplate", "rewrites", "sources")
"""The sections that are there only where no single one is asked for."""


def scan(
    collection: Collection, settings: Settings = DEFAULT, watch: Watch = SILENT, engine: Engine = LOCAL
) -> ScanResult:
    """Return what repeats inside each document, which documents are copies, and where they come from."""
    ids = collection.ids()
    noise = choose_noise(collection, settings)
    engine = engine.for_texts(
        noise.memory_bytes(collection.bytes + _DOCUMENT * len(collection), rewrites=settings.tells_rewrites)
    )
    if engine.spill_folder is not None and not collection.stored:  # of a stored one it was told before
        watch.tell(engine.spill_folder.message())
    tell_shortage(collection, settings, engine, watch)
    with watch.stage("splitting texts into words"):
        survey = survey_collection(collection, settings, engine)
        members = find_identical(collection, survey, engine)
    with watch.stage("looking for what stands twice"):
        letters = (
            find_letter_chains(collection, members, engine)
            if noise.compares_letters or settings.tells_rewrites
            else NO_CHAINS
        )
        chains = letters if noise.compares_letters else NO_CHAINS
        candidates = collect_candidates(collection, survey, members, settings, engine, chains.documents)
        words = candidates.words if settings.passages else OnDemandWords(collection, survey.word_counts)
        distinct = DistinctTexts(words, members)
        pairs = pairs_to_compare(candidates.runs, candidates.words, settings)
        if settings.all_pairs:
            _announce(count_all_pairs(members, pairs), watch, engine)
        within, across, uncovered_runs = build_passages(pairs, candidates.words, settings, engine)
        # The passages have all that is needed of these.
        candidates, pairs, survey = candidates.without_runs(), NO_RUNS, survey.without_band_keys()
        unaligned = 0
        if noise.compares_letters:
            across, unaligned = add_noisy_passages(across, chains, collection, words.counts, settings, engine)
    records = Records(collection) if _needs_claims(settings) else MetadataRecords(collection)
    with watch.stage("reading claims of origin", len(collection)) as done:
        records.find_candidate_lines(engine, done)
    publishers = records.publishers
    site = find_boilerplate(candidates.words, candidates.groups, across, publishers, settings, engine)
    locator = TextLocator(collection, engine)
    marks = WordMarks(locator, distinct, records.marked_spans, site)

    repetitions, repeated = find_repetitions(within, candidates.words, members, ids, locator, settings)
    chosen = select_candidates(across, candidates.pairs, settings)
    with watch.stage("verifying pairs", len(chosen)) as done:
        verified = verify(chosen, distinct.words, marks, settings, engine, done)
    templates = find_templates(verified, candidates.words, members, records.names_source)
    verified, sizes = link_templates(
        verified, templates, words.counts, settings, words_are_misread=noise.words_are_misread
    )
    engine.check(_COPY * members.copies)
    made = build_matches(verified, uncovered_runs, distinct, ids, locator, marks, settings)
    clusters = (
        find_clusters(verified.possible_versions(), distinct, ids, marks, settings, engine)
        if settings.wants("clusters", "origins")
        else []
    )
    outlines = made.outlines() if _needs_claims(settings) else ()
    provenance = trace(records.traced(outlines), outlines) if _needs_claims(settings) else ()
    origins = find_origins(provenance, clusters)
    material = PairEdits(made.listed, words.counts, locator, edit_words, words_are_misread=noise.words_are_misread)
    copies = made.weighed(pair_certainty(provenance, ids, made.listed.pairs.a, made.listed.pairs.b), material)
    clusters = weigh_clusters(_with_origins(clusters, provenance, origins), copies)
    rewrites = (
        find_rewrites(collection, members, letters, verified.pairs, survey.word_counts, locator, settings, watch)
        if settings.tells_rewrites
        else NO_REWRITES
    )
    result = ScanResult(
        version=VERSION,
        settings=settings,
        counts=replace(
            _counts(collection, survey, members, candidates, made.pairs, len(chosen), len(chosen) - len(verified)),
            common_minimizers=letters.common,
            unaligned_chains=unaligned,
            versions=sum(len(cluster.members) - 1 for cluster in clusters),
            weak_rewrites=rewrites.weak,
            rewrites_of_tables=rewrites.tables,
            common_kept=rewrites.common,
        ),
        recall=_recall(survey.lsh, settings, noise),
        unreadable=collection.unreadable,
        notes=(*collection.notes, *records.notes()),
        documents=DocumentRows(
            collection, survey.word_counts, repeated, made.reused_words.word_counts(), records.described
        ),
        repetitions=repetitions,
        copies=copies,
        marks=marks.describe(ids, np.concatenate([made.pairs.pairs.a, made.pairs.pairs.b])),
        templates=tuple(describe_templates(templates, sizes, distinct, ids, locator)),
        summed_up=tuple(
            group_marked_pairs(made.pairs.where(made.pairs.listing == SUMMED_UP).pairs, marks, ids, locator)
        ),
        boilerplate=tuple(describe_boilerplate(site, distinct, locator, ids, publishers)),
        rewrites=rewrites.told,
        clusters=tuple(clusters),
        provenance=provenance,
        origins=origins,
        sources=find_sources(made.reused_words, marks, ids, settings) if settings.wants() else (),
        parts=tuple(parts_of(collection)),
    )
    if sent := engine.summary(len(collection)):
        watch.tell(sent)
    return result if settings.only is None else _only(result, settings.only)


def _with_origins(
    clusters: Iterable[Cluster], provenance: Sequence[Provenance], origins: Iterable[Origin]
) -> list[Cluster]:
    """Return the clusters with the member that the others come from, and the sources of all members."""
    first, name_of = ClusterOrigins(provenance), origin_names(origins)
    return [
        replace(cluster, origin=first.of(cluster.members), origins=count_origins(cluster.members, name_of))
        for cluster in clusters
    ]


def _announce(all_pairs: AllPairs, watch: Watch, engine: Engine) -> None:
    """Say beforehand how many pairs there are, if these are many; refuse them where there is not enough memory."""
    all_pairs.refuse_beyond(engine.memory_limit())
    if all_pairs.pairs >= MANY:
        watch.tell(all_pairs.message())


def _needs_claims(settings: Settings) -> bool:
    """Pairs found by signature alone have no passages from which words could be marked."""
    return settings.passages or settings.only not in ("copies", "clusters")


def _only(result: ScanResult, section: Only) -> ScanResult:
    """Return the result with one of its sections; documents, counts and troubles stay, and clusters with origins."""
    kept = ("clusters", "origins") if section == "origins" else (section,)
    sections: dict[str, Any] = {name: getattr(result, name) if name in kept else () for name in (*ONLY, *_OF_ALL)}
    return replace(result, **sections)


def _counts(
    collection: Collection,
    survey: Survey,
    members: IdenticalDocuments,
    candidates: ScanCandidates,
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
        identical=members.copies,
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
        frequent_keys=candidates.linked,
    )


def _recall(lsh: LshParams, settings: Settings, noise: NoiseChoice) -> Recall:
    guarantee = settings.min_run if settings.passages else 0
    return Recall(
        rounded(settings.threshold),
        rounded(lsh.recall),
        lsh.bands,
        lsh.rows,
        guarantee,
        noise.compares_letters,
        noise.reason,
    )
