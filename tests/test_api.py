"""What `import dedup` takes, and what it says of anything else."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

import dedup
from dedup.documents import Document
from dedup.errors import UsageError


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
