"""Matches are located some at a time, and are the same however many these are."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pyarrow import parquet

import dedup
from dedup.documents import Document
from dedup.report.formats import RenderOptions, render, render_chunks
from dedup.reuse import located_matches
from dedup.reuse.located_matches import LocatedMatches

if TYPE_CHECKING:
    from dedup.matches import Match
    from dedup.results import ScanResult

WORDS = [f"word{number}" for number in range(60)]


def versions() -> ScanResult:
    """Return all pairs of six versions of one text, each with a number of its own: fifteen pairs."""
    texts = [" ".join([*WORDS[: 8 * number], f"Sum {number}0.", *WORDS[8 * number :]]) for number in range(1, 7)]
    return dedup.scan([Document(f"v{number}", text) for number, text in enumerate(texts)], all_pairs=True)


def in_blocks(result: ScanResult, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Locate four matches at a time from now on; return the sizes of blocks as they are located."""
    sizes: list[int] = []
    locate = located_matches.PassageLocator.located

    def counted(self: Any, rows: Any) -> Any:
        sizes.append(rows.size)
        return locate(self, rows)

    monkeypatch.setattr(located_matches.PassageLocator, "located", counted)
    monkeypatch.setattr(located_matches, "MATCHES_AT_ONCE", 4)
    assert len(result.copies) == 15
    return sizes


@pytest.mark.parametrize("name", ["json", "ndjson", "markdown"])
def test_a_report_is_the_same_in_blocks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen pairs in blocks of four are the bytes of fifteen pairs at once."""
    whole = render(versions(), name, RenderOptions())
    result = versions()
    sizes = in_blocks(result, monkeypatch)
    assert render(result, name, RenderOptions()) == whole
    assert max(sizes) <= 4


def test_json_locates_each_block_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four, four, four and three."""
    result = versions()
    sizes = in_blocks(result, monkeypatch)
    render(result, "json", RenderOptions())
    assert sizes == [4, 4, 4, 3]


@pytest.mark.parametrize("section", ["copies", "passages", "material_edits", "edits", "clusters"])
@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_a_table_is_the_same_in_blocks(name: str, section: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Parquet file has a group of rows for each block, and the same rows."""
    options = RenderOptions(section=section)

    def written(result: ScanResult) -> Any:
        content = b"".join(render_chunks(result, name, options))
        return content if name == "csv" else parquet.read_table(BytesIO(content))

    whole = written(versions())
    result = versions()
    in_blocks(result, monkeypatch)
    assert written(result) == whole
    assert len(whole) > 0 or section == "edits"


def test_parquet_is_written_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes come after each block, and not when all blocks are there."""
    result = versions()
    sizes = in_blocks(result, monkeypatch)
    pieces = render_chunks(result, "parquet", RenderOptions(section="passages"))
    assert next(pieces)
    assert sizes == [4]


def test_a_match_is_the_same_by_its_place_in_a_slice_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever block was located last."""
    result = versions()
    in_blocks(result, monkeypatch)
    copies = result.copies
    assert isinstance(copies, LocatedMatches)
    whole: list[Match] = list(copies)
    assert [copies[place] for place in range(15)] == whole
    assert [copies[place] for place in (14, 0, 5, -1)] == [whole[place] for place in (14, 0, 5, 14)]
    assert copies[2:9] == tuple(whole[2:9])
    assert all(match.passages and match.excerpt and match.material_edits for match in whole)


def test_no_matches_are_no_blocks_with_matches() -> None:
    """Tables of a result without copies have their columns."""
    result = dedup.scan([Document("a", "one text"), Document("b", "another one")])
    assert list(result.copies) == []
    assert result.to_arrow()["passages"].num_rows == 0
    assert "a_start" in result.to_arrow()["passages"].column_names
