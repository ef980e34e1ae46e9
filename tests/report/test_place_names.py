"""A place is called by the part of the document in which it begins, such as a page, and else by its line."""

from __future__ import annotations

from dedup.documents import DocumentParts, Part
from dedup.matches import Place
from dedup.reading.inputs import read_contents
from dedup.report import saved_results
from dedup.report.formats import RenderOptions, render
from dedup.report.place_names import PlaceNames
from dedup.walks.scan import scan
from tests.reading.readers.samples import FERRY, PUMP, pdf


def test_pages_of_a_pdf_are_named() -> None:
    """The second page repeats another file, and the fourth page repeats the second."""
    collection = read_contents([("a.pdf", pdf()), ("b.txt", f"A line before.\n\n{FERRY}\n".encode())])
    result = scan(collection)
    (parts,) = result.parts
    assert [part.name for part in parts.parts] == ["page 1", "page 2", "page 3", "page 4"]
    places = PlaceNames(result)
    (match,) = result.copies
    assert [(places.of(match.a, each.a), places.of(match.b, each.b)) for each in match.passages] == [("page 2", "3")]
    repeated = [(places.of("a.pdf", each.first), places.of("a.pdf", each.second)) for each in result.repetitions]
    assert sorted(repeated) == [("page 1", "page 3"), ("page 2", "page 4")]
    shown = render(result, "table", RenderOptions(width=100))
    assert "page 2 ↔ 3: " in shown
    assert "page 2 ↔ page 4" in shown


def test_parts_are_saved() -> None:
    """A saved result names the same places."""
    result = scan(read_contents([("a.pdf", pdf(2)), ("b.txt", PUMP.encode())]))
    assert saved_results.loads(saved_results.dumps(result)).parts == result.parts
    assert result.parts[0].document == "a.pdf"


def test_what_stands_before_the_first_part_belongs_to_it() -> None:
    """Places are found by their first character."""

    class Result:
        parts = (DocumentParts("a", (Part(0, "page 1"), Part(10, "page 2"))),)

    places = PlaceNames(Result())  # type: ignore[arg-type]  # no more of a result is needed
    assert [places.of("a", Place(start, 20, 4)) for start in (0, 9, 10, 15)] == ["page 1", "page 1", "page 2", "page 2"]
    assert places.of("b", Place(0, 3, 4)) == "4"
