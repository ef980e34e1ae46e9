"""Labelled credits → how many are found, whether the source is right, and which kinds are missed.

`phrases.tsv` has a form of credit or a trap in each row, with its file, its language and its place in the text; the
expected source is one of several spellings, and empty for a trap. `agencies.jsonl.gz` has newspaper articles with the
agencies that each credits. Misses are counted by kind and never quoted, because the texts are not ours.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import dedup
from dedup.documents import Document
from dedup.origin.agency_marks import agency_marks
from dedup.origin.extraction import read_claims
from dedup.origin.names import same_publisher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CLAIMED = frozenset({"en", "de", "fr", "es", "it", "pt"})
"""The languages of which all phrases are shipped; the others have the words of credits."""

_UNKNOWN = frozenset({"ag", "unk"})
"""Labels of an agency that is not named."""


def file_in(folder: Path, name: str) -> Path | None:
    """Return the file of a name in a folder or in one of its folders; None where there is none."""
    return folder / name if (folder / name).is_file() else next(iter(sorted(folder.rglob(name))), None)


def share(part: int, whole: int) -> float | None:
    """Return a share, rounded to four digits; None of nothing."""
    return round(part / whole, 4) if whole else None


def score_phrases(table: Path) -> dict[str, Any]:
    """Return the figures of the forms and traps of a table, and what is missed, by language and place."""
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    named = [_sources(table.parent / row["file"]) for row in rows]
    forms = [(row, found) for row, found in zip(rows, named, strict=True) if row["expected_label"] == "republished"]
    traps = [(row, found) for row, found in zip(rows, named, strict=True) if row["expected_label"] != "republished"]
    called = [(row, found) for row, found in forms if found]
    wrong = [row for row, found in traps if found]
    return {
        "claimed": _recall(forms, claimed=True),
        "further": _recall(forms, claimed=False),
        "traps": len(traps),
        "traps_called": len(wrong),
        "precision": share(len(called), len(called) + len(wrong)),
        "origin_right": share(sum(_is_right(row, found) for row, found in called), len(called)),
        "missed": _kinds(row for row, found in forms if not found),
        "wrong_source": _kinds(row for row, found in called if not _is_right(row, found)),
        "called_by_mistake": _kinds(wrong),
    }


def _recall(forms: Iterable[tuple[dict[str, str], list[str]]], *, claimed: bool) -> dict[str, Any]:
    found = [bool(named) for row, named in forms if (row["language"] in CLAIMED) == claimed]
    return {"forms": len(found), "found": sum(found), "recall": share(sum(found), len(found))}


def _kinds(rows: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    counted = Counter((row["language"], row["place"]) for row in rows)
    return [{"language": code, "place": place, "count": count} for (code, place), count in sorted(counted.items())]


def _sources(file: Path) -> list[str]:
    """Return the sources that a scan of one file names."""
    found = next(iter(dedup.scan([file]).provenance), None)
    return [edge.source for edge in found.edges] if found and len(found.chain) > 1 else []


def _is_right(row: dict[str, str], named: list[str]) -> bool:
    return any(same_publisher(name, one) for name in named for one in row["expected_source"].split("|"))


def score_agencies(file: Path) -> dict[str, Any]:
    """Return precision and recall over pairs of an article and an agency, and what is missed and wrong, by agency.

    Credits of agencies that the labels do not know are not counted.
    """
    right, missed, wrong = Counter[str](), Counter[str](), Counter[str]()
    articles = 0
    for text, labels in _articles(file):
        articles += 1
        found = {claim.value for claim in read_claims(Document("article", text)) if claim.kind == "wire"}
        for label in labels:
            (right if any(_is_of(label, one) for one in found) else missed)[label] += 1
        wrong.update(one for one in found if not any(_is_of(label, one) for label in labels))
    hits = right.total()
    return {
        "articles": articles,
        "credits": hits + missed.total(),
        "precision": share(hits, hits + wrong.total()),
        "recall": share(hits, hits + missed.total()),
        "missed": dict(sorted(missed.items())),
        "called_by_mistake": dict(sorted(wrong.items())),
    }


def _is_of(label: str, agency: str) -> bool:
    """Return whether an agency is the one of a label, which may be two marks of one house: *UP-UPI*."""
    marks = agency_marks(frozenset({"de", "fr", "en"}), old=True)
    names = (label, *label.split("-"))
    return any(same_publisher(name, agency) or marks.agency_of(name) == agency for name in names)


def _articles(file: Path) -> Iterator[tuple[str, list[str]]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            labels = (agency.rsplit(".", 1)[-1] for agency in row["agencies"])
            yield row["text"], [label for label in labels if label not in _UNKNOWN]
