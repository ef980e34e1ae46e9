"""Names of documents, publishers and authors, hidden consistently."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dedup.documents import Document, Note, Unreadable, collection_of
from dedup.report.formats import ROW_FORMATS, SCAN_FORMATS, RenderOptions, render, render_tables
from dedup.report.hidden_names import hide_names
from dedup.report.name_table import NameTable
from dedup.walks.scan import scan
from tests.report.html.family import NAMES, family_result


def table(*names: tuple[str, str]) -> NameTable:
    made = NameTable()
    for name, shown in names:
        made.add(name, shown)
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The DAILY\nTIMES says", "The Publisher 1 says"),
        ("Daily Timesman", "Daily Timesman"),
        ("daily times, Daily Times.", "Publisher 1, Publisher 1."),
        ("Times change", "Times change"),
        ("Green shoots by Green, green", "Author 1 shoots by Author 1, green"),
        (
            "see https://www.dailytimes.example/a?b=c, or write to desk@dailytimes.example!",
            "see [address] or write to [address]!",
        ),
        ("New York Daily Times", "Publisher 2"),
        ("", ""),
    ],
)
def test_names_are_replaced_in_texts(text: str, expected: str) -> None:
    """Whole names only; longer ones first, in any case and across line ends; single words as they are written."""
    names = table(("Daily Times", "Publisher 1"), ("New York Daily Times", "Publisher 2"), ("Green", "Author 1"))
    assert names.text(text).replace("[address],", "[address]") == expected


@pytest.mark.parametrize("name", SCAN_FORMATS)
def test_no_format_tells_a_hidden_name(name: str) -> None:
    """Every format that is one text hides all names."""
    told = render(family_result(), name, RenderOptions(hide_names=True, max_rows=0)).lower()
    assert [each for each in NAMES if each.lower() in told] == []


@pytest.mark.parametrize("name", [name for name in ROW_FORMATS if name != "parquet"])
def test_no_table_tells_a_hidden_name(name: str) -> None:
    """Files of a folder hide all names."""
    files = render_tables(family_result(), name, RenderOptions(hide_names=True))
    told = b"".join(chunk for _, content in files for chunk in content).decode().lower()
    assert [each for each in NAMES if each.lower() in told] == []
    assert "document 1" in told


def test_a_name_of_many_words_is_replaced() -> None:
    """No name is too long to be found."""
    name = " ".join(f"Word{number}" for number in range(60))
    assert table((name, "Publisher 1")).text(f"Says {name}.") == "Says Publisher 1."


def test_one_name_has_one_number() -> None:
    """Spellings of one publisher, in a field, in a credit and in the text, get the same number."""
    documents = [
        Document("one-1", "By Jane Roe\n\nFirst words of this text.", publisher="The Valley Post", author="Jane Roe"),
        Document("two-2", "Other words here. Source: Valley Post", publisher="Valley Post", author="Roe, Jane"),
    ]
    hidden = hide_names(scan(collection_of(documents)))
    assert {row.publisher for row in hidden.documents} == {"Publisher 1"}
    assert {row.id for row in hidden.documents} == {"Document 1", "Document 2"}


def test_inputs_that_could_not_be_read_have_no_path() -> None:
    """Their reasons stay."""
    result = replace(
        family_result(),
        unreadable=(Unreadable("secret/a.bin", "secret/a.bin is not text"),),
        notes=(Note("secret/b.txt", "decoded as cp1252"),),
    )
    hidden = hide_names(result)
    assert "secret" not in repr(hidden.unreadable) + repr(hidden.notes)
    assert "is not text" in hidden.unreadable[0].reason
