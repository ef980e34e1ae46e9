"""The report of a scan: all sections in order, with the summary, the inputs that could not be read, and the recall.

The other modules of this folder make the sections on what was found.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from dedup.report.blocks import Cell, Column, Section, Sentence, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.number_format import byte_size, counted, number
from dedup.report.sections.clusters import clusters_section
from dedup.report.sections.copies import copies_section
from dedup.report.sections.groups import boilerplate_section, summed_up_section, templates_section
from dedup.report.sections.origins import origins_section
from dedup.report.sections.provenance import provenance_section
from dedup.report.sections.repetitions import repetitions_section
from dedup.report.sections.rewrites import rewrites_section
from dedup.report.sections.sources import sources_section
from dedup.report.summary import summarize, unread_inputs
from dedup.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dedup.counts import Counts
    from dedup.documents import Note, Unreadable
    from dedup.report.blocks import Style
    from dedup.report.summary import LineKind
    from dedup.results import Recall, ScanResult

_STYLES: dict[LineKind, Style] = {"counts": "strong", "unreadable": "problem"}

PARTS: tuple[tuple[str, Callable[[ScanResult, int], Section]], ...] = (
    ("copies", copies_section),
    ("clusters", clusters_section),
    ("origins", origins_section),
    ("provenance", provenance_section),
    ("repetitions", repetitions_section),
    ("boilerplate", boilerplate_section),
)
"""The parts that a scan can be limited to, by the name in its settings, with the section of each, in order."""


def scan_sections(result: ScanResult, max_rows: int) -> list[Section]:
    """Return the sections; each lists at most `max_rows` entries (0: all) and says how many more there are.

    If the scan was limited to one part, the sections of the other parts are left out: they were not searched for, and
    an empty section would say that there are none. What a single document repeats comes before what it shares with
    others, of which there are none.
    """
    only = result.settings.only
    alone = result.counts.documents == 1
    parts = sorted(PARTS, key=lambda part: part[0] != "repetitions") if alone else PARTS
    sections = [summary_section(result)]
    sections += [section(result, max_rows) for name, section in parts if only in (None, name)]
    sections += [templates_section(result, max_rows)] if result.templates else []
    sections += [summed_up_section(result, max_rows)] if result.summed_up else []
    sections += [rewrites_section(result, max_rows)] if result.settings.rewrites and only is None else []
    sections += [sources_section(result, max_rows)] if result.sources else []
    sections += [unreadable_section(result.unreadable, max_rows, "problem")] if result.unreadable else []
    sections += [notes_section(result.notes, max_rows)] if result.notes else []
    return [*sections, recall_section(result)]


def summary_section(result: ScanResult) -> Section:
    """Return what was read and found, the heaviest findings, and the settings that differ from the defaults."""
    changed = _changed_settings(result.settings)
    findings = 0
    blocks = []
    for line in summarize(result).lines:
        findings += line.kind == "finding"
        text = f"{findings}. {line.text}" if line.kind == "finding" else line.text
        blocks.append(Sentence(one_line(text), _STYLES.get(line.kind, "plain")))
    if changed:
        blocks.append(Sentence(f"Settings other than the defaults: {changed}.", "faint"))
    return Section("dedup", _read(result.counts), tuple(blocks))


def _read(counts: Counts) -> str:
    read = counted(counts.documents, "document")
    measure = f"{counted(counts.words, 'word')} in {counted(counts.paragraphs, 'paragraph')}, {byte_size(counts.bytes)}"
    unreadable = f"; {number(counts.unreadable)} unreadable" if counts.unreadable else ""
    empty = f"; {number(counts.empty)} without a word" if counts.empty else ""
    return f"{read} read: {measure}{unreadable}{empty}"


def _changed_settings(settings: Settings) -> str:
    defaults = Settings()
    changed = [
        f"{field.name.replace('_', '-')} {_setting(getattr(settings, field.name))}"
        for field in fields(Settings)
        if getattr(settings, field.name) != getattr(defaults, field.name)
    ]
    return ", ".join(changed)


def _setting(value: object) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def unreadable_section(inputs: Sequence[Unreadable], max_rows: int, style: Style = "plain") -> Section:
    """Return the inputs that could not be read, each with its reason; their names have the style."""
    rows = ((each.path, each.reason) for each in first_entries(inputs, max_rows))
    summary = f"{unread_inputs(len(inputs))}."
    return Section("Unreadable", summary, (_inputs_table("why", rows, style), *more_entries(len(inputs), max_rows)))


def notes_section(notes: Sequence[Note], max_rows: int) -> Section:
    """Return the notes on inputs that were read, such as a guessed encoding."""
    rows = ((each.path, each.note) for each in first_entries(notes, max_rows))
    summary = f"{counted(len(notes), 'note')} on what was read."
    return Section("Notes", summary, (_inputs_table("note", rows), *more_entries(len(notes), max_rows)))


def _inputs_table(column: str, rows: Iterable[tuple[str, str]], style: Style = "plain") -> Table:
    columns = (Column("input", "name"), Column(column, "text"))
    return Table(columns, tuple((Cell(one_line(path), style), Cell(one_line(text))) for path, text in rows))


def recall_section(result: ScanResult) -> Section:
    """Return which pairs and passages the settings promise to find, and what was found but is not listed."""
    promises = " ".join(
        filter(None, (_guarantee(result.recall), _expected_recall(result.recall), _letters(result.recall)))
    )
    not_listed = _not_listed(result.counts, result.settings)
    return Section("Recall", promises, tuple(Sentence(text, "faint") for text in not_listed))


def _guarantee(recall: Recall) -> str:
    if not recall.guarantee:
        return ""
    return f"every run of {counted(recall.guarantee, 'word')} or more that stands in two places is found."


def _expected_recall(recall: Recall) -> str:
    if not recall.bands:
        return ""
    bands = f"{counted(recall.bands, 'band')} of {counted(recall.rows, 'row')}"
    percentage = int(recall.expected * 1000 + 1e-6) / 10
    return (
        f"Pairs with a Jaccard of {recall.threshold:g} meet by signature in {percentage:g} % of cases or more "
        f"({bands})."
    )


def _letters(recall: Recall) -> str:
    if not recall.letters_reason:
        return ""
    compared = "Letters were compared besides words" if recall.letters else "Letters were not compared (--noise)"
    return f"{compared}: {recall.letters_reason}."


def _not_listed(counts: Counts, settings: Settings) -> list[str]:
    sentences = []
    if counts.hidden:
        weigh = counted(counts.hidden, "finding weighs", "findings weigh")
        sentences.append(f"{weigh} less than was asked for (--min-weight); the lists above leave them out.")
    if counts.candidates:
        met = counted(counts.candidates, "pair of documents", "pairs of documents")
        sentences.append(f"{met} met on some key; the texts bore out {number(counts.verified)}.")
    if counts.identical:
        same = counted(counts.identical, "document has", "documents have")
        sentences.append(f"{same} the same words as an earlier one and went through the scan with it.")
    if counts.below_minimum:
        few = counted(counts.below_minimum, "pair shares", "pairs share")
        sentences.append(
            f"{few} fewer than {settings.min_shared} words (--min-shared), or no more than chance, and are not listed."
        )
    if counts.linked or counts.summed_up:
        listed = f"{number(counts.listed)} are listed, {number(counts.linked)} are told by their template, and"
        sentences.append(f"Of these, {listed} {number(counts.summed_up)} summed up as sharing marked words only.")
    if counts.common_minimizers:
        keys = counted(counts.common_minimizers, "run of letters stands", "runs of letters stand")
        sentences.append(f"{keys} in too many places, and were not paired with each other.")
    if counts.unaligned_chains:
        chains = counted(counts.unaligned_chains, "stretch", "stretches")
        sentences.append(f"{chains} of two documents with letters in common were too long to be aligned.")
    if counts.frequent_keys:
        keys = counted(counts.frequent_keys, "fingerprint stands", "fingerprints stand")
        sentences.append(
            f"{keys} in more than {settings.pair_limit} places; each was linked to the first holder only "
            "(--all-pairs lists every pair)."
        )
    return [*sentences, *_not_told_as_rewrites(counts)]


def _not_told_as_rewrites(counts: Counts) -> Iterator[str]:
    if counts.weak_rewrites:
        weak = counted(counts.weak_rewrites, "pair of documents was", "pairs of documents were")
        yield f"{weak} not told as rewrites: what is in the same order is too little, too common, or in one place."
    if counts.rewrites_of_tables:
        pairs = counted(counts.rewrites_of_tables, "pair of documents was", "pairs of documents were")
        yield f"{pairs} not told as rewrites, because one of the two is a table."
    if counts.common_kept:
        runs = counted(counts.common_kept, "run of numbers and names stands", "runs of numbers and names stand")
        yield f"{runs} in too many places to tell a rewrite."
