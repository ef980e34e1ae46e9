"""The report of a check for people: its sections, drawn for a terminal or as Markdown for a comment on a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.gate.findings import rule_counts
from dedup.gate.rules import REPEATING, RULES
from dedup.report.blocks import Block, Cell, Column, Heading, Section, Sentence, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.escaping import markdown_text
from dedup.report.findings.locations import line_range
from dedup.report.markup import draw_block
from dedup.report.number_format import counted, number, percent
from dedup.report.sections.scan import notes_section, unreadable_section
from dedup.report.summary import unread_inputs
from dedup.report.table import draw_sections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.gate.findings import Accepted, CheckResult, Finding, Stale
    from dedup.gate.rules import Rule
    from dedup.report.formats import RenderOptions

MARKDOWN_FIRST_LINE = "<!-- dedup check -->"
"""A comment that readers do not see. Programs find by it the comment on a change that they wrote before."""

TERMINAL_COLUMNS = (
    Column("line", "figure"),
    Column("rule"),
    Column("finding", "text", max_lines=5),
    Column("share", "figure"),
)
MARKDOWN_COLUMNS = (Column("where", "name"), Column("rule"), Column("finding", "text"), Column("share", "figure"))
ACCEPTED_COLUMNS = (Column("document", "name"), Column("rule"), Column("from", "name"), Column("why", "text"))
STALE_COLUMNS = (Column("document", "name"), Column("rule"), Column("from", "name"))


def check_table(result: CheckResult, options: RenderOptions) -> str:
    """Return the report for a terminal."""
    rows = options.max_rows
    verdict_block = Sentence(verdict(result), "strong")
    sections = [Section("dedup check", _summary(result), (verdict_block,)), _findings_section(result.findings, rows)]
    return draw_sections([*sections, *_other_sections(result, rows)], options)


def check_markdown(result: CheckResult, options: RenderOptions) -> str:
    """Return the report as Markdown, for a comment on a change or the summary of a build.

    Of the options only `max_rows` matters.
    """
    rows, findings = options.max_rows, result.findings
    parts = [MARKDOWN_FIRST_LINE, f"### dedup check: {markdown_text(verdict(result))}", markdown_text(_summary(result))]
    if findings:
        table = Table(MARKDOWN_COLUMNS, tuple(map(_markdown_row, first_entries(findings, rows))))
        parts += [draw_block(table), *map(draw_block, more_entries(len(findings), rows))]
        parts.append(
            "\n".join(f"- **{rule.name}**: {markdown_text(rule.what_to_do)}" for rule in _broken_rules(findings))
        )
    return "\n\n".join([*parts, *map(_collapsed, _other_sections(result, rows))]) + "\n"


def verdict(result: CheckResult) -> str:
    """Return in one sentence how many findings there are, and what was accepted or could not be read."""
    accepted = f"; {counted(len(result.accepted), 'finding')} accepted" if result.accepted else ""
    unreadable = f"; {unread_inputs(len(result.unreadable))}" if result.unreadable else ""
    documents = len({finding.document for finding in result.findings})
    holders = f" in {counted(documents, 'document')} ({_by_rule(result.findings)})" if documents else ""
    warnings = f"; {counted(len(result.warnings), 'warning')} ({_by_rule(result.warnings)})" if result.warnings else ""
    return f"{counted(len(result.findings), 'finding').capitalize()}{holders}{warnings}{accepted}{unreadable}."


def _by_rule(findings: Iterable[Finding]) -> str:
    """Return how many findings each rule has, the gravest rule first."""
    counts = rule_counts(findings)
    return ", ".join(f"{number(count)} {rule}" for rule, count in counts.items())


def _summary(result: CheckResult) -> str:
    """Return what was checked against what, and which pairs were left out."""
    counts = result.counts
    checked = counted(counts.documents - counts.unchanged, "document")
    unchanged = f" ({number(counts.unchanged)} unchanged)" if counts.unchanged else ""
    against = f" against {counted(counts.against, 'document')}" if counts.against else ""
    revision = f" of {result.revision}" if result.revision else ""
    pairs = f"{counted(counts.pairs, 'pair')} with words in common"
    if counts.outgoing:
        pairs += f"; {number(counts.outgoing)} pairs left out, in which the other text names this one"
    if counts.marked:
        pairs += f"; {number(counts.marked)} left out that share footers, notices or other marked words only"
    if counts.not_prose:
        pairs += f"; {number(counts.not_prose)} pairs and repetitions left out that share too little prose"
    for kind in REPEATING:
        if count := getattr(counts, kind):
            pairs += f"; {number(count)} left out of {kind} (--judge {kind})"
    if counts.without_text:
        pairs += f"; {counted(counts.without_text, 'page')} without text"
    return f"{checked} checked{against}{revision}{unchanged}: {pairs}."


def _findings_section(findings: tuple[Finding, ...], max_rows: int) -> Section:
    """Return the findings under the name of each document, and what to do about them."""
    if not findings:
        return Section("Findings", "nothing to object to.")
    return _grouped("Findings", "finding", findings, max_rows)


def _grouped(title: str, noun: str, findings: tuple[Finding, ...], max_rows: int) -> Section:
    by_document: dict[str, list[Finding]] = {}
    for finding in first_entries(findings, max_rows):
        by_document.setdefault(finding.document, []).append(finding)
    blocks: list[Block] = []
    for document, group in by_document.items():
        blocks += [Heading(one_line(document)), Table(TERMINAL_COLUMNS, tuple(map(_terminal_row, group)))]
    blocks += more_entries(len(findings), max_rows)
    advice = [Sentence(f"{rule.name}: {rule.what_to_do}", "faint") for rule in _broken_rules(findings)]
    summary = f"{counted(len(findings), noun)}: {_by_rule(findings)}."
    return Section(title, summary, (*blocks, Heading("What to do"), *advice))


def _broken_rules(findings: Iterable[Finding]) -> list[Rule]:
    """Return the rules that the findings are of, in the order of all rules."""
    names = {finding.rule for finding in findings}
    return [rule for rule in RULES.values() if rule.name in names]


def _terminal_row(finding: Finding) -> tuple[Cell, ...]:
    not_counted = f" Not counted: {number(finding.left_out)} words, marked or not prose." if finding.left_out else ""
    return (
        Cell(line_range(finding.where)),
        Cell(finding.rule, "problem"),
        Cell(_with_excerpt(f"{one_line(finding.message)}{not_counted}", finding)),
        _share_cell(finding),
    )


def _markdown_row(finding: Finding) -> tuple[Cell, ...]:
    return (
        Cell(f"{one_line(finding.document)}\nline {line_range(finding.where)}"),
        Cell(finding.rule, "strong"),
        Cell(_with_excerpt(one_line(finding.message), finding)),
        _share_cell(finding),
    )


def _with_excerpt(message: str, finding: Finding) -> str:
    return f"{message}\n“{one_line(finding.excerpt)}”" if finding.excerpt else message


def _share_cell(finding: Finding) -> Cell:
    return Cell(percent(finding.share) if finding.words else "")


def _other_sections(result: CheckResult, max_rows: int) -> list[Section]:
    """Return the sections on what does not count: accepted findings, stale lines, unreadable inputs, notes."""
    sections = [_grouped("Warnings", "warning", result.warnings, max_rows)] if result.warnings else []
    sections += [_accepted_section(result.accepted, max_rows)] if result.accepted else []
    sections += [_stale_section(result.stale, max_rows)] if result.stale else []
    sections += [unreadable_section(result.unreadable, max_rows)] if result.unreadable else []
    sections += [notes_section(result.notes, max_rows)] if result.notes else []
    return sections


def _accepted_section(accepted: tuple[Accepted, ...], max_rows: int) -> Section:
    """Return the findings that somebody accepted, with the reason."""
    table = Table(ACCEPTED_COLUMNS, tuple(map(_accepted_row, first_entries(accepted, max_rows))))
    summary = f"{counted(len(accepted), 'finding')} that somebody has accepted; they do not count."
    return Section("Accepted", summary, (table, *more_entries(len(accepted), max_rows)))


def _accepted_row(accepted: Accepted) -> tuple[Cell, ...]:
    finding = accepted.finding
    line = f" (line {number(accepted.line)})" if accepted.line is not None else ""
    sources = "\n".join(one_line(source.name) for source in finding.sources)
    return Cell(one_line(finding.document)), Cell(finding.rule), Cell(sources), Cell(one_line(accepted.reason) + line)


def _stale_section(stale: tuple[Stale, ...], max_rows: int) -> Section:
    """Return the lines of the baseline that accept nothing any more."""
    rows = tuple(
        (Cell(one_line(line.document)), Cell(line.rule), Cell(one_line(line.source)))
        for line in first_entries(stale, max_rows)
    )
    lines = counted(len(stale), "line of the baseline is", "lines of the baseline are")
    summary = f"{lines} not needed any more; --write-baseline leaves them out."
    return Section("Stale", summary, (Table(STALE_COLUMNS, rows), *more_entries(len(stale), max_rows)))


def _collapsed(section: Section) -> str:
    """Return a section as Markdown of which the blocks are shown when a reader opens it."""
    summary = f"<details><summary>{markdown_text(section.title)}: {markdown_text(section.summary)}</summary>"
    return "\n\n".join([summary, *map(draw_block, section.blocks), "</details>"])
