"""Decoded JSON back to a result: the reverse of `dedup.report.encoding`, and wary of every value.

Keys that were added after the first version of the schema have defaults; the others are required.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal, get_args

from dedup.counts import Counts
from dedup.documents import Note, Unreadable
from dedup.errors import UsageError
from dedup.matches import (
    MARK_KINDS,
    Blank,
    Boilerplate,
    Bridge,
    Cluster,
    Edit,
    EditKind,
    Mark,
    MarkedWords,
    Match,
    Passage,
    Place,
    Relation,
    RepeatedPlace,
    Repetition,
    SourcePart,
    Sources,
    SummedUp,
    TemplateGroup,
)
from dedup.origin.claims import Claim
from dedup.origin.origins import Conflict, Edge, Provenance, Status
from dedup.results import DocumentRow, Recall, ScanResult
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.report.rows import Row

RELATIONS: tuple[Relation, ...] = get_args(Relation)
EDITS: tuple[EditKind, ...] = get_args(EditKind)
STATUSES: tuple[Status, ...] = get_args(Status)
SIDES: tuple[Literal["first", "second"], ...] = ("first", "second")


def result_of(row: Row) -> ScanResult:
    """Return the result that the row holds; what is missing or of the wrong kind is a `ResultError`."""
    return ScanResult(
        version=row.text("version"),
        settings=_settings(row.row("settings")),
        counts=Counts(**{each.name: row.row("counts").count(each.name, 0) for each in fields(Counts)}),
        recall=_recall(row.row("recall")),
        unreadable=tuple(Unreadable(each.text("path"), each.text("reason")) for each in row.rows("unreadable")),
        notes=tuple(Note(each.text("path"), each.text("note")) for each in row.rows("notes", ())),
        documents=tuple(map(_document, row.rows("documents"))),
        repetitions=tuple(map(_repetition, row.rows("repetitions"))),
        copies=tuple(map(_match, row.rows("copies"))),
        templates=tuple(map(_template, row.rows("templates"))),
        summed_up=tuple(map(_summed_up, row.rows("summed_up"))),
        marks=tuple(map(_mark, row.rows("marks"))),
        boilerplate=tuple(map(_boilerplate, row.rows("boilerplate"))),
        clusters=tuple(map(_cluster, row.rows("clusters"))),
        provenance=tuple(map(_provenance, row.rows("provenance"))),
        sources=tuple(map(_sources, row.rows("sources", ()))),
    )


def _settings(row: Row) -> Settings:
    defaults = Settings()
    values = {key: _setting(row, key, getattr(defaults, key, None)) for key in row}
    try:
        return Settings.of(values)
    except UsageError as error:
        row.refuse(f"cannot be used: {error}")


def _setting(row: Row, key: str, default: Any) -> Any:
    if isinstance(default, bool):
        return row.flag(key, default=default)
    if isinstance(default, int):
        return row.count(key)
    if isinstance(default, float):
        return row.figure(key)
    return row.optional_text(key)


def _recall(row: Row) -> Recall:
    return Recall(
        threshold=row.figure("threshold"),
        expected=row.figure("expected"),
        bands=row.count("bands"),
        rows=row.count("rows"),
        guarantee=row.count("guarantee"),
    )


def _document(row: Row) -> DocumentRow:
    return DocumentRow(
        id=row.text("id"),
        path=row.optional_text("path"),
        title=row.optional_text("title"),
        publisher=row.optional_text("publisher"),
        author=row.optional_text("author"),
        published=row.optional_text("published"),
        language=row.optional_text("language"),
        words=row.count("words"),
        repeated_words=row.count("repeated_words"),
        reused_words=row.count("reused_words"),
    )


def _repetition(row: Row) -> Repetition:
    return Repetition(
        document=row.text("document"),
        relation=row.choice("relation", RELATIONS),
        jaccard=row.figure("jaccard"),
        containment=row.figure("containment"),
        shared_words=row.count("shared_words"),
        first=_repeated_place(row.row("first")),
        second=_repeated_place(row.row("second")),
        text=row.text("text"),
        times=row.count("times", 2),
        smaller=row.choice("smaller", SIDES, "first"),
        second_text=row.optional_text("second_text"),
        verdict=row.optional_text("verdict"),
    )


def _repeated_place(row: Row) -> RepeatedPlace:
    return RepeatedPlace(row.count("start"), row.count("end"), row.count("line"), row.count("paragraph"))


def _match(row: Row) -> Match:
    return Match(
        a=row.text("a"),
        b=row.text("b"),
        relation=row.choice("relation", RELATIONS),
        jaccard=row.figure("jaccard"),
        containment_a=row.figure("containment_a"),
        containment_b=row.figure("containment_b"),
        shared_words=row.count("shared_words"),
        longest_run=row.count("longest_run"),
        passages=tuple(map(_passage, row.rows("passages"))),
        marked_words=_marked_words(row.row("marked_words")),
        unmarked_share=row.figure("unmarked_share"),
        again=tuple(map(_passage, row.rows("again", ()))),
        edits=tuple(map(_edit, row.rows("edits", ()))),
    )


def _edit(row: Row) -> Edit:
    return Edit(row.choice("kind", EDITS), row.count("count"), row.text("example"))


def _passage(row: Row) -> Passage:
    return Passage(
        a=_place(row.row("a")),
        b=_place(row.row("b")),
        words=row.count("words"),
        same_words=row.count("same_words"),
        marked=row.optional_text("marked"),
    )


def _place(row: Row) -> Place:
    return Place(row.count("start"), row.count("end"), row.count("line"))


def _boilerplate(row: Row) -> Boilerplate:
    return Boilerplate(
        text=row.text("text"),
        words=row.count("words"),
        documents=row.count("documents"),
        publisher=row.optional_text("publisher"),
        members=row.texts("members"),
    )


def _template(row: Row) -> TemplateGroup:
    return TemplateGroup(
        members=row.texts("members"),
        pairs=row.count("pairs"),
        words=row.count("words"),
        text=row.text("text"),
        blanks=tuple(
            Blank(each.text("before"), each.texts("values"), each.count("different")) for each in row.rows("blanks")
        ),
    )


def _summed_up(row: Row) -> SummedUp:
    return SummedUp(
        kind=row.choice("kind", MARK_KINDS),
        members=row.texts("members"),
        pairs=row.count("pairs"),
        words=row.count("words"),
        text=row.text("text"),
    )


def _mark(row: Row) -> Mark:
    return Mark(
        document=row.text("document"),
        kind=row.choice("kind", MARK_KINDS),
        start=row.count("start"),
        end=row.count("end"),
        line=row.count("line"),
        words=row.count("words"),
    )


def _marked_words(row: Row) -> MarkedWords:
    return MarkedWords(**{each.name: row.count(each.name) for each in fields(MarkedWords)})


def _cluster(row: Row) -> Cluster:
    return Cluster(
        id=row.text("id"),
        members=row.texts("members"),
        origin=row.optional_text("origin"),
        weakest_link=row.figure("weakest_link"),
        bridges=tuple(map(_bridge, row.rows("bridges", ()))),
        diameter=row.optional_figure("diameter"),
    )


def _bridge(row: Row) -> Bridge:
    return Bridge(row.text("member"), row.text("outside"), row.figure("similarity"))


def _sources(row: Row) -> Sources:
    return Sources(
        document=row.text("document"),
        words=row.count("words"),
        parts=tuple(
            SourcePart(each.text("source"), each.count("words"), each.figure("share")) for each in row.rows("parts")
        ),
        marked_words=row.count("marked_words"),
        new_words=row.count("new_words"),
    )


def _provenance(row: Row) -> Provenance:
    return Provenance(
        document=row.text("document"),
        chain=row.texts("chain"),
        edges=tuple(map(_edge, row.rows("edges"))),
        conflicts=tuple(Conflict(each.text("about"), _claims(each, "claims")) for each in row.rows("conflicts")),
        claims=_claims(row, "claims"),
        undecided=row.text("undecided", ""),
    )


def _edge(row: Row) -> Edge:
    return Edge(
        source=row.text("source"),
        copy=row.text("copy"),
        status=row.choice("status", STATUSES),
        confidence=row.figure("confidence"),
        evidence=_claims(row, "evidence"),
        reason=row.text("reason", ""),
        source_document=row.optional_text("source_document"),
    )


def _claims(row: Row, key: str) -> tuple[Claim, ...]:
    return tuple(map(_claim, row.rows(key, ())))


def _claim(row: Row) -> Claim:
    return Claim(
        kind=row.text("kind"),
        value=row.text("value"),
        start=row.count("start"),
        end=row.count("end"),
        line=row.count("line"),
        text=row.text("text"),
        in_markup=row.flag("in_markup", default=False),
    )
