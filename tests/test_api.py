"""What `import dedup` takes, and what it says of anything else."""

from __future__ import annotations

from typing import Any

import pytest

import dedup
from dedup.documents import Document
from dedup.errors import UsageError


@pytest.mark.parametrize("source", [5, None, [5], ["seeds", Document("a", "one two")]])
def test_what_is_no_source_is_refused_in_a_sentence(source: Any) -> None:
    """Numbers, nothing, and paths among documents."""
    with pytest.raises(UsageError, match="scan takes paths, or documents, or an Arrow table"):
        dedup.scan(source)
