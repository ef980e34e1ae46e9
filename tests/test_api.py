"""What `import dedup` takes, and what it says of anything else."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

import dedup
from dedup.documents import Document
from dedup.errors import GuardError, UsageError


@pytest.mark.parametrize("source", [5, None, [5], ["seeds", Document("a", "one two")]])
def test_what_is_no_source_is_refused_in_a_sentence(source: Any) -> None:
    """Numbers, nothing, and paths among documents."""
    with pytest.raises(UsageError, match="dedup takes paths, or documents, or an Arrow table"):
        dedup.scan(source)


def test_rows_of_a_dataset_are_those_that_were_selected() -> None:
    """A dataset is a view of its table: what was shuffled or left out must not come back."""
    datasets = pytest.importorskip("datasets")
    texts = ["one two three four", "other words stand here", "one two three four", "something else again"]
    data = datasets.Dataset.from_dict({"text": texts, "n": range(4)})
    assert dedup.filter(data).table()["n"].to_pylist() == [0, 1, 3]
    assert dedup.filter(data.select([3, 2, 0])).table()["n"].to_pylist() == [3, 2]


def test_a_column_alone_is_refused() -> None:
    """A series of pandas or Polars has an Arrow stream too, and no columns."""
    polars = pytest.importorskip("polars")
    with pytest.raises(UsageError, match="Series is no table of columns"):
        dedup.filter(polars.Series("text", ["one two", "one two"]))


@pytest.mark.parametrize("weights", ["1:1,2:9", {2: 9, 1: 1}])
def test_weights_are_a_mapping_or_written_as_for_the_command(weights: Any) -> None:
    """Both say the same; a table that does not begin at one document is refused."""
    rows = pa.table({"text": ["one two three", "one two three"]})
    annotated = dedup.filter(rows, annotate=True, weights=weights).table()
    assert annotated["dedup_weight"].to_pylist() == [9.0, 0.0]
    with pytest.raises(UsageError, match="weights are written"):
        dedup.filter(rows, annotate=True, weights={2: 9})


def test_batches_may_come_from_a_generator() -> None:
    """Whoever reads a source some rows at a time has them as a generator, of the corpus or of what is beside it."""
    rows = pa.table({"text": ["one two three", "four five six", "one two three"], "n": range(3)})
    batches = rows.to_batches(max_chunksize=2)
    assert dedup.filter(each for each in batches).table()["n"].to_pylist() == [0, 1]
    assert dedup.filter(rows, against=(each for each in batches[1:])).table()["n"].to_pylist() == [1]


def test_a_frame_whose_texts_are_of_several_types_is_refused() -> None:
    """What Arrow says of it was raised as it is."""
    pandas = pytest.importorskip("pandas")
    with pytest.raises(UsageError, match=r"DataFrame is no table of columns .*int"):
        dedup.filter(pandas.DataFrame({"text": ["one two", 5]}))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"output": "clean"}, "what is written to an output folder must be given as paths of files, not as DataFrame"),
        ({"contamination": True, "against": "itself"}, "test items must be given as paths of files, not as DataFrame"),
    ],
)
def test_what_must_be_files_is_no_frame(arguments: dict[str, Any], told: str) -> None:
    """The columns of a frame were taken for paths."""
    frame = pytest.importorskip("pandas").DataFrame({"text": ["one two", "one two"]})
    with pytest.raises(UsageError, match=told):
        dedup.filter(frame, **{name: frame if value == "itself" else value for name, value in arguments.items()})


def test_a_guard_names_rows_of_no_file() -> None:
    """They have neither publisher nor address nor path, and their source had no name."""
    with pytest.raises(GuardError, match=r"of table \(2 of 3 documents\)"):
        dedup.filter(pa.table({"text": ["one two three"] * 3}), guard=0.5)
