"""Collections made for measuring: the truth that is said of them is what a textbook count of their texts gives."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

COUNT, SEED = 3000, 11
TEXT = "".join(f"word{number * 7919 % 30011}{(', ', ' ', '. ', chr(10) * 2)[number % 4]}" for number in range(30_000))


@pytest.fixture(scope="module")
def truth() -> Any:
    return import_module("lib.made_truth").truth_of(COUNT, SEED)


@pytest.fixture(scope="module")
def material() -> Any:
    return import_module("lib.material").material_of([TEXT], "test")


@pytest.fixture(scope="module")
def rows(material: Any, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    file = tmp_path_factory.mktemp("made") / "made.jsonl"
    import_module("generate").write_documents(file, COUNT, material, SEED)
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def words(row: dict[str, str]) -> tuple[str, ...]:
    found: tuple[str, ...] = import_module("lib.textbook").words_of(row["text"])
    return found


def of_kind(truth: Any, name: str) -> list[int]:
    numbers: list[int] = np.flatnonzero(truth.kinds == import_module("lib.made_truth").NAMES.index(name)).tolist()
    assert numbers
    return numbers


def test_rows_are_numbered_and_whole(rows: list[dict[str, str]]) -> None:
    """Each line is JSON with the number of its document for an id, and with all the columns."""
    assert [int(row["id"].removeprefix("made-")) for row in rows] == list(range(COUNT))
    assert all(set(row) == {"id", "publisher", "title", "published", "text"} and all(row.values()) for row in rows)


def test_same_seed_gives_the_same_bytes_in_any_pieces(
    material: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents made 7 at a time are those made all at once; another seed gives others."""
    generate = import_module("generate")
    for name, at_once, seed in (("all", 100, 1), ("pieces", 7, 1), ("other", 100, 2)):
        monkeypatch.setattr(generate, "_AT_ONCE", at_once)
        assert generate.write_documents(tmp_path / name, 100, material, seed) == (tmp_path / name).stat().st_size
    contents = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert contents["all"] == contents["pieces"] != contents["other"]


def test_likeness_is_the_jaccard_of_the_texts(rows: list[dict[str, str]], truth: Any) -> None:
    """For whole copies the stated likeness is the Jaccard of the sets of five-word shingles, counted in Python."""
    textbook = import_module("lib.textbook")
    copies = np.flatnonzero(truth.likeness > 0).tolist()
    assert len(copies) > 0.1 * COUNT
    for number in copies:
        found = textbook.exact(words(rows[number]), words(rows[truth.sources[number]]))
        assert found.jaccard == pytest.approx(truth.likeness[number], abs=1e-6)


def test_near_copies_reach_their_level_narrowly(truth: Any) -> None:
    """Where feet allow a level, the Jaccard is at it or above it by less than one more edit would cost."""
    made_truth = import_module("lib.made_truth")
    for level in made_truth.LEVELS:
        likeness = truth.likeness[of_kind(truth, f"near {level:g}")]
        reached = likeness[likeness >= level - 1e-6]
        assert reached.size > likeness.size / 2
        assert reached.max() < level + 0.1


def test_exact_copies_have_the_same_text(rows: list[dict[str, str]], truth: Any) -> None:
    """An exact copy has its source's text, character for character, and another publisher."""
    for number in of_kind(truth, "exact"):
        source = rows[truth.sources[number]]
        assert rows[number]["text"] == source["text"]
        assert rows[number]["publisher"] != source["publisher"]


def test_excerpts_stand_in_their_source(rows: list[dict[str, str]], truth: Any) -> None:
    """An excerpt has the words that the truth says, at the places that it says, in common with its source."""
    made_truth = import_module("lib.made_truth")
    for number in of_kind(truth, "excerpt"):
        size, there, here = made_truth.excerpt_of(SEED, number)
        assert size >= made_truth.EXCERPTED
        source = words(rows[truth.sources[number]])
        assert words(rows[number])[here : here + size] == source[there : there + size]


def test_repeating_documents_say_a_part_twice(rows: list[dict[str, str]], truth: Any) -> None:
    """A repeating document says 25 of its words again right after its body."""
    made_truth, made_lines = import_module("lib.made_truth"), import_module("lib.made_lines")
    for number in of_kind(truth, "repeating"):
        said, at = words(rows[number]), made_lines.SAID_TWICE
        end = made_truth.length_of(SEED, number)
        assert said[end : end + at] == said[at : 2 * at]


def test_credits_name_the_publisher_of_the_source(rows: list[dict[str, str]], truth: Any) -> None:
    """Whoever credits a source names the publisher that the source's row states, and half of the altered copies do."""
    made_truth = import_module("lib.made_truth")
    altered = np.flatnonzero(truth.kinds > made_truth.EXACT).tolist()
    credit = [number for number in altered if "Originally published by" in rows[number]["text"]]
    assert 0.4 < len(credit) / len(altered) < 0.6
    for number in credit:
        assert f"Originally published by {rows[truth.sources[number]]['publisher']}." in rows[number]["text"]


def test_sources_come_first_and_have_text_of_their_own(truth: Any) -> None:
    """The source of a copy has a smaller number and is a copy of none."""
    copies = np.flatnonzero(truth.sources != np.arange(COUNT))
    assert (truth.sources[copies] < copies).all()
    assert (truth.kinds[truth.sources[copies]] == 0).all()


def test_kinds_come_in_their_shares(truth: Any) -> None:
    """Of 3,000 documents each kind has its share, within four standard deviations."""
    made_truth = import_module("lib.made_truth")
    for kind, share in enumerate(made_truth.SHARES):
        expected = share / 10_000 * COUNT
        assert not share or abs(int((truth.kinds == kind).sum()) - expected) < 4 * expected**0.5


def test_words_are_those_of_the_source_with_what_follows() -> None:
    """Words keep what stands between them as JSON spells it; what could be counted in two ways is left out."""
    material = import_module("lib.material").material_of(['He said: "no" twice.\nÉtude cut-\nting 東京 off.'], "test")
    pieces = [material.pool[a:b].tobytes() for a, b in zip(material.starts, material.starts[1:], strict=False)]
    assert pieces == [b"He ", b'said: \\"', b'no\\" ', b"twice.\\n", b"ting ", b"off."]
    assert [material.pool[a:b].tobytes() for a, b in zip(material.starts, material.ends, strict=False)] == [
        b"He", b"said", b"no", b"twice", b"ting", b"off"
    ]  # fmt: skip
