"""How often the origin that dedup names is the right one: on forms of credits, agencies, pages and made networks.

    python benchmarks/origin.py [--data FOLDER]    writes reports/origin/origin.json and origin.md

In the folder, by default that of DEDUP_DATA, or in the folders in it, are sought: `phrases.tsv`, forms of credits and
traps with their labels; `agencies.jsonl.gz`, articles with the agencies that they credit; `pages.tar.xz` with
`pages.gold.tsv`, real pages of which some are labelled. What is absent is skipped, and said to be. The reports hold
counts, by kind; which pages they are, with what was said of each, goes to the file that DEDUP_ORIGIN_DETAILS names,
else to standard output, because the pages are not ours to name.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import sys
import tarfile
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))

import dedup
from dedup.errors import InputError
from dedup.origin.chain import trace
from dedup.origin.extraction import describe, read_claims
from dedup.origin.names import same_publisher
from dedup.origin.traced_documents import TracedDocument
from dedup.reading.decoding import decode
from dedup.reading.html import page_of
from lib.labelled_credits import file_in, score_agencies, score_phrases
from lib.networks import network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dedup.documents import Document
    from dedup.origin.provenance import Provenance
    from dedup.results import ScanResult

NETWORKS = 400
SEED = 5
REPORTS = Path(__file__).parent.parent / "reports" / "origin"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one document of a network: the named first source, or None, how surely, and the truth."""

    named: str | None
    confidence: float
    truth: str | None
    parent: str | None
    named_parent: str | None

    @property
    def right(self) -> bool:
        """Whether the named first source is the true one."""
        return bool(self.named and self.truth and same_publisher(self.named, self.truth))

    @property
    def parent_right(self) -> bool:
        """Whether the page named as the one it was taken from is that."""
        return bool(self.named_parent and self.parent and same_publisher(self.named_parent, self.parent))


def verdict(provenance: Provenance | None) -> str:
    """Return the label that a provenance amounts to."""
    if provenance is None or not provenance.chain:
        return "not_republished"
    if len(provenance.chain) > 1:
        return "republished"
    return "is_original" if provenance.edges else "not_republished"


def read_pages(folder: Path) -> Iterator[tuple[str, Document | None]]:
    """Yield the pages of the data by name; None for one that holds no text."""
    addresses = {row["file"]: row["page_url"].strip() for row in _labels(folder)}
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(folder / "pages.tar.xz") as archive:
            archive.extractall(place, filter="data")
        root = Path(place) / "pages"
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            name = path.relative_to(root).as_posix()
            yield name, _page(name, path.read_bytes(), addresses.get(name))


def _page(name: str, data: bytes, address: str | None) -> Document | None:
    source, _ = decode(name, data, None, markup=True)
    try:
        return page_of(name, source, address).document(dedup.Document(name, "", name))
    except InputError:
        return None


def _labels(folder: Path) -> list[dict[str, str]]:
    with (folder / "pages.gold.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def provenance_of(document: Document) -> Provenance | None:
    """Return the provenance of one page by itself."""
    claims = tuple(read_claims(document))
    traced = TracedDocument(document.id, describe(document, claims), claims, document.url, lambda: document.text)
    return next(iter(trace([traced], [])), None)


def score_labelled(pages: dict[str, Document | None], labels: list[dict[str, str]]) -> dict[str, Any]:
    """Return, for each labelled page, the label and origin that were found beside the true ones."""
    rows = []
    for row in labels:
        page = pages.get(row["file"])
        found = provenance_of(page) if page else None
        sources = [edge.source for edge in found.edges] if found and len(found.chain) > 1 else []
        rows.append(
            {
                "file": row["file"],
                "label": row["label"],
                "found": verdict(found),
                "origin": row["original"],
                "chain": list(found.chain) if found else [],
                "origin_right": any(same_publisher(name, row["original"]) for name in sources[:1]),
            }
        )
    republished = [row for row in rows if row["found"] == "republished"]
    return {
        "pages": len(rows),
        "labels_right": sum(row["label"] == row["found"] for row in rows),
        "called_republished": len(republished),
        "origins_right": sum(row["origin_right"] for row in republished),
        "rows": rows,
    }


def claimed_reposts(pages: dict[str, Document | None], labelled: set[str]) -> dict[str, Any]:
    """Return every unlabelled page for which a repost is claimed, to be read by a person."""
    claimed = []
    for name, page in pages.items():
        found = provenance_of(page) if page and name not in labelled else None
        if found and verdict(found) == "republished":
            claimed.append({"file": name, "chain": list(found.chain), "evidence": _kinds(found)})
    return {"pages": len(pages), "without_text": sum(page is None for page in pages.values()), "rows": claimed}


def counted(labelled: dict[str, Any], unlabelled: dict[str, Any]) -> dict[str, Any]:
    """Return both results as counts, by label and by evidence, without the pages that they are of."""
    confusion = Counter((row["label"], row["found"]) for row in labelled["rows"])
    evidence = Counter(" and ".join(row["evidence"]) for row in unlabelled["rows"])
    return {
        "labelled": {
            **_without_rows(labelled),
            "by_label": [
                {"label": label, "found": found, "pages": count} for (label, found), count in sorted(confusion.items())
            ],
        },
        "unlabelled": {
            **_without_rows(unlabelled),
            "claimed": len(unlabelled["rows"]),
            "by_evidence": [{"evidence": kinds, "pages": count} for kinds, count in sorted(evidence.items())],
        },
    }


def _without_rows(result: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in result.items() if key != "rows"}


def tell_details(labelled: dict[str, Any], unlabelled: dict[str, Any]) -> None:
    """Write what was said of each labelled page, and of each other one for which a repost is claimed."""
    details = {"labelled": labelled["rows"], "unlabelled": unlabelled["rows"]}
    text = json.dumps(details, indent=1, ensure_ascii=False) + "\n"
    if file := os.environ.get("DEDUP_ORIGIN_DETAILS"):
        Path(file).write_text(text, "utf-8")
    else:
        print(text)


def _kinds(found: Provenance) -> list[str]:
    return sorted({claim.kind for edge in found.edges for claim in edge.evidence})


def answers(networks: int, seed: int, scan: Callable[..., ScanResult] = dedup.scan) -> list[Answer]:
    """Return what a scan says of every copy and every first text of generated networks."""
    copies = [copy for number in range(networks) for copy in network(number, seed)]
    found = {one.document: one for one in scan([copy.document for copy in copies]).provenance}
    return [_answer(copy, found.get(copy.document.id)) for copy in copies]


def _answer(copy: Any, found: Provenance | None) -> Answer:
    chain = found.chain if found else ()
    truth = copy.first if copy.parent else None
    if found is None or found.undecided or len(chain) < 2:  # noqa: PLR2004 - a chain of one name names no source
        return Answer(None, 0.0, truth, copy.parent, None)
    confidence = min((edge.confidence for edge in found.edges if edge.source in chain), default=0.5)
    return Answer(chain[0], confidence, truth, copy.parent, chain[-2])


def score_networks(said: list[Answer]) -> dict[str, Any]:
    """Return how many copies got an answer and how many answers are right; a source named for a first text is wrong."""
    copies = [one for one in said if one.truth]
    answered = [one for one in said if one.named]
    right = sum(one.right for one in answered)
    parents = sum(
        bool(one.named_parent and one.parent and same_publisher(one.named_parent, one.parent)) for one in answered
    )
    return {
        "documents": len(said),
        "copies": len(copies),
        "answered": len(answered),
        "answering": round(sum(bool(one.named) for one in copies) / len(copies), 4),
        "right": round(right / len(answered), 4) if answered else None,
        "parent_right": round(parents / len(answered), 4) if answered else None,
        "first_texts_called_copies": sum(one.truth is None for one in answered),
        "curve": [_point(said, threshold / 100) for threshold in (50, 60, 65, 70, 80, 90, 95, 97, 98)],
    }


def _point(said: list[Answer], threshold: float) -> dict[str, float | None]:
    answered = [one for one in said if one.named and one.confidence >= threshold]
    copies = sum(bool(one.truth) for one in said)
    right = sum(one.right for one in answered)
    return {
        "confidence": threshold,
        "answering": round(sum(bool(one.truth) for one in answered) / copies, 4),
        "right": round(right / len(answered), 4) if answered else None,
    }


def measured(folder: Path | None) -> dict[str, Any]:
    """Return what the data of a folder gives: forms of credits, agencies and pages, as far as they are there."""
    result: dict[str, Any] = {}
    for key, name, score in (
        ("phrases", "phrases.tsv", score_phrases),
        ("agencies", "agencies.jsonl.gz", score_agencies),
        ("pages", "pages.tar.xz", _score_pages),
    ):
        file = file_in(folder, name) if folder else None
        if file is None:
            print(f"{key}: skipped, because no folder of --data or DEDUP_DATA has {name}")
            continue
        result |= score(file) if key == "pages" else {key: score(file)}
    return result


def _score_pages(archive: Path) -> dict[str, Any]:
    pages, labels = dict(read_pages(archive.parent)), _labels(archive.parent)
    labelled, unlabelled = score_labelled(pages, labels), claimed_reposts(pages, {row["file"] for row in labels})
    tell_details(labelled, unlabelled)
    return counted(labelled, unlabelled)


def main(arguments: list[str] | None = None) -> int:
    """Run all, print what came out and write it to `reports/origin`; return 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("DEDUP_DATA"), metavar="FOLDER")
    parser.add_argument("--reports", type=Path, default=REPORTS, metavar="FOLDER")
    parser.add_argument("--networks", type=int, default=NETWORKS, metavar="N")
    options = parser.parse_args(arguments)
    result: dict[str, Any] = {
        "command": "python benchmarks/origin.py --data FOLDER",
        "versions": {"dedup": dedup.__version__, "python": platform.python_version()},
        "networks": {"seed": SEED, "count": options.networks, **score_networks(answers(options.networks, SEED))},
        **measured(Path(options.data) if options.data else None),
    }
    options.reports.mkdir(parents=True, exist_ok=True)
    (options.reports / "origin.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    text = as_markdown(result)
    (options.reports / "origin.md").write_text(text, "utf-8")
    print(text)
    return 0


def as_markdown(result: dict[str, Any]) -> str:
    """Return the result as a page for readers."""
    made = result["networks"]
    lines = [
        "# Origin: how often the named source is the right one",
        "",
        f"`{result['command']}`, dedup {result['versions']['dedup']}, Python {result['versions']['python']}.",
        "",
        f"## Generated networks ({made['count']}, seed {made['seed']})",
        "",
        (
            f"{made['copies']} copies: {made['answering']:.1%} answered, {made['right']:.1%} of the answers name the "
            f"first source rightly, {made['parent_right']:.1%} the page it was taken from. "
            f"{made['first_texts_called_copies']} first texts were called copies."
        ),
        "",
        "| confidence from | answering | right |",
        "|---:|---:|---:|",
        *(f"| {point['confidence']:.2f} | {point['answering']:.3f} | {point['right']} |" for point in made["curve"]),
        "",
    ]
    for key, section in (("phrases", _phrases_as_markdown), ("agencies", _agencies_as_markdown)):
        lines += section(result[key]) if key in result else [f"Labelled {key}: skipped, the data was not there.", ""]
    if "labelled" in result:
        lines += _pages_as_markdown(result["labelled"], result["unlabelled"])
    else:
        lines += ["Labelled and unlabelled pages: skipped, the data was not there.", ""]
    return "\n".join(lines)


def _phrases_as_markdown(found: dict[str, Any]) -> list[str]:
    claimed, further = found["claimed"], found["further"]
    kinds = [
        (what, row)
        for what, key in (("missed", "missed"), ("wrong source", "wrong_source"), ("no credit", "called_by_mistake"))
        for row in found[key]
    ]
    return [
        "## Forms of credits",
        "",
        (
            f"Found: {claimed['found']} of {claimed['forms']} in the six languages that are read in full, "
            f"{further['found']} of {further['forms']} in further ones. Of {found['traps']} traps "
            f"{found['traps_called']} were taken for credits: precision {found['precision']}. The source is right for "
            f"{found['origin_right']} of those found."
        ),
        "",
        "| what went wrong | language | place | forms |",
        "|---|---|---|--:|",
        *(f"| {what} | {row['language']} | {row['place']} | {row['count']} |" for what, row in kinds),
        "",
    ]


def _agencies_as_markdown(found: dict[str, Any]) -> list[str]:
    wrong = [("missed", *row) for row in found["missed"].items()]
    wrong += [("not in the label", *row) for row in found["called_by_mistake"].items()]
    return [
        "## Credits of agencies",
        "",
        (
            f"{found['credits']} credits in {found['articles']} newspaper articles from 1840 to 2000: precision "
            f"{found['precision']}, recall {found['recall']}."
        ),
        "",
        "| what went wrong | agency | articles |",
        "|---|---|--:|",
        *(f"| {what} | {agency} | {count} |" for what, agency, count in wrong),
        "",
    ]


def _pages_as_markdown(labelled: dict[str, Any], unlabelled: dict[str, Any]) -> list[str]:
    return [
        "## Labelled pages",
        "",
        (
            f"Labels right: {labelled['labels_right']} of {labelled['pages']}. Called republished: "
            f"{labelled['called_republished']}, with the right origin: {labelled['origins_right']}."
        ),
        "",
        "| label | found | pages |",
        "|---|---|--:|",
        *(f"| {row['label']} | {row['found']} | {row['pages']} |" for row in labelled["by_label"]),
        "",
        "## Other pages",
        "",
        (
            f"{unlabelled['pages']} pages in all, labelled ones among them, {unlabelled['without_text']} without text. "
            f"A repost is claimed for {unlabelled['claimed']} that bear no label:"
        ),
        "",
        "| evidence | pages |",
        "|---|--:|",
        *(f"| {row['evidence']} | {row['pages']} |" for row in unlabelled["by_evidence"]),
        "",
    ]


if __name__ == "__main__":
    sys.exit(main())
