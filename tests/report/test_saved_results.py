"""JSON holds what the contract promises, comes back equal, and refuses what is not a result."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import jsonschema
import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from dedup.documents import Document, Unreadable, collection_of
from dedup.errors import ResultError
from dedup.report import saved_results
from dedup.walks.scan import scan
from tests.report.examples import crowd_result, empty_result, seed_result
from tests.report.strategies import RESULTS

if TYPE_CHECKING:
    from dedup.results import ScanResult

VALIDATOR = jsonschema.Draft202012Validator(saved_results.schema())
EXAMPLES = [seed_result(), crowd_result(), empty_result()]
PROMISED: dict[str, set[str]] = {
    "": {
        *("schema", "version", "settings", "counts", "unreadable", "recall", "documents"),
        *("repetitions", "copies", "templates", "summed_up", "marks", "boilerplate", "clusters", "provenance"),
    },
    "counts": {"documents", "paragraphs", "words", "bytes", "unreadable"},
    "unreadable": {"path", "reason"},
    "recall": {"threshold", "expected"},
    "documents": {
        *("id", "path", "title", "publisher", "author", "published", "language"),
        *("words", "repeated_words", "reused_words"),
    },
    "repetitions": {
        *("document", "relation", "jaccard", "containment", "shared_words"),
        *("first", "second", "text"),
    },
    "repetitions.first": {"start", "end", "line", "paragraph"},
    "repetitions.second": {"start", "end", "line", "paragraph"},
    "copies": {
        *("a", "b", "relation", "jaccard", "containment_a", "containment_b"),
        *("shared_words", "longest_run", "passages"),
    },
    "copies.passages": {"a", "b", "words", "same_words"},
    "copies.passages.a": {"start", "end", "line"},
    "copies.passages.b": {"start", "end", "line"},
    "boilerplate": {"text", "words", "documents", "publisher", "members"},
    "clusters": {"id", "members", "origin", "weakest_link"},
    "provenance": {"document", "chain", "edges", "conflicts"},
    "provenance.edges": {"source", "copy", "status", "confidence", "evidence"},
    "provenance.edges.evidence": {"kind", "value", "start", "end", "line", "text"},
}


def decoded(result: ScanResult) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(saved_results.dumps(result))
    return value


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(RESULTS)
def test_what_is_saved_comes_back_equal(result: ScanResult) -> None:
    """A result with at most six digits to a figure is the same after a save and a load."""
    assert saved_results.loads(saved_results.dumps(result)) == result


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(RESULTS)
def test_any_result_validates_against_the_schema(result: ScanResult) -> None:
    """Whatever stands in a result, its JSON is what the shipped schema says."""
    VALIDATOR.validate(decoded(result))


@pytest.mark.parametrize("result", EXAMPLES)
def test_examples_validate_against_the_schema(result: ScanResult) -> None:
    """The results made by hand are what the shipped schema says."""
    VALIDATOR.validate(decoded(result))


def test_the_schema_is_itself_valid() -> None:
    """The shipped schema is one of draft 2020-12."""
    jsonschema.Draft202012Validator.check_schema(saved_results.schema())


@pytest.mark.parametrize("place", PROMISED)
def test_promised_keys_are_there_and_required(place: str) -> None:
    """Every key of the contract is written, and the schema requires it."""
    values: Any = decoded(crowd_result())
    shape = saved_results.schema()
    for key in filter(None, place.split(".")):
        values = values[key]
        values = values[0] if isinstance(values, list) else values
        shape = shape["properties"][key]
        shape = shape.get("items", shape)
        shape = saved_results.schema()["$defs"][shape["$ref"].rpartition("/")[2]]
    assert PROMISED[place] <= set(values)
    assert PROMISED[place] <= set(shape["required"])


def test_every_key_is_described_in_the_schema() -> None:
    """No key is written that the schema does not know."""
    closed = json.loads(
        json.dumps(saved_results.schema()).replace(
            '"type": "object"', '"type": "object", "additionalProperties": false'
        )
    )
    for result in EXAMPLES:
        jsonschema.Draft202012Validator(closed).validate(decoded(result))


def test_figures_have_six_digits() -> None:
    """Whatever a scan finds, no number in its JSON has more decimal places, and some have as many."""
    texts = [text_of(number, common) for number, common in enumerate((0, 40, 47, 55, 61))]
    result = scan(collection_of([Document(f"d{number}", text) for number, text in enumerate(texts)]))
    assert result.copies
    assert result.sources
    shares = re.findall(r": \d+\.(\d+),?$", saved_results.dumps(result), re.MULTILINE)
    assert max(map(len, shares)) == 6


def text_of(number: int, common: int) -> str:
    """Return 90 words, of which the first are those of other texts."""
    return " ".join(f"word{place if place < common else 1000 * number + 999 - place}" for place in range(90))


@pytest.mark.parametrize("result", [crowd_result(), seed_result(), empty_result()])
def test_long_sections_are_written_as_short_ones(result: ScanResult, monkeypatch: pytest.MonkeyPatch) -> None:
    """Encoded an item at a time, the document is what encoding everything together gives."""
    shown = saved_results.dumps(result)
    monkeypatch.setattr(saved_results, "_CHUNK_ITEMS", 1)
    assert saved_results.dumps(result) == shown
    assert shown == orjson.dumps(orjson.loads(shown), option=orjson.OPT_INDENT_2).decode() + "\n"


def test_the_seed_reads_as_the_contract_says() -> None:
    """The third repetition of the seed has its places under first and second."""
    repetition = decoded(seed_result())["repetitions"][2]
    assert repetition["first"]["line"] == 19
    assert repetition["second"]["line"] == 47
    assert repetition["shared_words"] == 62


def test_text_that_utf8_cannot_hold_is_replaced() -> None:
    """A file name in no encoding does not stop the result from being saved."""
    result = replace(empty_result(), unreadable=(Unreadable("caf\udce9.txt", "gone"),))
    assert decoded(result)["unreadable"][0]["path"] == "caf\ufffd.txt"


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        ("[]", "names no schema"),
        ("3", "names no schema"),
        ("\ud800", "not JSON"),
        ('{"schema": "dedup.scan/2", "copies": NaN}', "not JSON"),
        ('{"schema": "dedup.scan/2", "copies": ' + "[" * 100_000, "not JSON"),
        ('{"schema": ["dedup.scan/2"]}', r"\['dedup.scan/2'\]"),
        ('{"a": 1}', "names no schema"),
        ('{"schema": "dedup.scan/1"}', "'dedup.scan/1'"),
        ('{"schema": "dedup.scan/2"}', "version is missing"),
    ],
)
def test_what_is_not_a_result_is_refused(document: str | bytes, complaint: str) -> None:
    """Anything that is not a result of this schema is an error in a sentence."""
    with pytest.raises(ResultError, match=complaint):
        saved_results.loads(document)


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("version",), 3, r"version is not a text"),
        (("settings", "threshold"), 7, r"settings cannot be used: threshold must be"),
        (("settings", "flavour"), None, r"settings cannot be used: there is no setting 'flavour'"),
        (("settings", "words"), "five", r"settings.words is not a count"),
        (("settings", "all_pairs"), 1, r"settings.all_pairs is not true or false"),
        (("settings",), [], r"settings is not an object"),
        (("settings", "only"), "nothing", r"settings.only is not one of repetitions, copies"),
        (("counts", "words"), 1.5, r"counts.words is not a count"),
        (("documents", 1, "title"), 5, r"documents\[1\].title is not a text"),
        (("clusters", 0, "weakest_link"), -0.5, r"clusters\[0\].weakest_link is not a number from 0"),
        (("copies",), {}, r"copies is not a list"),
        (("copies", 1), "x", r"copies\[1\] is not an object"),
        (("copies", 1, "jaccard"), "much", r"copies\[1\].jaccard is not a number"),
        (("copies", 0, "relation"), "alike", r"copies\[0\].relation is not one of identical"),
        (("copies", 0, "passages", 2, "a", "line"), -1, r"copies\[0\].passages\[2\].a.line is not a count"),
        (("clusters", 0, "members"), [1], r"clusters\[0\].members\[0\] is not a text"),
    ],
)
def test_damage_is_named_by_its_place(path: tuple[str | int, ...], value: object, complaint: str) -> None:
    """A value of the wrong kind is refused with the place where it stands."""
    document: Any = decoded(crowd_result())
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    with pytest.raises(ResultError, match=complaint):
        saved_results.loads(json.dumps(document))


@pytest.mark.parametrize("key", sorted(PROMISED[""] - {"schema"}))
def test_a_section_that_is_missing_is_named(key: str) -> None:
    """A result that lacks a section is damaged: an empty one would say that nothing was found."""
    document = decoded(seed_result())
    del document[key]
    with pytest.raises(ResultError, match=f"{key} is missing"):
        saved_results.loads(json.dumps(document))


def test_a_number_of_more_than_64_bits_is_refused() -> None:
    """The fuzzing program found that a table of such a result ended in an OverflowError (saved results, 30018407)."""
    document = saved_results.dumps(seed_result())
    large = re.sub(r'("shared_words": )\d+', rf"\g<1>{1 << 63}", document, count=1)
    with pytest.raises(ResultError, match="shared_words is not a count"):
        saved_results.loads(large)
    text = replace(empty_result(), unreadable=(Unreadable("a", f'it said {{"words": {1 << 63}}}'),))
    assert saved_results.loads(saved_results.dumps(text)) == text


def test_a_minus_in_a_text_is_no_negative_number() -> None:
    """What looks like one inside a text is not refused."""
    result = replace(empty_result(), unreadable=(Unreadable("a", 'it said {"words": -1}'),))
    assert saved_results.loads(saved_results.dumps(result)) == result


def test_keys_that_are_not_known_are_passed_over() -> None:
    """A result with keys that were added later still loads."""
    document = decoded(seed_result())
    document["weather"] = "fine"
    document["repetitions"][0]["mood"] = 1
    assert saved_results.loads(json.dumps(document)) == seed_result()


def test_keys_added_within_the_schema_have_defaults() -> None:
    """A result that lacks the keys that were added later loads too."""
    document = decoded(seed_result())
    del document["notes"]
    del document["parts"]
    del document["sources"]
    for repetition in document["repetitions"]:
        for key in ("times", "smaller", "second_text", "verdict"):
            del repetition[key]
    assert saved_results.loads(json.dumps(document)).repetitions[0] == seed_result().repetitions[0]


def key_paths(value: Any, place: str = "") -> set[str]:
    """Return where keys stand in a decoded document, as in ``copies.passages.a``."""
    if isinstance(value, list | tuple):
        return {path for item in value for path in key_paths(item, place)}
    if not isinstance(value, dict):
        return set()
    inner = {path for key, item in value.items() for path in key_paths(item, f"{place}.{key}".lstrip("."))}
    return inner | {f"{place}.{key}".lstrip(".") for key in value}


def test_every_field_of_a_result_is_written() -> None:
    """The JSON has a key for each field of each value in a result, so that no new field can be forgotten."""
    assert key_paths(decoded(crowd_result())) == key_paths(asdict(crowd_result()))


def test_every_field_of_a_result_comes_back() -> None:
    """What is loaded again has every field of what was saved."""
    assert saved_results.loads(saved_results.dumps(crowd_result())) == crowd_result()
