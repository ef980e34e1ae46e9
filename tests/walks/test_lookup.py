"""A look-up finds for one document what a scan of everything finds for it: the same matches, figures and passages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document, collection_of
from dedup.errors import StoreError
from dedup.index.update import remove
from dedup.settings import Settings
from dedup.walks.lookup import lookup
from dedup.walks.scan import scan
from tests.index.made_news import index_of, news

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dedup.matches import Match

KNOWN = 45
WORDS = Settings(noise="low")
"""An index knows words, and no letters."""


def scanned(documents: Sequence[Document], new: Document, settings: Settings) -> tuple[Match, ...]:
    """Return what a scan of the documents and, last, the new one says of the new one."""
    result = scan(collection_of([*documents, new]), settings)
    return without_weights(match for match in result.copies if match.b == new.id)


def without_weights(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Return matches in the order of their documents, without weights: an index knows neither origins nor all pairs."""
    return tuple(replace(match, weight=0.0) for match in sorted(matches, key=lambda match: (match.a, match.b)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "settings",
    [WORDS, replace(WORDS, pair_limit=2, min_shared=12), replace(WORDS, all_pairs=True), Settings(passages=False)],
)
def test_lookup_equals_a_scan_of_everything(tmp_path: Path, seed: int, settings: Settings) -> None:
    """For made-up news that quotes, reprints and repeats itself, both give the same matches to the last figure."""
    documents = news(seed, KNOWN + 8)
    known, new = documents[:KNOWN], documents[KNOWN:]
    with index_of(tmp_path / "x.dedup", known, steps=4) as store:
        found = lookup(store, collection_of(new), settings)
    expected = [scanned(known, document, settings) for document in new]
    assert [without_weights(each.matches) for each in found] == expected
    assert any(expected)


@pytest.mark.parametrize("seed", range(2))
def test_lookup_equals_a_scan_after_removals_and_changes(tmp_path: Path, seed: int) -> None:
    """Documents that were removed are met no more; those that were changed are met as they are now, in their places."""
    documents = news(seed, KNOWN + 10)
    known, new = documents[:KNOWN], documents[KNOWN:]
    changed = [Document(each.id, other.text) for each, other in zip(known[5:15], known[25:35], strict=True)]
    with index_of(tmp_path / "x.dedup", known) as store:
        remove(store, [each.id for each in known[:KNOWN:7]])
        index_of(tmp_path / "x.dedup", [each for each in changed if int(each.id[1:]) % 7]).close()
        now = {each.id: each for number, each in enumerate(known) if number % 7}
        now |= {each.id: each for each in changed if each.id in now}
        found = lookup(store, collection_of(new))
    assert [without_weights(each.matches) for each in found] == [
        scanned(list(now.values()), each, WORDS) for each in new
    ]


def test_new_version_is_no_copy_of_the_old_one(tmp_path: Path) -> None:
    """What the index holds under the document's own id is left out, and other copies of it are found."""
    documents = news(3, 20)
    twin = Document("twin", documents[4].text)
    with index_of(tmp_path / "x.dedup", [*documents, twin]) as store:
        (found,) = lookup(store, collection_of([Document("d4", documents[4].text + " One more sentence.")]))
    assert "d4" not in {match.a for match in found.matches}
    assert "twin" in {match.a for match in found.matches}


def test_text_without_words_matches_nothing(tmp_path: Path) -> None:
    """Punctuation alone is no text."""
    with index_of(tmp_path / "x.dedup", [*news(1, 5), Document("empty", "…")]) as store:
        assert lookup(store, collection_of([Document("new", "?!")]))[0].matches == ()


def test_sketches_made_otherwise_are_never_compared(tmp_path: Path) -> None:
    """Other settings are refused with a sentence that names both values."""
    with (
        index_of(tmp_path / "x.dedup", news(1, 5)) as store,
        pytest.raises(StoreError, match=r"made with shingles of 5 words, and not with shingles of 4 words"),
    ):
        lookup(store, collection_of(news(2, 1)), Settings(words=4))
