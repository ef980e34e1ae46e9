"""What the file holds: texts and places, its size, results without texts, and always the same bytes."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dedup.documents import Document, collection_of
from dedup.report.formats import RenderOptions, render
from dedup.report.html import heaviest_pairs, text_blocks, view_model
from dedup.report.html import page as page_module
from dedup.report.ordering import arranged
from dedup.report.saved_results import dumps, loads
from dedup.walks.scan import scan
from tests.report.html.contents import Contents
from tests.report.html.family import LEAD, MASTER, NAMES, family, family_page, family_result

if TYPE_CHECKING:
    import pytest


def html(result: Any, **options: Any) -> str:
    return render(result, "html", RenderOptions(**options))


def test_passages_stand_at_their_places_in_the_carried_texts() -> None:
    """Cut from the texts by JavaScript's units, each passage begins and ends as the result says."""
    result = family_result()
    contents = Contents(family_page())
    values, texts = contents.values(), contents.texts()
    number = {each["id"]: str(place) for place, each in enumerate(values["documents"])}
    for match, pair in zip(result.copies, values["pairs"], strict=True):
        for passage, (a_start, a_end, a_line, *_) in zip(match.passages, pair["passages"], strict=False):
            expected = result.text(match.a)[passage.a.start : passage.a.end]
            assert texts[number[match.a]][a_start:a_end] == expected
            assert a_line == passage.a.line


def test_characters_of_two_units_move_places() -> None:
    """Two emoji before a passage: Python counts two characters, JavaScript four units."""
    documents = [Document("1", f"😀😀 {LEAD}"), Document("2", LEAD)]
    contents = Contents(html(scan(collection_of(documents))))
    (pair,) = contents.values()["pairs"]
    assert pair["passages"][0][0] == 5


def test_the_same_result_gives_the_same_bytes() -> None:
    """No time, no order of a set: rendered again, from a second scan, the page is the same."""
    assert html(scan(collection_of(family()))) == family_page()


def test_a_saved_result_says_what_is_missing() -> None:
    """Without texts there are all tables and no text; with them the page is that of the scan itself."""
    loaded = loads(dumps(family_result()))
    contents = Contents(html(loaded))
    assert contents.texts() == {}
    assert "The texts of 6 documents are not in this file" in contents.scripts["texts"]
    assert len(contents.values()["pairs"]) == len(family_result().copies)
    assert html(loaded, texts=family_result().text) == family_page()


def test_texts_that_are_too_short_for_the_result_are_not_shown() -> None:
    """A folder of other texts: places outside of a text would show wrong words."""
    contents = Contents(html(loads(dumps(family_result())), texts=lambda _: "another text"))
    assert contents.texts() == {}
    assert "shorter than the places" in contents.scripts["texts"]


def test_a_page_has_a_size_that_it_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that do not compress: the heaviest pairs carry theirs, the others say how to see them."""
    for module in (page_module, text_blocks):
        monkeypatch.setattr(module, "MOST_BYTES", 700_000)
    monkeypatch.setattr(page_module, "_SPARE_BYTES", 20_000)
    words = random.Random(1)
    documents = []
    for number in range(40):
        own = " ".join(f"{words.getrandbits(80):x}" for _ in range(1500))
        documents += [Document(f"{number}a", f"{LEAD}\n\n{own}"), Document(f"{number}b", f"{own}\n\n{MASTER}")]
    page = html(scan(collection_of(documents)))
    contents = Contents(page)
    assert len(page.encode()) <= 700_000
    assert 4 <= len(contents.texts()) < 80
    assert "did not fit into a file" in contents.scripts["texts"]
    assert {"0", "1"} <= set(contents.texts())


def test_findings_stand_in_the_order_of_the_result() -> None:
    """Sorted by another figure than weight, the lists are too; the pairs shown as text are still the heaviest."""
    result = arranged(family_result(), "id")
    assert [match.weight for match in result.copies] != sorted((each.weight for each in result.copies), reverse=True)
    page = html(result)
    values = Contents(page).values()
    ids = [each["id"] for each in values["documents"]]
    assert [(ids[pair["a"]], ids[pair["b"]]) for pair in values["pairs"]] == [
        (each.a, each.b) for each in result.copies
    ]
    heaviest = max(range(len(result.copies)), key=lambda place: result.copies[place].weight) + 1
    assert f'href="#pair/{heaviest}"' in page.partition("The heaviest pairs")[2].partition("</article>")[0]


def test_findings_that_are_not_listed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that lists two findings of a kind says how many there are."""
    monkeypatch.setattr(view_model, "MOST_FINDINGS", 2)
    contents = Contents(family_page.__wrapped__())
    assert len(contents.values()["pairs"]) == 2
    found = len(family_result().copies)
    assert f"Of {found} pairs, the first 2 are listed" in contents.scripts["texts"]
    assert "repetitions, the first" not in contents.scripts["texts"]


def test_the_report_as_text_lists_as_many_rows_as_are_wanted() -> None:
    """One row of each part with the number of the others, or all rows."""
    pairs = len(family_result().copies)
    assert f"… and {pairs - 1} more" in "".join(Contents(html(family_result(), max_rows=1)).words)
    assert "… and" not in "".join(Contents(html(family_result(), max_rows=0)).words)


def test_rows_of_a_passage_that_are_not_shown_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six sentences that all differ in a word, of which the text shows two; then a passage cut within."""
    sentences = [f"Sentence {name} of this text was {{}} by the same writer in one go." for name in "abcdef"]
    texts = [" ".join(each.format(word) for each in sentences) for word in ("written", "printed")]
    result = scan(collection_of([Document("1", texts[0]), Document("2", texts[1])]))
    monkeypatch.setattr(heaviest_pairs, "_ROWS", 2)
    assert "and 4 rows more" in "".join(Contents(html(result)).words)
    monkeypatch.setattr(heaviest_pairs, "_LONGEST", 100)
    assert "Only the first 100 characters" in "".join(Contents(html(result)).words)


def test_hidden_names_are_nowhere_in_the_file() -> None:
    """No publisher, author, id, path or title: not in tables, not in values, not in the carried texts."""
    contents = Contents(family_page(hide_names=True))
    everything = [*contents.words, *contents.scripts.values(), *contents.texts().values()]
    told = "\n".join(everything).lower()
    assert [name for name in NAMES if name.lower() in told] == []
    assert [each.title for each in family() if each.title and each.title.lower() in told] == []
    assert "Source: Publisher 1" in "\n".join(contents.texts().values())


def test_passages_stand_at_their_places_where_names_are_hidden() -> None:
    """A name of another length before and inside a passage moves its ends."""
    text = f"Coast News Agency reports. {LEAD} Coast News Agency has asked for more."
    documents = [
        Document("first-1", text, publisher="Coast News Agency"),
        Document("second-2", f"{LEAD} Coast News Agency has asked for more."),
    ]
    contents = Contents(html(scan(collection_of(documents)), hide_names=True))
    (pair,) = contents.values()["pairs"]
    (a_start, a_end, *_), *_ = pair["passages"]
    assert contents.texts()["0"][a_start:a_end] == f"{LEAD} Publisher 1 has asked for more"


def test_a_result_of_one_part_is_shown() -> None:
    """Where only one part was looked for, the page has that part."""
    for only in ("copies", "clusters", "provenance", "repetitions"):
        result = scan(collection_of(family()), replace(family_result().settings, only=only))
        assert "</html>" in html(result)
