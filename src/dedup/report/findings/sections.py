"""The result of a check as sections of sentences and tables, which the terminal and the Markdown view draw."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dedup.gate.rules import RULES
from dedup.report.content import Block, Cell, Column, Heading, Section, Sentence, Table
from dedup.report.phrases import counted, flat, number, share
from dedup.report.sections.rows import first, rest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.gate.findings import Accepted, CheckResult, Finding

FINDINGS = (Column("line", "figure"), Column("rule"), Column("finding", "text", lines=5), Column("share", "figure"))
ACCEPTED = (Column("document", "name"), Column("rule"), Column("from", "name"), Column("why", "text"))
STALE = (Column("document", "name"), Column("rule"), Column("from", "name"))


def sections(result: CheckResult, rows: int) -> list[Section]:
    """Return the sections; each lists at most `rows` entries (0: all of them) and says how many more there are."""
    parts = [summary(result), findings(result, rows)]
    parts += [accepted(result, rows)] if result.accepted else []
    parts += [stale(result, rows)] if result.stale else []
    return [*parts, *_told(result, rows)]


def summary(result: CheckResult) -> Section:
    """Return what was checked against what, and the verdict."""
    counts = result.counts
    checked = counted(counts.documents - counts.unchanged, "document")
    unchanged = f" ({number(counts.unchanged)} unchanged)" if counts.unchanged else ""
    held = f" against {counted(counts.against, 'document')}" if counts.against else ""
    revision = f" of {result.revision}" if result.revision else ""
    aside = f"; {number(counts.outgoing)} pairs left out, in which the other text names this one" * bool(
        counts.outgoing
    )
    aside += f"; {number(counts.marked)} left out that share footers, notices or other marked words only" * bool(
        counts.marked
    )
    read = f"{checked} checked{held}{revision}{unchanged}: {counted(counts.pairs, 'pair')} with words in common{aside}."
    return Section("dedup check", read, (Sentence(verdict(result), "strong"),))


def verdict(result: CheckResult) -> str:
    """Return in one sentence whether there is something to object to."""
    known = f"; {counted(len(result.accepted), 'finding')} accepted" if result.accepted else ""
    unread = f"; {counted(len(result.unreadable), 'input')} could not be read" if result.unreadable else ""
    documents = len({finding.document for finding in result.findings})
    found = f" in {counted(documents, 'document')}" if documents else ""
    return f"{counted(len(result.findings), 'finding').capitalize()}{found}{known}{unread}."


def findings(result: CheckResult, rows: int) -> Section:
    """Return what counts, document by document, and what to do about it."""
    found = result.findings
    if not found:
        return Section("Findings", "nothing to object to.")
    blocks: list[Block] = []
    for document, group in groupby(first(found, rows), key=lambda finding: finding.document):
        blocks += [Heading(flat(document)), Table(FINDINGS, tuple(map(_row, group)))]
    blocks += rest(len(found), rows)
    told = [name for name in RULES if any(finding.rule == name for finding in found)]
    advice = [Sentence(f"{name}: {RULES[name].what_to_do}", "faint") for name in told]
    return Section("Findings", f"{counted(len(found), 'finding')}.", (*blocks, Heading("What to do"), *advice))


def _row(finding: Finding) -> tuple[Cell, ...]:
    left_out = f" Not counted: {number(finding.left_out)} marked words." if finding.left_out else ""
    message = flat(finding.message) + left_out
    return (
        Cell(lines_shown(finding)),
        Cell(finding.rule, "trouble"),
        Cell(f"{message}\n“{flat(finding.excerpt)}”" if finding.excerpt else message),
        Cell(share(finding.share) if finding.words else ""),
    )


def lines_shown(finding: Finding) -> str:
    """Return the lines of a finding as a reader sees them: one, or the first and the last."""
    low, high = finding.where.lines
    return number(low) if low == high else f"{number(low)}-{number(high)}"


def accepted(result: CheckResult, rows: int) -> Section:
    """Return what somebody accepted, with who did and why."""
    found = result.accepted
    table = Table(ACCEPTED, tuple(map(_accepted, first(found, rows))))
    summary = f"{counted(len(found), 'finding')} that somebody has accepted; they do not count."
    return Section("Accepted", summary, (table, *rest(len(found), rows)))


def _accepted(one: Accepted) -> tuple[Cell, ...]:
    finding = one.finding
    line = f" (line {number(one.line)})" if one.line is not None else ""
    sources = "\n".join(flat(source.name) for source in finding.sources)
    return Cell(flat(finding.document)), Cell(finding.rule), Cell(sources), Cell(flat(one.reason) + line)


def stale(result: CheckResult, rows: int) -> Section:
    """Return the lines of the baseline that nothing needs any more."""
    found = result.stale
    table = Table(
        STALE, tuple((Cell(flat(s.document)), Cell(s.rule), Cell(flat(s.source))) for s in first(found, rows))
    )
    many = "line of the baseline is", "lines of the baseline are"
    summary = f"{counted(len(found), *many)} not needed any more; --write-baseline leaves them out."
    return Section("Stale", summary, (table, *rest(len(found), rows)))


def _told(result: CheckResult, rows: int) -> Iterator[Section]:
    unreadable = [(each.path, each.reason) for each in result.unreadable]
    notes = [(each.path, each.note) for each in result.notes]
    for title, summary, column, pairs in (
        ("Unreadable", f"{counted(len(unreadable), 'input')} could not be read.", "why", unreadable),
        ("Notes", f"{counted(len(notes), 'note')} on what was read.", "note", notes),
    ):
        if pairs:
            cells = tuple((Cell(flat(path)), Cell(flat(text))) for path, text in first(pairs, rows))
            table = Table((Column("input", "name"), Column(column, "text")), cells)
            yield Section(title, summary, (table, *rest(len(pairs), rows)))
