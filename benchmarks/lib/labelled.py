"""The labelled sets of the folder that DEDUP_DATA names, read into texts and labels. No text of theirs is written."""

from __future__ import annotations

import csv
import tarfile
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.reading.inputs import read_paths
from dedup.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup import Collection

PAIR_SETS = ("news", "reuters", "senate")
FILES = {
    **{name: (f"{name}.jsonl.gz", f"{name}.pairs.tsv") for name in PAIR_SETS},
    "pan13": ("pan13.tar.xz", "pan13.spans.tsv"),
    "clough": ("clough.tar.xz",),
}
"""What each set consists of."""


@dataclass(frozen=True, slots=True)
class ReferencePair:
    """Two documents with the figures of the reference, whose words are lower-cased runs of letters, digits and _."""

    a: str
    b: str
    jaccard: float
    containment: float
    shingles: int
    """Of the smaller one."""

    @property
    def key(self) -> frozenset[str]:
        """The two ids, whichever comes first."""
        return frozenset((self.a, self.b))


@dataclass(frozen=True, slots=True)
class Label:
    """A reused span: where it stands in the suspicious document `a` and in the source `b`."""

    a: str
    b: str
    in_a: Span
    in_b: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """A short answer to one of five tasks; `category` says how much of the task's source was reused (``non``: none)."""

    name: str
    task: str
    category: str
    text: str

    @property
    def reuses(self) -> bool:
        """Whether the source was reused at all."""
        return self.category != "non"


def missing(folder: Path | None, name: str) -> list[str]:
    """Return the files of a set that the folder does not hold."""
    return [file for file in FILES[name] if folder is None or not (folder / file).is_file()]


def read_collection(folder: Path, name: str) -> Collection:
    """Return the documents of one of `PAIR_SETS`."""
    return read_paths([folder / f"{name}.jsonl.gz"])


def read_pairs(folder: Path, name: str) -> list[ReferencePair]:
    """Return the reference pairs of one of `PAIR_SETS`."""
    return [
        ReferencePair(
            row["a"],
            row["b"],
            float(row["jaccard"]),
            float(row["containment"]),
            min(int(row["shingles_a"]), int(row["shingles_b"])),
        )
        for row in _table(folder / f"{name}.pairs.tsv", "\t")
    ]


def read_alignment(folder: Path) -> tuple[dict[str, str], list[Label]]:
    """Return the texts of pan13 by file name, and its labelled spans."""
    labels = [
        Label(
            row["suspicious"],
            row["source"],
            _span(row["suspicious_start"], row["suspicious_length"]),
            _span(row["source_start"], row["source_length"]),
        )
        for row in _table(folder / "pan13.spans.tsv", "\t")
    ]
    wanted = {name for label in labels for name in (label.a, label.b)}
    with _unpacked(folder / "pan13.tar.xz") as place:
        texts = {path.name: path.read_bytes().decode() for path in sorted(place.rglob("*.txt")) if path.name in wanted}
    return texts, labels


def read_answers(folder: Path) -> tuple[list[Answer], dict[str, str]]:
    """Return the answers of clough in order, and the source text of each task."""
    with _unpacked(folder / "clough.tar.xz") as place:
        (home,) = (path.parent for path in place.rglob("file_information.csv"))
        rows = [row for row in _table(home / "file_information.csv", ",") if row["Category"] != "orig"]
        answers = [Answer(row["File"], row["Task"], row["Category"], _decoded(home / row["File"])) for row in rows]
        sources = {task: _decoded(home / f"orig_task{task}.txt") for task in sorted({row["Task"] for row in rows})}
    return answers, sources


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _span(start: str, length: str) -> Span:
    return Span(int(start), int(start) + int(length))


def _table(path: Path, delimiter: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


@contextmanager
def _unpacked(archive: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place, tarfile.open(archive) as packed:
        packed.extractall(place, filter="data")
        yield Path(place)
