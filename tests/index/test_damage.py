"""A damaged index never gives another result: it gives the same one, or ends with a sentence that names the file."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document, collection_of
from dedup.errors import DedupError
from dedup.gate.corpus import Unread
from dedup.gate.rules import Rules
from dedup.index.inspection import describe_index
from dedup.index.store import open_store
from dedup.index.update import add, remove
from dedup.report.saved_results import dumps
from dedup.walks.against_index import documents_to_compare
from dedup.walks.check import check
from dedup.walks.index import rescan
from dedup.walks.lookup import lookup
from tests.index.made_news import index_of, news

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dedup.gate.findings import CheckResult
    from dedup.index.store import Store

TIMES = 200
RULES = Rules(max_run=20, max_reuse=0.2)
DOCUMENTS = news(5, 26)
CONTENT = [
    *DOCUMENTS[24:],
    Document("d12", DOCUMENTS[12].text),
    Document("new", DOCUMENTS[13].text + " " + DOCUMENTS[14].text),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index with removed, changed and identical documents, in several segments."""
    path = tmp_path_factory.mktemp("damage") / "x.dedup"
    index_of(path, DOCUMENTS[:24], steps=2).close()
    more = {"again": DOCUMENTS[12].text, "twin": DOCUMENTS[13].text, "d5": DOCUMENTS[2].text + " And more."}
    with open_store(path, write=True) as store:
        remove(store, ["d3", "d8"])
        add(store, collection_of([Document(name, text) for name, text in more.items()]))
    return path


def checked(store: Store, most_words: int = 1 << 22) -> CheckResult:
    sought = RULES.sought(store.header.settings())
    against, size = documents_to_compare(store, collection_of(CONTENT), sought, most_words=most_words)
    return check(collection_of(CONTENT), against, RULES, unread=Unread(against=size - len(against)))


QUESTIONS: dict[str, Callable[[Store], object]] = {
    "lookup": lambda store: lookup(store, collection_of(CONTENT)),
    "check": checked,
    "check against the nearest": lambda store: checked(store, 500),
    "info": describe_index,
    "scan": lambda store: dumps(rescan(store)),
}
SELDOM = ("info", "scan")
"""What is asked one time in eight."""


def answer(path: Path, question: Callable[[Store], object]) -> str:
    """Return what an index says, or the sentence why it does not."""
    try:
        with open_store(path) as store:
            return repr(question(store))
    except DedupError as error:
        return f"sentence: {error}"


def flipped(whole: bytes, chance: random.Random) -> Iterator[bytes]:
    """Yield the file with one bit changed, where it is not all zeros."""
    used = [place for place in range(len(whole)) if any(whole[max(place - 2, 0) : place + 3])]
    for place in chance.choices(used, k=TIMES):
        content = bytearray(whole)
        content[place] ^= 1 << chance.randrange(8)
        yield bytes(content)


def cut(whole: bytes, chance: random.Random) -> Iterator[bytes]:
    """Yield the beginning of the file."""
    for _ in range(TIMES // 8):
        yield whole[: chance.randrange(1, len(whole))]


def zeroed(whole: bytes, chance: random.Random) -> Iterator[bytes]:
    """Yield the file with some of its blocks zeroed."""
    for _ in range(TIMES // 8):
        start = chance.randrange(len(whole) // BLOCK) * BLOCK
        end = min(start + BLOCK * chance.randrange(1, 65), len(whole))
        yield whole[:start] + bytes(end - start) + whole[end:]


BLOCK = 512


@pytest.mark.parametrize("damage", [flipped, cut, zeroed])
def test_damaged_index_says_so_or_gives_the_same(
    tmp_path: Path, index: Path, damage: Callable[[bytes, random.Random], Iterator[bytes]]
) -> None:
    """Bits, ends and blocks are damaged at random; every answer is that of the sound index, or a sentence."""
    path = tmp_path / "x.dedup"
    path.write_bytes(index.read_bytes())
    expected = {name: answer(path, question) for name, question in QUESTIONS.items()}
    assert not any(said.startswith("sentence") for said in expected.values())
    told = 0
    for number, content in enumerate(damage(index.read_bytes(), random.Random(7))):
        path.write_bytes(content)
        for name, question in QUESTIONS.items():
            if name in SELDOM and number % 8:
                continue
            said = answer(path, question)
            assert said == expected[name] or said.startswith(f"sentence: {path}: "), name
            told += said != expected[name]
        assert [file.name for file in tmp_path.iterdir()] == ["x.dedup"]
    assert told > TIMES // 8


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE segments SET base = base + 1000000000",
        "UPDATE segments SET position_bits = 60",
        "UPDATE texts SET words = 1000000000",
        "UPDATE texts SET start = start + 1000000",
        "UPDATE gaps SET words = 0",
        "UPDATE postings SET entries = randomblob(length(entries))",
        "DELETE FROM postings WHERE key IN (SELECT key FROM postings LIMIT 2000)",
        "UPDATE header SET value = '200' WHERE name = 'fingerprint_words'",
        "DELETE FROM names WHERE id = 'd12'",
        "DELETE FROM documents WHERE id = 'again'",
        "UPDATE documents SET body = (SELECT body FROM documents WHERE id = 'd1') WHERE id = 'd12'",
    ],
)
def test_numbers_that_were_never_written_reach_no_kernel(tmp_path: Path, index: Path, damage: str) -> None:
    """Rows that are well-formed for SQLite and wrong are told by a look-up too."""
    path = tmp_path / "x.dedup"
    path.write_bytes(index.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(damage)
    assert answer(path, QUESTIONS["lookup"]).startswith(f"sentence: {path}: ")
    said = answer(path, QUESTIONS["check"])  # which takes nothing from postings
    assert said == answer(index, QUESTIONS["check"]) or said.startswith(f"sentence: {path}: ")
