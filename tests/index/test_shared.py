"""A shared index, on a real `redis-server` that the tests start; skipped where there is none."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest

from dedup.documents import Document, collection_of
from dedup.errors import StoreError, UsageError
from dedup.index.shared import open_shared_index
from dedup.index.update import Change
from dedup.settings import Settings
from dedup.walks.index import lookup_shared
from dedup.walks.scan import scan
from tests.index.made_news import news

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

redis: Any = pytest.importorskip("redis", reason="the Redis client (dedup-text[redis]) is not installed")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Start a server on a port of this machine that nobody uses, and return its address."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        url = f"redis://127.0.0.1:{port}/0"
        for _ in range(200):
            try:
                redis.Redis.from_url(url).ping()
                break
            except redis.exceptions.ConnectionError:
                time.sleep(0.05)
        yield url
        process.terminate()


def test_shared_index_finds_what_is_alike(server: str) -> None:
    """Reprints are found with the figures and passages that a scan of the two gives; unlike texts are not."""
    known = news(3, 20)
    reprint = Document("reprint", known[4].text + " Reprinted.")
    with open_shared_index(server) as shared:
        assert shared.add(collection_of(known)) == Change(added=20)
    with open_shared_index(server) as shared:
        assert len(shared) == 20
        (found,) = lookup_shared(shared, collection_of([reprint]))
    by_id = {match.a: match for match in found.matches}
    (expected,) = scan(collection_of([known[4], reprint])).copies
    assert by_id["d4"] == expected
    assert by_id["d4"].relation == "near-identical"


def test_unchanged_replaced_and_removed(server: str) -> None:
    """The same content is passed over, another text replaces the old one, and what was removed is not met."""
    first, second = Document("a", news(3, 1)[0].text), Document("a", news(8, 1)[0].text)
    with open_shared_index(server) as shared:
        shared.add(collection_of([first]))
        assert shared.add(collection_of([first])) == Change(unchanged=1)
        assert shared.add(collection_of([second])) == Change(replaced=1)
        new = [Document("new", first.text), Document("newer", second.text)]
        assert [[each.id for each in met] for met in shared.find_candidates(collection_of(new))] == [[], ["a"]]
        assert shared.remove(["a"]) == Change(removed=1)
        assert shared.find_candidates(collection_of(new)) == [[], []]
        with pytest.raises(UsageError, match="no document 'a'"):
            shared.remove(["a"])


def test_settings_must_fit(server: str) -> None:
    """A shared index that was made otherwise is refused with a sentence that names both values."""
    open_shared_index(server, Settings(words=4))
    with pytest.raises(StoreError, match="made with shingles of 4 words, and not with shingles of 5 words"):
        open_shared_index(server, Settings())


def test_server_that_is_not_there_is_told() -> None:
    """No server: a sentence that names the address."""
    url = f"redis://127.0.0.1:{free_port()}/0"
    with pytest.raises(StoreError, match=url):
        open_shared_index(url)
