"""``dedup check`` against an index finds what it finds against the texts themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from dedup.index.store import open_store
from dedup.index.update import add
from dedup.reading.inputs import read_paths
from dedup.settings import Settings
from tests.gate.texts import text
from tests.repositories import Repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

BODY = text("a", "b", "c", "d", "e")
TEXTS = {
    "old/a": f"---\npublisher: Daily Times\n---\n{BODY}",
    "old/b": text("f", "g", "h"),
    "old/c": text("i", "j", "k"),
    "new/copy": BODY,
    "new/edited": BODY.replace("aac ", ""),
    "new/mixed": text("f", "j", "x", "y"),
    "new/quoting": text("v") + "\n> " + text("k"),
    "new/fine": text("w", "z"),
    "new/twice": text("u", "t", "u"),
}


@pytest.fixture
def site(folder: Path) -> Path:
    """Return the folder with old and new texts, and an index of the old ones."""
    for name, said in TEXTS.items():
        file = folder / f"{name}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(said, encoding="utf-8")
    index(folder, "old")
    return folder


def index(folder: Path, *paths: str, settings: Settings | None = None, name: str = "old.dedup") -> None:
    """Make an index of these paths."""
    with open_store(folder / name, write=True, settings=settings) as store:
        add(store, read_paths(list(paths)))


def checked(outcome: Outcome) -> Any:
    """Return what a check that printed JSON says, but for how much it compared."""
    result = json.loads(outcome.out)
    return {name: value for name, value in result.items() if name != "counts"}


EVERY_RULE = (
    "--max-run", "20", "--max-reuse", "0.3", "--require-attribution", "--self-repetition", "--licences",
    "--relations", "identical,near-identical,contained,partial",
)  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [
        (),
        EVERY_RULE,
        ("--quotes", "ignore", *EVERY_RULE),
        ("--no-within", *EVERY_RULE),
        ("--allow-source", "Daily Times"),
    ],
    ids=["default", "every rule", "quotations ignored", "not within", "allowed source"],
)
def test_an_index_gives_the_findings_of_its_texts(dedup: Run, site: Path, options: tuple[str, ...]) -> None:
    """Byte for byte the same findings, with the same places, figures, sentences and fingerprints."""
    assert site.is_dir()
    check = ("check", "new", "--format", "json", *options, "--against")
    by_index, by_texts = dedup(*check, "old.dedup"), dedup(*check, "old")
    assert by_index.code == by_texts.code
    assert checked(by_index) == checked(by_texts)


def test_the_whole_index_is_counted(dedup: Run, site: Path) -> None:
    """The report says how many documents the content was held against, not how many of them were met."""
    assert site.is_dir()
    result = json.loads(dedup("check", "new/fine.md", "--against", "old.dedup", "--format", "json").out)
    assert (result["counts"]["against"], result["findings"]) == (3, [])


def test_an_index_and_texts_can_be_held_against_together(dedup: Run, site: Path) -> None:
    """What is in both is one source; what is in one of them only is found there."""
    index(site, "old/b.md", name="b.dedup")
    check = ("check", "new", *EVERY_RULE, "--format", "json")
    together = dedup(
        *check, "--against", "b.dedup", "--against", "old/a.md", "--against", "old/b.md", "--against", "old/c.md"
    )
    assert sorted(map(str, checked(together)["findings"])) == sorted(
        map(str, checked(dedup(*check, "--against", "old"))["findings"])
    )


def test_a_text_that_the_index_has_is_not_a_copy_of_itself(dedup: Run, site: Path) -> None:
    """A published text that is checked again is judged against the others, and is the source of a new copy."""
    index(site, "old", name="site.dedup")
    outcome = dedup("check", "new/copy.md", "old/a.md", "--against", "site.dedup", "--format", "json")
    (finding,) = json.loads(outcome.out)["findings"]
    assert (finding["document"], finding["source"]) == ("new/copy.md", "old/a.md")


def test_an_index_that_was_made_otherwise_is_refused(dedup: Run, site: Path) -> None:
    """Sketches of other shingles are not compared: the sentence names both lengths, and the code is 2."""
    index(site, "old", settings=Settings(words=7), name="other.dedup")
    outcome = dedup("check", "new", "--against", "other.dedup")
    assert outcome.code == 2
    assert "7" in outcome.err
    assert "5" in outcome.err
    assert dedup("check", "new", "--against", "other.dedup", "--words", "7").code == 1


def test_an_index_is_in_no_revision(dedup: Run, site: Path) -> None:
    """The two ways of saying what was there before are not mixed."""
    Repository.new(site).commit()
    outcome = dedup("check", "new", "--against", "old.dedup", "--against-ref", "main")
    assert outcome.code == 2
    assert "old.dedup is an index, and in no revision" in outcome.err
