"""How often author, date and publisher of a page are the right ones: on the labelled pages of another project.

    python benchmarks/page_metadata.py     writes reports/origin/metadata.json and metadata.md

The pages are the public test pages of flairNLP/fundus, some 250 of newspapers of forty countries, read from the
checkout that DEDUP_FUNDUS names. Without it nothing is measured, and that is said. The pages belong to their
publishers, so the reports hold counts only; which ones are wrong is printed.

A label of authors counts as right if all persons that it names are found; where it names none, if no person is found.
What is not counted: a name in another script than that of the label, which is the class name of a program.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))

import dedup
from dedup.errors import InputError
from dedup.origin.extraction import describe, read_claims
from dedup.origin.name_forms import is_person
from dedup.origin.names import is_agency, same_publisher
from dedup.reading.decoding import decode
from dedup.reading.html import page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.origin.extraction import Description

VARIABLE = "DEDUP_FUNDUS"
REPORTS = Path(__file__).parent.parent / "reports" / "origin"
_PUBLISHER = re.compile(r'(\w+) = Publisher\(\s*name="([^"]+)",\s*domain="([^"]+)"')
_FIELDS = ("author", "published", "publisher")


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """One page with its labels, one for each form that the pages of its publisher have, and the publisher's names."""

    name: str
    source: bytes
    labels: tuple[dict[str, Any], ...]
    publishers: tuple[str, ...]

    def label(self, title: str | None) -> Label:
        """Return the label of the page with this title: the one whose title has most words in common with it."""
        words = set(_key(title or "").split())
        best = max(self.labels, key=lambda one: len(words & set(_key(one.get("title") or "").split())))
        return Label(
            tuple(best.get("authors") or ()), (best.get("publishing_date") or "")[:10] or None, self.publishers
        )


@dataclass(frozen=True, slots=True)
class Label:
    """The writers of a page, its day, and the names of its publisher."""

    author: tuple[str, ...]
    published: str | None
    publisher: tuple[str, ...]


def labelled_pages(folder: Path) -> Iterator[LabelledPage]:
    """Yield the pages of a checkout of fundus with their labels."""
    names = {
        (file.parent.name, found[1]): (found[2], found[3])
        for file in (folder / "src/fundus/publishers").glob("*/__init__.py")
        for found in _PUBLISHER.finditer(file.read_text("utf-8"))
    }
    for file in sorted((folder / "tests/resources/parser/test_data").glob("*/*.json")):
        labels = tuple(json.loads(file.read_text("utf-8")).values())
        for page in sorted(file.parent.glob(f"{file.stem}_*.html.gz")):
            publishers = names.get((file.parent.name, file.stem), (file.stem,))
            yield LabelledPage(page.name, gzip.decompress(page.read_bytes()), labels, publishers)


def description_of(page: LabelledPage) -> Description | None:
    """Return what dedup says of a page; None where it finds no text."""
    source, _ = decode(page.name, page.source, None, markup=True)
    try:
        document = page_of(page.name, source).document(dedup.Document(page.name, ""))
    except InputError:
        return None
    return describe(document, read_claims(document))


def verdicts(label: Label, found: Description) -> dict[str, bool | None]:
    """Return for each field whether it is right; None where the label does not tell."""
    return {
        "author": _authors_right(label, found.author),
        "published": found.published == label.published if label.published else None,
        "publisher": _publisher_right(label, found.publisher),
    }


def _authors_right(label: Label, found: str | None) -> bool:
    persons = [name for name in label.author if _names_a_person(name, label.publisher)]
    if persons:
        return all(_key(name) in _key(found or "") for name in persons)
    return not any(map(is_person, (found or "").split(", ")))


def _names_a_person(name: str, publishers: tuple[str, ...]) -> bool:
    own = any(same_publisher(name, one) for one in publishers)
    plain = name.replace("\u2019", "'")
    plain = plain.title() if plain.isupper() or plain.islower() else plain
    return not own and not is_agency(name) and is_person(plain)


def _publisher_right(label: Label, found: str | None) -> bool | None:
    if found is None:
        return False
    if any(same_publisher(found, one) for one in label.publisher):
        return True
    return None if re.search(r"[^\u0000-\u024f\s]{2}", found) else False


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("\u2019", "'"))
    return " ".join(re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter))))


def measure(folder: Path) -> dict[str, Any]:
    """Return how many pages are right in each field, and print those that are not."""
    right: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    pages = without_text = 0
    for page in labelled_pages(folder):
        found = description_of(page)
        pages += 1
        if found is None:
            without_text += 1
            continue
        label = page.label(found.title)
        for field, verdict in verdicts(label, found).items():
            counted[field] += verdict is not None
            right[field] += bool(verdict)
            if verdict is False:
                print(f"{field}: {page.name}: {getattr(found, field)!r}, labelled {getattr(label, field)!r}")
    shares = {field: round(right[field] / counted[field], 4) if counted[field] else None for field in _FIELDS}
    return {"pages": pages, "without_text": without_text, "counted": dict(counted), "right": shares}


def as_markdown(result: dict[str, Any]) -> str:
    """Return the result as a page for readers."""
    rows = [f"| {field} | {result['counted'][field]} | {result['right'][field]} |" for field in _FIELDS]
    return "\n".join(
        [
            "# Author, date and publisher of labelled pages",
            "",
            (
                f"`python benchmarks/page_metadata.py` on {result['pages']} public test pages of flairNLP/fundus, "
                f"{result['without_text']} of them without text."
            ),
            "",
            "| field | pages with a label | right |",
            "|---|--:|--:|",
            *rows,
            "",
        ]
    )


def main() -> None:
    """Measure, print what is wrong, and write the counts to `reports/origin`."""
    folder = os.environ.get(VARIABLE)
    if not folder or not (Path(folder) / "tests/resources/parser/test_data").is_dir():
        print(f"labelled pages: skipped, because {VARIABLE} names no checkout of flairNLP/fundus")
        return
    result = measure(Path(folder))
    REPORTS.mkdir(parents=True, exist_ok=True)
    (REPORTS / "metadata.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    (REPORTS / "metadata.md").write_text(as_markdown(result), "utf-8")
    print(as_markdown(result))


if __name__ == "__main__":
    main()
