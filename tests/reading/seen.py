"""All that can be seen of reading a table, by Arrow or row by row: for tests that hold one way against the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dedup.documents import Collection
from dedup.errors import UsageError
from dedup.reading import jsonblocks
from dedup.reading.gathering import Gathering
from tests.reading.watching import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from dedup.reading.options import ReadingOptions


def seen_of(
    read: Callable[[Gathering], None],
    reader: ModuleType,
    options: ReadingOptions,
    block: int,
    few: int,
    *,
    by_arrow: bool,
) -> tuple[Any, ...]:
    """Return documents, their rows, troubles, notes, bytes, what was told when, and the complaint about equal ids.

    `reader` is the module that reads, in blocks of `block` bytes; where one in `few` rows is left, all are read one by
    one.
    """
    watch = Recorder()
    gathering = Gathering(options, watch)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Gathering, "arrow_pays", lambda _gathering, size: by_arrow and size > 0)
        patch.setattr(reader, "block_size", lambda _bytes: block)
        patch.setattr(jsonblocks, "_FEW", few)
        read(gathering)
    complaint = ""
    try:
        gathering.collection()
    except UsageError as error:
        complaint = str(error)
    batches = gathering._store.batches()
    for batch in batches:
        batch.validate(full=True)
    documents, rows = list(Collection(batches)), list(gathering._rows)
    troubles, notes = gathering._unreadable, gathering._notes
    return documents, rows, troubles, notes, gathering.bytes, watch.told, complaint
