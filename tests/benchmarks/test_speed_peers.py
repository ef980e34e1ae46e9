"""The peers of `speed.py`: what is measured of whom, what cannot be had, and runs that are watched and ended."""

from __future__ import annotations

import json
from argparse import Namespace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

catalogue = import_module("peers.catalogue")
homes = import_module("peers.homes")
running = import_module("peers.running")
folders = import_module("peers.folder")
speed = import_module("speed")
made_news = import_module("lib.made_news")

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
FLOOR = next(peer for peer in catalogue.PEERS if peer.name == "parse_orjson")


def written(path: Path, *texts: str) -> Path:
    """Write texts as JSON Lines, named by their numbers."""
    rows = [json.dumps({"id": str(row), "text": text}) + "\n" for row, text in enumerate(texts)]
    path.write_text("".join(rows), encoding="utf-8")
    return path


def test_every_peer_has_a_module_and_a_home() -> None:
    """Each name of the catalogue is a file of `peers`, each home is described, and no two rows share a key."""
    there = {file.stem for file in BENCHMARKS.joinpath("peers").glob("*.py")}
    assert {peer.name for peer in catalogue.PEERS} <= there
    assert {peer.home for peer in catalogue.PEERS} - {""} == set(catalogue.HOMES)
    assert len({(peer.task, peer.key) for peer in catalogue.PEERS}) == len(catalogue.PEERS)


def test_run_gives_seconds_memory_and_rows(tmp_path: Path) -> None:
    """Parsing two lines takes some time and some memory, finds nothing, and is no problem."""
    source = written(tmp_path / "lines", "one", "two")
    outcome = running.Stand(None, 60).run(FLOOR, source, source)
    assert outcome.problem is None
    assert outcome.seconds > 0
    assert outcome.rows == ()
    assert outcome.peak_mb is None or outcome.peak_mb > 1


def test_run_that_takes_too_long_is_ended_and_told(tmp_path: Path) -> None:
    """A limit of no time at all ends the child, and says so."""
    source = written(tmp_path / "lines", "one")
    assert running.Stand(None, 0.0).run(FLOOR, source, source).problem == "stopped after 0 s"


def test_run_that_fails_is_told_by_its_last_line(tmp_path: Path) -> None:
    """A file that is not there is named in the problem."""
    outcome = running.Stand(None, 60).run(FLOOR, tmp_path / "gone", tmp_path / "gone")
    assert "No such file" in outcome.problem


def test_peer_that_is_not_installed_is_skipped_with_the_reason(tmp_path: Path) -> None:
    """Without its environment a peer is not measured, and why is told."""
    options = Namespace(peers="rensa", install=False, folder=tmp_path)
    peers, skipped = speed.chosen(options)
    assert skipped == {"rensa": "it is not installed; --install does that"}
    assert all(not peer.home for peer in peers)
    options.folder = None
    assert speed.chosen(options)[1] == {"rensa": "the peers' folder was not named (--folder)"}


def test_unknown_peer_is_refused() -> None:
    """A name that is none of the catalogue's ends the program with those that there are."""
    with pytest.raises(SystemExit, match="there is no peer nobody; there are dedup_pairs, "):
        speed.chosen(Namespace(peers="nobody", install=False, folder=None))


def test_program_that_is_not_there_is_told_with_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where sim_text is not on the path, the Debian package that has it is named."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert homes.lacking("sim_text", None) == "there is no sim_text here; Debian has it in similarity-tester"


def test_news_are_skipped_where_there_is_no_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the folder, the generated inputs are left, and that the news are skipped is told."""
    monkeypatch.delenv("DEDUP_DATA", raising=False)
    options = Namespace(corpus=None, inputs="news,made2k", documents=3)
    assert [one.name for one in speed.inputs(options, tmp_path)] == ["made2k"]
    assert "skipped: news and news2k, there is no news.jsonl.gz" in capsys.readouterr().err


def test_made_news_are_the_same_every_time() -> None:
    """Two generations of fifty articles are equal, and one of ten or so repeats an earlier one in most words."""
    articles = list(made_news.made_news(50))
    assert articles == list(made_news.made_news(50))
    assert len({article["id"] for article in articles}) == 50
    sets = [set(article["text"].split()) for article in articles]
    alike = sum(any(len(one & other) > 0.8 * len(one) for other in sets[:row]) for row, one in enumerate(sets))
    assert 1 <= alike <= 15


def test_folder_has_a_word_a_line(tmp_path: Path) -> None:
    """The file of a document has its lower-cased words on lines of their own; their offsets are known."""
    texts = folders.write(written(tmp_path / "lines", "One, two three"), tmp_path)
    (file,) = texts.folder.iterdir()
    assert file.read_text(encoding="utf-8") == "one\ntwo\nthree\n"
    assert texts.row(str(file)) == 0
    assert texts.starts(0) == [0, 4, 8]


def test_lines_of_sim_text_are_words_that_begin_with_one(tmp_path: Path) -> None:
    """Lines 3 to 40 are the words from the third to the fortieth: [2, 40] half-open, counted from 0."""
    sim_text = import_module("peers.sim_text")
    texts = folders.Texts(tmp_path, ["a", "b"], [[], []])
    printed = "000000.txt: line 3-40         |000001.txt: line 1-38[38]\n"
    assert sim_text.tell(sim_text.Found(texts, printed)) == [("a", "b", [[2, 40]], [[0, 38]])]


def test_clones_of_jscpd_are_words_that_begin_with_one(tmp_path: Path) -> None:
    """A clone from line 3 to line 40 is of the words [2, 40]."""
    jscpd = import_module("peers.jscpd")
    sides: dict[str, Any] = {
        "firstFile": {"name": "000000.txt", "start": 3, "end": 40},
        "secondFile": {"name": "000001.txt", "start": 1, "end": 38},
    }
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"duplicates": [sides]}), encoding="utf-8")
    texts = folders.Texts(tmp_path, ["a", "b"], [[], []])
    assert jscpd.tell(jscpd.Found(texts, report)) == [("a", "b", [[2, 40]], [[0, 38]])]


def test_pairs_that_this_program_names_once_a_group_are_all_counted() -> None:
    """Of three identical documents and one alike to the first, all six pairs are counted."""
    dedup_pairs = import_module("peers.dedup_pairs")
    named = [("a", "b", "identical"), ("a", "c", "identical"), ("a", "d", "near-identical")]
    copies = [Namespace(a=a, b=b, relation=relation, jaccard=0.9) for a, b, relation in named]
    found = {frozenset(pair) for pair in dedup_pairs.alike(Namespace(copies=copies))}
    assert found == {frozenset(pair) for pair in ("ab", "ac", "bc", "ad", "bd", "cd")}


def test_lines_are_split_into_two_files_in_order(tmp_path: Path) -> None:
    """Of three lines, two stand in the first file and one in the second."""
    halves = import_module("peers.halves")
    assert halves.split(written(tmp_path / "lines", "x", "y", "z"), tmp_path / "parts") == [["0", "1"], ["2"]]
    assert (tmp_path / "parts" / "00001.jsonl").read_text(encoding="utf-8") == '{"id": "2", "text": "z"}\n'


def test_alignments_of_passim_are_spans_of_characters(tmp_path: Path) -> None:
    """Every part of the output is read; begin and end are those of one text, begin2 and end2 of the other."""
    passim = import_module("peers.passim")
    row = {"id": "a", "id2": "b", "begin": 3, "end": 90, "begin2": 0, "end2": 88}
    for part in ("part-00000.json", "part-00001.json"):
        (tmp_path / part).write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert passim.tell(tmp_path) == [("a", "b", [[3, 90]], [[0, 88]])] * 2
