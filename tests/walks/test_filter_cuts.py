"""A filter of paragraphs and passages: what is cut stays elsewhere, and other bytes stay as they are."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import dedup
from dedup.filtering.cut_text import cut_spans, without_spans
from dedup.filtering.options import FilterOptions, Level
from dedup.reading.options import ReadingOptions
from dedup.settings import Settings
from dedup.walks.filter import filter_files
from tests.filtering.corpora import Words, write_lines

if TYPE_CHECKING:
    from pathlib import Path

RUN = 8


def run(path: Path, output: Path, level: Level, min_words: int = 5) -> list[dict[str, Any]]:
    """Filter a file, and return the rows of ``removed.parquet``."""
    settings = Settings(min_run=RUN)
    filter_files([path], output, FilterOptions(level=level, min_words=min_words), settings, ReadingOptions())
    return pq.read_table(output / "_account" / "removed.parquet").to_pylist()  # type: ignore[no-any-return]


def test_passage_is_cut_where_it_stands_the_second_time(tmp_path: Path) -> None:
    """The first text stays; of the second the common words go, with the offsets in the account."""
    words = Words(1)
    common, own = words.text(20), words.text(30)
    first, second = f"{words.text(9)} {common}.", f"{own}. {common.upper()}! Then {words.text(6)}"
    write_lines(tmp_path / "a.jsonl", [{"id": "1", "text": first}, {"id": "2", "text": second}])
    (row,) = run(tmp_path / "a.jsonl", tmp_path / "out", "passage")
    left = [json.loads(line)["text"] for line in (tmp_path / "out" / "a.jsonl").open()]
    start, end = second.index(common.upper()), second.index("Then")
    assert left == [first, second[:start] + second[end:]]
    assert (row["id"], row["kept_id"], row["relation"], row["words"]) == ("2", "1", "passage", 20)
    assert (row["start"], row["end"], row["jaccard"]) == (start, end, None)


def test_shorter_runs_stay(tmp_path: Path) -> None:
    """A run of one word less than the shortest is left alone."""
    words = Words(2)
    for size, cuts in ((RUN - 1, 0), (RUN, 1)):
        common = words.text(size)
        rows = [{"text": f"{words.text(20)} {common} {words.text(20)}"} for _ in range(2)]
        write_lines(tmp_path / f"{size}.jsonl", rows)
        assert len(run(tmp_path / f"{size}.jsonl", tmp_path / f"out{size}", "passage")) == cuts


def test_text_of_which_too_little_is_left_goes(tmp_path: Path) -> None:
    """A text of four other words goes as a whole, and so does its twin; nothing else depends on it."""
    words = Words(3)
    common, rest = words.text(30), words.text(4)
    rows = [{"id": name, "text": text} for name, text in (("1", common), ("2", f"{common} {rest}"), ("3", f"{rest} x"))]
    rows.append({"id": "4", "text": f"{common} {rest}".upper()})
    write_lines(tmp_path / "a.jsonl", rows)
    removed = run(tmp_path / "a.jsonl", tmp_path / "out", "passage")
    assert [(row["id"], row["kept_id"], row["start"]) for row in removed] == [
        ("2", "1", None),
        ("4", "1", None),
        ("2", "1", 0),
    ]
    left = [json.loads(line)["id"] for line in (tmp_path / "out" / "a.jsonl").open()]
    assert left == ["1", "3"]


def test_a_text_that_repeats_itself_keeps_the_first(tmp_path: Path) -> None:
    """Of a run that stands three times in one text, one is left."""
    words = Words(4)
    common = words.text(12)
    text = f"{common} {words.text(20)} {common} {words.text(20)} {common}"
    write_lines(tmp_path / "a.jsonl", [{"id": "1", "text": text}])
    removed = run(tmp_path / "a.jsonl", tmp_path / "out", "passage")
    (left,) = [json.loads(line)["text"] for line in (tmp_path / "out" / "a.jsonl").open()]
    assert left.count(common) == 1
    assert [row["rule"] for row in removed] == ["same document"] * 2


def windows(words: list[str]) -> list[tuple[str, ...]]:
    """Return all runs of `RUN` words."""
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


@pytest.mark.parametrize("seed", range(5))
def test_every_word_that_is_cut_stands_in_a_run_that_stays(tmp_path: Path, seed: int) -> None:
    """Texts of a few shuffled pieces: each cut lies in runs of what is kept, and no such run is left twice."""
    words, rows = Words(seed), list[dict[str, str]]()
    pieces = [words.text(6 + 3 * number) for number in range(12)]
    for number in range(40):
        chosen = words._random.sample(pieces, 4)
        rows.append({"id": str(number), "text": f"{words.text(3)} {' '.join(chosen)} {words.text(2)}"})
    write_lines(tmp_path / "a.jsonl", rows)
    removed = run(tmp_path / "a.jsonl", tmp_path / "out", "passage", min_words=0)
    texts = {row["id"]: row["text"] for row in rows}
    gone = {row["id"] for row in removed if row["start"] is None}
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in removed:
        if row["start"] is not None:
            spans.setdefault(row["id"], []).append((row["start"], row["end"]))
    parts: dict[str, list[list[str]]] = {}
    for name, text in texts.items():
        edges = [0, *(at for span in spans.get(name, []) for at in span), len(text)]
        parts[name] = [text[low:high].split() for low, high in zip(edges[::2], edges[1::2], strict=True)]
    everything = [run for name in texts if name not in gone for part in parts[name] for run in windows(part)]
    assert len(everything) == len(set(everything))
    assert len(removed) > 40
    for row in removed:
        assert row["kept_id"] not in gone
        if row["start"] is not None:
            whole = texts[row["id"]].split()
            first = len(texts[row["id"]][: row["start"]].split())
            cut = range(first, first + row["words"])
            stays = {run for part in parts[row["kept_id"]] for run in windows(part)}
            covered = {at + step for at, each in enumerate(windows(whole)) if each in stays for step in range(RUN)}
            assert covered.issuperset(cut)


def test_paragraphs_are_cut_with_their_blank_line(tmp_path: Path) -> None:
    """A paragraph of the first text goes from the second one; part of a paragraph stays."""
    words = Words(5)
    a, b, c, d = (words.text(15) for _ in range(4))
    rows = [{"text": f"{a}.\n\n{b}.\n\n{c}"}, {"text": f"{d}\n\n- {b.upper()}!\n\n{c} {a}\n"}]
    write_lines(tmp_path / "a.jsonl", rows)
    run(tmp_path / "a.jsonl", tmp_path / "out", "paragraph")
    left = [json.loads(line)["text"] for line in (tmp_path / "out" / "a.jsonl").open()]
    assert left == [rows[0]["text"], f"{d}\n\n{c} {a}\n"]


def test_other_bytes_of_a_line_stay(tmp_path: Path) -> None:
    """Only the text of a line is written anew."""
    words = Words(6)
    common = words.text(12)
    head, tail = b'{ "n": 1.50, "text" :"', b'" , "e": "\\u00e9"}\r\n'
    texts = [f"{words.text(9)} {common} {words.text(2)}" for _ in range(2)]
    (tmp_path / "a.jsonl").write_bytes(b"".join(head + text.encode() + tail for text in texts))
    run(tmp_path / "a.jsonl", tmp_path / "out", "passage")
    second = texts[1].replace(f"{common} ", "")
    expected = head + texts[0].encode() + tail + head + second.encode() + tail
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == expected


def test_tables_of_other_forms_are_cut_too(tmp_path: Path) -> None:
    """CSV, Parquet and tables in memory lose the same characters."""
    words = Words(7)
    common = words.text(12)
    rows = [
        {"id": str(number), "text": f'{words.text(9)} "{common}", {words.text(3)}', "n": str(number)}
        for number in range(2)
    ]
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, tmp_path / "a.parquet")
    with (tmp_path / "a.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["id", "text", "n"])
        writer.writeheader()
        writer.writerows(rows)
    for name in ("a.parquet", "a.csv"):
        run(tmp_path / name, tmp_path / f"out-{name}", "passage")
    result = dedup.filter(table, level="passage", min_run=RUN)
    in_memory = result.table().to_pylist()
    assert in_memory[0] == rows[0]
    assert common not in in_memory[1]["text"]
    assert pq.read_table(tmp_path / "out-a.parquet" / "a.parquet").to_pylist() == in_memory
    with (tmp_path / "out-a.csv" / "a.csv").open(newline="") as file:
        assert list(csv.DictReader(file)) == in_memory


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("one two three four", (1, 3), "one four"),
        ("one (two three) four", (1, 3), "one four"),
        ("one. Two three! Four", (1, 3), "one. Four"),
        ("one\ntwo three\nfour", (1, 3), "one\nfour"),
        ("one two\n\nthree", (1, 2), "one \n\nthree"),
        ("- one two\n- three", (0, 2), "- three"),
        ("one two three.", (1, 3), "one "),
        ("well-known words", (1, 2), "well-words"),
        ("one two", (0, 2), ""),
    ],
)
def test_marks_go_with_their_words(text: str, words: tuple[int, int], left: str) -> None:
    """What is left of a text can be read: no brackets of words that went, and lines where they were."""
    assert without_spans(text, cut_spans(text, [words])) == left


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_texts_of_pages_are_not_cut_and_the_next_file_is(tmp_path: Path, name: str) -> None:
    """Places in a text are none in its markup: the file is left out, with the reason."""
    words = Words(4)
    text = words.text(40)
    rows = [{"id": str(number), "html": f"<p>{text}</p><p>{words.text(20)}</p>"} for number in range(2)]
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / name
    match path.suffix:
        case ".jsonl":
            write_lines(path, rows)
        case ".csv":
            path.write_text("id,html\n" + "".join(f"{row['id']},{row['html']}\n" for row in rows))
        case _:
            pq.write_table(pa.Table.from_pylist(rows), path)
    write_lines(
        tmp_path / "in" / "b.jsonl", [{"id": "b", "text": text}, {"id": "c", "text": f"{text} {words.text(20)}"}]
    )
    options, output = FilterOptions(level="passage", min_words=5), tmp_path / "out"
    done = filter_files([tmp_path / "in"], output, options, Settings(min_run=RUN), ReadingOptions())
    (reason,) = done.summary["left_out"].values()
    assert "texts of pages and of news items are not cut" in reason
    assert [each.name for each in output.iterdir() if each.suffix] == ["b.jsonl"]


def two_texts(seed: int, joint: str = "") -> tuple[list[str], str]:
    """Return two texts that share twenty words, and what is left of the second without them."""
    words = Words(seed)
    common, before, behind = words.text(20), words.text(9), words.text(9)
    return [f"{words.text(9)} {common}", f"{before} {common} {joint}{behind}"], f"{before} {joint}{behind}"


def test_records_that_are_cut_keep_quotes_around_line_feeds(tmp_path: Path) -> None:
    """Python's writer of CSV gave no quotes to a text of two lines, so that it became two records."""
    texts, left = two_texts(11, joint="end\n")
    (tmp_path / "a.csv").write_text(f'n,text,x\n1,"{texts[0]}",\n2,"{texts[1]}",y\n', encoding="utf-8", newline="")
    run(tmp_path / "a.csv", tmp_path / "out", "passage")
    with (tmp_path / "out" / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["n"], row["x"]) for row in rows] == [("1", ""), ("2", "y")]
    assert rows[1]["text"] == left


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_texts_in_another_encoding_are_left_out(tmp_path: Path, name: str) -> None:
    """Where a cut lies depends on the characters, which in some encodings are no bytes of their own."""
    texts, _ = two_texts(12, joint="Größe ")
    rows = (json.dumps({"text": text}, ensure_ascii=False) if name == "a.jsonl" else f'"{text}"' for text in texts)
    head = "" if name == "a.jsonl" else "text\n"
    (tmp_path / name).write_bytes((head + "".join(f"{row}\n" for row in rows)).encode("cp1252"))
    options, settings = FilterOptions(level="passage"), Settings(min_run=RUN)
    for encoding, reason in (
        (None, "a text that is to be cut is not in UTF-8"),
        ("cp1252", "cuts texts in UTF-8 only"),
    ):
        output = tmp_path / f"out {encoding}"
        reading = ReadingOptions(encoding=encoding)
        done = filter_files([tmp_path / name], output, options, settings, reading)
        assert reason in done.summary["left_out"][str(tmp_path / name)]
        assert not (output / name).exists()


def test_a_text_with_a_lone_surrogate_is_cut(tmp_path: Path) -> None:
    """Half of a character, which an escape of JSON may write, stays an escape."""
    texts, expected = two_texts(13, joint="and\ud83d so ")
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    run(tmp_path / "a.jsonl", tmp_path / "out", "passage")
    left = [json.loads(line)["text"] for line in (tmp_path / "out" / "a.jsonl").open()]
    assert left[1] == expected


@pytest.mark.parametrize("form", ["file", "stream"])
def test_texts_in_a_dictionary_are_cut_in_streams(tmp_path: Path, form: str) -> None:
    """An Arrow file has one dictionary for all batches, which cuts would change; a stream has one for each."""
    texts, left = two_texts(14)
    table = pa.table({"text": pa.array(texts).dictionary_encode()})
    make = pa.ipc.new_file if form == "file" else pa.ipc.new_stream
    with make(tmp_path / "a.arrow", table.schema) as writer:
        writer.write_table(table, max_chunksize=1)
    settings = Settings(min_run=RUN)
    done = filter_files(
        [tmp_path / "a.arrow"], tmp_path / "out", FilterOptions(level="passage"), settings, ReadingOptions()
    )
    if form == "file":
        assert "is a dictionary, of which no text can be cut" in done.summary["left_out"][str(tmp_path / "a.arrow")]
    else:
        with pa.ipc.open_stream(pa.memory_map(str(tmp_path / "out" / "a.arrow"))) as reader:
            assert reader.read_all().column("text").to_pylist() == [texts[0], left]
