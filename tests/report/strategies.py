"""Results of any content, for property tests: every text may hold anything that JSON can."""

from __future__ import annotations

from hypothesis import strategies as st

from dedup.counts import Counts
from dedup.documents import Note, Unreadable
from dedup.matches import (
    MARK_KINDS,
    Blank,
    Boilerplate,
    Bridge,
    Cluster,
    Mark,
    MarkedWords,
    Match,
    Passage,
    Place,
    RepeatedPlace,
    Repetition,
    SourcePart,
    Sources,
    SummedUp,
    TemplateGroup,
)
from dedup.origin.claims import Claim
from dedup.origin.provenance import Conflict, Edge, Provenance
from dedup.results import DocumentRow, Recall, ScanResult
from dedup.settings import ONLY, Settings
from tests.report import hostile

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40) | hostile.TEXTS
MAYBE = st.none() | TEXTS
COUNTS = st.integers(0, 2**53)
LINES = st.integers(1, 10**6)
SHARES = st.integers(0, 10**6).map(lambda millionths: millionths / 10**6)
RELATIONS = st.sampled_from(["identical", "near-identical", "contained", "noisy copy", "template", "partial"])


def _few(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


KINDS = st.sampled_from(MARK_KINDS)
PLACES = st.builds(Place, start=COUNTS, end=COUNTS, line=LINES)
REPEATED_PLACES = st.builds(RepeatedPlace, start=COUNTS, end=COUNTS, line=LINES, paragraph=LINES)
PASSAGES = st.builds(Passage, a=PLACES, b=PLACES, words=COUNTS, same_words=COUNTS, marked=st.none() | KINDS)
MARKED_WORDS = st.builds(MarkedWords, attribution=COUNTS, author_note=COUNTS, boilerplate=COUNTS)
MARKS = st.builds(Mark, document=TEXTS, kind=KINDS, start=COUNTS, end=COUNTS, line=LINES, words=COUNTS)
SUMMED_UP = st.builds(SummedUp, kind=KINDS, members=_few(TEXTS), pairs=COUNTS, words=COUNTS, text=TEXTS)
TEMPLATES = st.builds(
    TemplateGroup,
    members=_few(TEXTS),
    pairs=COUNTS,
    words=COUNTS,
    text=TEXTS,
    blanks=_few(st.builds(Blank, before=TEXTS, values=_few(TEXTS), different=COUNTS)),
)
MATCHES = st.builds(
    Match,
    a=TEXTS,
    b=TEXTS,
    relation=RELATIONS,
    jaccard=SHARES,
    containment_a=SHARES,
    containment_b=SHARES,
    shared_words=COUNTS,
    longest_run=COUNTS,
    passages=_few(PASSAGES),
    marked_words=MARKED_WORDS,
    unmarked_share=SHARES,
)
REPETITIONS = st.builds(
    Repetition,
    document=TEXTS,
    relation=RELATIONS,
    jaccard=SHARES,
    containment=SHARES,
    shared_words=COUNTS,
    first=REPEATED_PLACES,
    second=REPEATED_PLACES,
    text=TEXTS,
    times=st.integers(2, 99),
    smaller=st.sampled_from(["first", "second"]),
    second_text=MAYBE,
    verdict=MAYBE,
)
CLAIMS = st.builds(
    Claim, kind=TEXTS, value=TEXTS, start=COUNTS, end=COUNTS, line=LINES, text=TEXTS, in_markup=st.booleans()
)
EDGES = st.builds(
    Edge,
    source=TEXTS,
    copy=TEXTS,
    status=st.sampled_from(["declared", "observed", "inferred"]),
    confidence=SHARES,
    evidence=_few(CLAIMS),
    reason=TEXTS,
    source_document=MAYBE,
)
PROVENANCES = st.builds(
    Provenance,
    document=TEXTS,
    chain=_few(TEXTS),
    edges=_few(EDGES),
    conflicts=_few(st.builds(Conflict, about=TEXTS, claims=_few(CLAIMS))),
    claims=_few(CLAIMS),
    undecided=TEXTS,
)
DOCUMENTS = st.builds(
    DocumentRow,
    id=TEXTS,
    path=MAYBE,
    title=MAYBE,
    publisher=MAYBE,
    author=MAYBE,
    published=MAYBE,
    language=MAYBE,
    words=COUNTS,
    repeated_words=COUNTS,
    reused_words=COUNTS,
)
CLUSTERS = st.builds(
    Cluster,
    id=TEXTS,
    members=st.lists(TEXTS, min_size=2, max_size=4).map(tuple),
    origin=MAYBE,
    weakest_link=SHARES,
    bridges=_few(st.builds(Bridge, member=TEXTS, outside=TEXTS, similarity=SHARES)),
    diameter=st.none() | SHARES,
)
SOURCES = st.builds(
    Sources,
    document=TEXTS,
    words=COUNTS,
    parts=_few(st.builds(SourcePart, source=TEXTS, words=COUNTS, share=SHARES)),
    marked_words=COUNTS,
    new_words=COUNTS,
)
SETTINGS = st.builds(
    Settings,
    words=st.integers(1, 32),
    threshold=st.sampled_from([0.01, 0.333333, 1.0]),
    recall=st.sampled_from([0.01, 0.999999]),
    min_run=st.integers(6, 99),
    all_pairs=st.booleans(),
    list_all=st.booleans(),
    passages=st.booleans(),
    only=st.none() | st.sampled_from(ONLY),
)
RECALLS = st.builds(Recall, threshold=SHARES, expected=SHARES, bands=COUNTS, rows=COUNTS, guarantee=COUNTS)
RESULTS = st.builds(
    ScanResult,
    version=TEXTS,
    settings=SETTINGS,
    counts=st.builds(Counts, documents=COUNTS, words=COUNTS, linked=COUNTS, frequent_keys=COUNTS),
    recall=RECALLS,
    unreadable=_few(st.builds(Unreadable, path=TEXTS, reason=TEXTS)),
    notes=_few(st.builds(Note, path=TEXTS, note=TEXTS)),
    documents=_few(DOCUMENTS),
    repetitions=_few(REPETITIONS),
    copies=_few(MATCHES),
    boilerplate=_few(
        st.builds(Boilerplate, text=TEXTS, words=COUNTS, documents=COUNTS, publisher=MAYBE, members=_few(TEXTS))
    ),
    templates=_few(TEMPLATES),
    summed_up=_few(SUMMED_UP),
    marks=_few(MARKS),
    clusters=_few(CLUSTERS),
    provenance=_few(PROVENANCES),
    sources=_few(SOURCES),
    schema=st.just("dedup.scan/2"),
)
