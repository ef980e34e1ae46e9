"""Reading options are checked once, where they are made."""

from __future__ import annotations

from typing import Any

import pytest

from dedup.errors import UsageError
from dedup.reading.options import ReadingOptions


@pytest.mark.parametrize(
    "values",
    [
        {"columns": {"words": "body"}},
        {"columns": {"text": "a", "html": "b"}},
        {"encoding": "klingon"},
        {"encoding": "hex"},
        {"batch_bytes": 0},
    ],
)
def test_option_that_makes_no_sense_is_wrong_use(values: dict[str, Any]) -> None:
    """Every field is checked before anything is read."""
    with pytest.raises(UsageError):
        ReadingOptions(**values)
