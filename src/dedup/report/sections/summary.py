"""The first lines of a report: what was read, what was found, which settings were not the usual ones."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from dedup.report.content import Section, Sentence
from dedup.report.phrases import counted, number, size
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.results import ScanResult


def summary(result: ScanResult) -> Section:
    """Return what was read and found, in a few lines."""
    changed = _changed(result.settings)
    lines = [Sentence(_found(result), "strong")]
    if changed:
        lines.append(Sentence(f"Settings other than the defaults: {changed}.", "faint"))
    return Section("dedup", _read(result), tuple(lines))


def _read(result: ScanResult) -> str:
    counts = result.counts
    read = counted(counts.documents, "document")
    measure = f"{counted(counts.words, 'word')} in {counted(counts.paragraphs, 'paragraph')}, {size(counts.bytes)}"
    asides = [f"{number(counts.unreadable)} unreadable"] if counts.unreadable else []
    asides += [f"{number(counts.empty)} without a word"] if counts.empty else []
    return f"{read} read: {measure}" + "".join(f"; {aside}" for aside in asides)


def _found(result: ScanResult) -> str:
    traced = sum(1 for provenance in result.provenance if provenance.edges)
    found = {
        "repetitions": counted(len(result.repetitions), "repetition"),
        "copies": counted(len(result.copies), "pair of copies", "pairs of copies"),
        "clusters": counted(len(result.clusters), "cluster"),
        "provenance": f"sources of {counted(traced, 'document')}" if traced else "no sources",
    }
    only = result.settings.only
    listed = list(found.values()) if only is None else [found[only]]
    return "Found: " + ", ".join(listed) + "."


def _changed(settings: Settings) -> str:
    usual = Settings()
    changed = [
        f"{field.name.replace('_', '-')} {_value(getattr(settings, field.name))}"
        for field in fields(Settings)
        if getattr(settings, field.name) != getattr(usual, field.name)
    ]
    return ", ".join(changed)


def _value(value: object) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
