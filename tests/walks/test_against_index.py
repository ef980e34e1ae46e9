"""A check against an index finds what a check against the documents of the index finds, whatever these repeat."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.gate.corpus import Unread
from dedup.gate.rules import Rules
from dedup.index.store import open_store
from dedup.index.update import add, remove
from dedup.relations import RELATIONS
from dedup.settings import Settings
from dedup.walks.against_index import documents_to_compare
from dedup.walks.check import check
from tests.index.made_news import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dedup.gate.findings import CheckResult

EVERY_RULE = Rules(relations=tuple(RELATIONS), max_run=20, max_reuse=0.1, require_attribution=True, licences=True)
REPOSTS = Rules()


class Site:
    """Makes documents of a site: footers, phrases, forms that are filled in, reprints, twins, and text of their own."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._footers = {name: words_of(chance, chance.randrange(14, 60)) for name in ("Courier", "Herald")}
        self._phrases = [words_of(chance, chance.randrange(6, 22)) for _ in range(3)]
        self._form = [words_of(chance, chance.randrange(8, 30)) for _ in range(4)]
        self._written: list[list[str]] = []

    def document(self, name: str) -> Document:
        """Return the next document."""
        chance = self._chance
        words = self._body(chance.random())
        if chance.random() < 0.5:
            at = chance.randrange(len(words) + 1)
            words = words[:at] + chance.choice(self._phrases) + words[at:]
        publisher = chance.choice(("Courier", "Herald", None))
        if publisher and chance.random() < 0.8:
            words = words + self._footers[publisher]
        self._written.append(words)
        return Document(name, " ".join(words).capitalize() + ".", path=name, publisher=publisher)

    def _body(self, kind: float) -> list[str]:
        chance = self._chance
        if self._written and kind < 0.1:
            return list(chance.choice(self._written))
        if self._written and kind < 0.35:
            earlier = chance.choice(self._written)
            low = chance.randrange(len(earlier))
            return words_of(chance, 25) + earlier[low : low + chance.randrange(12, 90)] + words_of(chance, 25)
        if kind < 0.6:
            return [word for part in self._form for word in (*part, *words_of(chance, chance.randrange(1, 5)))]
        return words_of(chance, chance.randrange(20, 120))


def against_index(
    folder: Path, known: Sequence[Document], content: Sequence[Document], rules: Rules, most_words: int = 1 << 22
) -> CheckResult:
    """Return the result of a check against an index to which the documents came in another order, in steps."""
    path = folder / "x.dedup"
    path.unlink(missing_ok=True)
    shuffled = random.Random(len(known)).sample(known, len(known))
    half = len(known) // 2
    with open_store(path, write=True) as store:
        add(store, collection_of([*shuffled[:half], Document("gone", known[0].text if known else "nothing")]))
        add(store, collection_of(shuffled[half:]))
        remove(store, ["gone"])
    with open_store(path) as store:
        against, size = documents_to_compare(
            store, collection_of(content), rules.sought(Settings()), alone=True, most_words=most_words
        )
    return check(collection_of(content), against, rules, unread=Unread(against=size - len(against)))


def found(result: CheckResult) -> tuple[object, ...]:
    """Return all that a check says but how much it read."""
    return result.findings, result.accepted, result.checked, result.counts


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("indexes")


@given(st.integers(0, 1 << 32), st.integers(0, 40), st.integers(1, 12), st.sampled_from([EVERY_RULE, REPOSTS]))
@settings(max_examples=40, deadline=None)
def test_an_index_judges_as_its_documents_do(folder: Path, seed: int, size: int, new: int, rules: Rules) -> None:
    """Finding for finding and figure for figure, for several documents at once that share boilerplate and forms."""
    site = Site(random.Random(seed))
    documents = [site.document(f"site/{number:03}.md") for number in range(size + new)]
    known, content = documents[:size], documents[size:]
    expected = check(collection_of(content), collection_of(known), rules)
    assert found(against_index(folder, known, content, rules)) == found(expected)


def test_a_footer_in_one_indexed_text_and_four_new_ones_is_boilerplate(folder: Path) -> None:
    """It takes five documents to see that; they are counted over both sides together, as in a check against files."""
    chance = random.Random(3)
    footer = " ".join(words_of(chance, 35))
    pages = [
        Document(
            f"{number}.md", f"{' '.join(words_of(chance, 90))}. {footer}.", path=f"{number}.md", publisher="Courier"
        )
        for number in range(5)
    ]
    result = against_index(folder, pages[:1], pages[1:], EVERY_RULE)
    assert found(result) == found(check(collection_of(pages[1:]), collection_of(pages[:1]), EVERY_RULE))
    assert result.counts.marked == 10
    assert not result.findings


def test_a_large_index_gives_the_same_from_the_documents_that_share_words(folder: Path) -> None:
    """Where an index is too large to be read as a whole, documents without a word of the content are left out."""
    chance = random.Random(4)
    site = Site(chance)
    documents = [site.document(f"site/{number:03}.md") for number in range(30)]
    others = [Document(f"z{number}", " ".join(words_of(chance, 400)), path=f"z{number}") for number in range(40)]
    content = documents[20:]
    size = sum(len(each.text.split()) for each in documents)
    result = against_index(folder, [*documents[:20], *others], content, EVERY_RULE, most_words=size)
    assert found(result) == found(check(collection_of(content), collection_of([*documents[:20], *others]), EVERY_RULE))
    assert result.findings


def test_what_is_not_read_of_a_large_index_is_told(folder: Path) -> None:
    """A note says how many texts share words with the content and were not read."""
    site = Site(random.Random(5))
    documents = [site.document(f"site/{number:03}.md") for number in range(40)]
    path = folder / "large.dedup"
    with open_store(path, write=True) as store:
        add(store, collection_of(documents[:30]))
        against, size = documents_to_compare(store, collection_of(documents[30:]), Settings(), most_words=500)
    (note,) = against.notes
    assert size == 30
    assert 0 < len(against) < 30
    assert note.path == str(path)
    assert f"but {len(against)} documents that share more" in note.note


def test_nothing_is_read_where_no_run_is_shared(folder: Path) -> None:
    """A text of other words needs a look-up only; the count of documents that it was held against is the same."""
    chance = random.Random(6)
    site = Site(chance)
    known = [site.document(f"site/{number:03}.md") for number in range(12)]
    content = [Document("new.md", " ".join(words_of(chance, 80)), path="new.md")]
    assert found(against_index(folder, known, content, REPOSTS)) == found(
        check(collection_of(content), collection_of(known), REPOSTS)
    )
    with open_store(folder / "x.dedup") as store:
        against, size = documents_to_compare(store, collection_of(content), REPOSTS.sought(Settings()), alone=True)
    assert (len(against), size) == (0, 12)
