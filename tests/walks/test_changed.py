"""What has changed since a revision, and what of the rest is read: as much as a check of everything would need."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from dedup import Settings
from dedup.gate.corpus import Unread
from dedup.gate.rules import Rules
from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions
from dedup.reading.revision import read_revision
from dedup.walks.changed import read_changed
from dedup.walks.check import check
from tests.repositories import Repository

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.gate.findings import CheckResult

OPTIONS = ReadingOptions()


def passage(chance: Random, words: int) -> str:
    """Return made-up words of a small vocabulary, so that short runs of them meet by chance."""
    return " ".join(f"w{chance.randrange(400)}" for _ in range(words))


def page(chance: Random, parts: list[str]) -> str:
    """Return a page of own words, and sometimes of one or two common parts."""
    taken = [chance.choice(parts) for _ in range(chance.choice([0, 0, 1, 2]))]
    return "\n\n".join([passage(chance, chance.randrange(3, 80)), *taken, passage(chance, chance.randrange(3, 40))])


def told(result: CheckResult) -> list[object]:
    """Return what a check found, without the counts of what it read."""
    return [result.findings, result.accepted, result.counts.pairs, result.counts.documents, result.counts.unchanged]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_left_unread_makes_no_difference(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of random sites, the changed content alone gives the findings that the whole of both states gives."""
    chance = Random(seed)
    parts = [passage(chance, chance.randrange(8, 60)) for _ in range(6)]
    made = Repository.new(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "page.html").write_text(f"<h1>Page</h1><p>{passage(chance, 30)}</p><p>{parts[0]}</p>")
    made.commit(**{f"site__p{number}": page(chance, parts) for number in range(25)})
    made.write(**{f"site__p{chance.randrange(32)}": page(chance, parts) for _ in range(5)})
    monkeypatch.chdir(tmp_path)

    settings, rules = Settings(), Rules(max_run=20, max_reuse=0.2, self_repetition=True)
    some = read_changed("HEAD", ["site"], OPTIONS, settings)
    _, before = read_revision("HEAD", ["site"])
    whole = check(read_paths(["site"]), before, rules, settings, revision="HEAD")
    unread = Unread(some.unchanged, some.unread)
    assert told(check(some.content, some.before, rules, settings, revision="HEAD", unread=unread)) == told(whole)


def test_only_what_has_changed_and_shares_words_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of four pages one is new; one has words of it, one is in another encoding, and one has nothing to do with it."""
    made = Repository.new(tmp_path)
    chance = Random(5)
    common = passage(chance, 40)
    made.write(site__same=f"{passage(chance, 20)}\n\n{common}", site__other="Quite another text.")
    (tmp_path / "site" / "latin.md").write_bytes("Déjà vu".encode("latin-1"))
    made.commit()
    made.write(site__new=common)
    monkeypatch.chdir(tmp_path)
    found = read_changed("HEAD", ["site"], OPTIONS, Settings())
    assert found.content.column("id") == ["site/new.md"]
    assert found.before.column("id") == ["site/latin.md", "site/same.md"]
    assert (found.unchanged, found.unread) == (3, 1)
