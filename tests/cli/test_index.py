"""``dedup index``, as it is typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]


def test_added_documents_are_found_again(dedup: Run) -> None:
    """What was added is found by a look-up of an edited copy, which shares most of its words."""
    assert dedup("index", "add", "x.dedup", "a.txt").out == (
        "x.dedup: 1 added, 0 replaced, 0 unchanged; it holds 1 document\n"
    )
    (each,) = json.loads(dedup("index", "lookup", "x.dedup", "b.txt", "--format", "json").out)["documents"]
    (match,) = each["matches"]
    assert (match["a"], match["b"], match["relation"]) == ("a.txt", "b.txt", "contained")
    assert "a.txt" in dedup("index", "lookup", "x.dedup", "b.txt").out


def test_scan_of_an_index_is_the_scan_of_its_documents(dedup: Run) -> None:
    """The report is the one that a scan of the same files gives."""
    dedup("index", "add", "x.dedup", "a.txt", "b.txt")
    of_files, of_index = (
        json.loads(dedup(*words, "--format", "json").out)
        for words in (("scan", "a.txt", "b.txt"), ("index", "scan", "x.dedup"))
    )
    # Files are counted with what stands around their text.
    assert of_index.pop("counts") | {"bytes": 0} == of_files.pop("counts") | {"bytes": 0}
    assert of_index == of_files
    assert json.loads(dedup("index", "info", "x.dedup", "--format", "json").out)["matches"] == 1


def test_removed_document_is_gone(dedup: Run) -> None:
    """After its removal nothing is found, and the index is sound."""
    dedup("index", "add", "x.dedup", "a.txt")
    assert dedup("index", "remove", "x.dedup", "a.txt").code == 0
    assert "of 1 document, none shares words with the index." in dedup("index", "lookup", "x.dedup", "b.txt").out
    assert dedup("index", "verify", "x.dedup").code == 0


def test_settings_follow_the_index(dedup: Run) -> None:
    """What is not said follows the index; what is said must fit it."""
    dedup("index", "add", "x.dedup", "a.txt", "--words", "4")
    assert dedup("index", "add", "x.dedup", "b.txt").code == 0
    refused = dedup("index", "lookup", "x.dedup", "b.txt", "--words", "5")
    assert refused.code == 2
    assert "made with shingles of 4 words, and not with shingles of 5 words" in refused.err


def test_damage_is_objected_to(dedup: Run, folder: Path) -> None:
    """`verify` exits with 1 and says what is wrong."""
    import sqlite3  # noqa: PLC0415 - only to do the damage

    dedup("index", "add", "x.dedup", "a.txt")
    with sqlite3.connect(folder / "x.dedup") as connection:
        connection.execute("UPDATE texts SET signature = zeroblob(512)")
    connection.close()
    outcome = dedup("index", "verify", "x.dedup")
    assert (outcome.code, outcome.out) == (1, "the signature of 'a.txt' is not that of its words\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("frob", "x.dedup"), "can add, remove, lookup, scan, info, verify, not 'frob'"),
        (("add", "x.dedup"), "dedup index add INDEX needs files, folders, globs or - behind it"),
        (("remove", "x.dedup"), "dedup index remove INDEX needs ids behind it"),
        (("info", "x.dedup", "a.txt"), "takes nothing more"),
        (
            ("lookup", "x.dedup", "a.txt", "-f", "html"),
            "lookup has no format 'html'; its formats are table, json, markdown",
        ),
        (("lookup", "x.dedup", "a.txt", "-f", "csv"), "lookup has no format 'csv'"),
        (("lookup", "x.dedup", "a.txt", "-o", "a.html"), "this command has table, json, markdown"),
        (("info", "gone.dedup"), "there is no index gone.dedup"),
        (("scan", "gone.dedup"), "there is no index gone.dedup"),
        (("info", "a.txt"), "a.txt: it is no index of dedup"),
        (("add", "a.txt", "b.txt"), "a.txt: it is no index of dedup"),
        (("add", "no/where.dedup", "a.txt"), "there is no folder no"),
        (("add", "x.dedup", "gone.txt"), "gone.txt"),
    ],
)
def test_wrong_use_is_a_sentence(dedup: Run, words: tuple[str, ...], sentence: str) -> None:
    """Each mistake is told with code 2, and leaves no file behind."""
    outcome = dedup("index", *words)
    assert outcome.code == 2
    assert sentence in outcome.err
    assert "Traceback" not in outcome.err
