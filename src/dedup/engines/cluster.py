"""The engine for a cluster: batches of work run on executors, and keys meet there.

What the cluster is, `dedup.engines.spark` or `dedup.engines.daft` knows. What lies in the spill folder is named and not
sent (`dedup.engines.mapped`), so all machines must see that folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dedup.engines.cluster_jobs import Traffic, results, run
from dedup.engines.cluster_meeting import ClusterMeeting
from dedup.engines.local import LOCAL, Local
from dedup.engines.mapped import packed
from dedup.engines.storage import SpillFolder
from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dedup.engines.cluster_jobs import Executors
    from dedup.engines.engine import KeyCounts, Keyed, Meeting

Item = TypeVar("Item")
Result = TypeVar("Result")

_ITEMS_AT_ONCE, _BYTES_AT_ONCE = 1 << 12, 1 << 26
"""Items, and bytes of them, that are sent to the cluster at a time."""


@dataclass(frozen=True, slots=True)
class ClusterEngine:
    """Runs work on the executors of a cluster.

    The caller is `caller`, an engine for one machine: it decides how much the caller holds in memory, and a single item
    runs there.
    """

    executors: Executors
    caller: Local = LOCAL
    spill_folder: SpillFolder | None = field(default=None, repr=False)
    traffic: Traffic = field(default_factory=Traffic, repr=False)
    """What was sent for keys to meet in the last scan."""

    @property
    def works_elsewhere(self) -> bool:
        """Work runs on executors."""
        return True

    def for_texts(self, size: int) -> ClusterEngine:  # noqa: ARG002 - whatever their size, executors read files
        """Return the engine for one scan, with a spill folder that all executors see.

        Raises `UsageError` if some do not.
        """
        self.traffic.clear()
        folder = SpillFolder()
        if not all(run(self.executors, partial(_sees, path=folder.path), range(2 * self.executors.cores))):
            msg = (
                f"the machines of the cluster do not see {folder.path}; let TMPDIR name a folder that all of them and "
                "this one see under the same name"
            )
            raise UsageError(msg)
        return ClusterEngine(self.executors, self.caller, folder, self.traffic)

    def memory_limit(self) -> int:
        """Return the bytes of memory that the caller may take."""
        return self.caller.memory_limit()

    def check(self, more: int = 0) -> None:
        """Raise `LimitError` if so many more bytes are beyond the memory that the caller was given."""
        self.caller.check(more)

    def text_limit(self) -> int:
        """Return the least: texts lie in files, where executors read them."""
        return 1

    def batch_words(self) -> int:
        """Return the number of words that one item of work is given at most."""
        return self.caller.batch_words()

    def step_words(self) -> int:
        """Return the number of words that the caller holds at most."""
        return self.caller.step_words()

    def map(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return the result of each item, in the order of the items."""
        return list(self.stream(work, items))

    def stream(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item, in the order of the items; one job of the cluster for many of them."""
        coming, folder = iter(items), self.spill_folder.path if self.spill_folder else ""
        first = list(islice(coming, 2))
        if len(first) < 2:  # noqa: PLR2004 - one item needs no cluster
            yield from map(work, first)
            return
        sent: list[bytes] = []
        size = 0
        for item in chain(first, coming):
            sent.append(packed(item))
            size += len(sent[-1])
            if len(sent) == _ITEMS_AT_ONCE or size > _BYTES_AT_ONCE:
                yield from results(self.executors, work, sent, folder)
                sent, size = [], 0
        if sent:
            yield from results(self.executors, work, sent, folder)

    def stream_in_processes(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item, in the order of the items: executors are processes."""
        return self.stream(work, items)

    def meet(self, work: Callable[[Item], Keyed[Result]], items: Iterable[Item], counts: KeyCounts) -> Meeting[Result]:
        """Return the meeting of the keys that work makes of items, on the executors; a single item needs none."""
        coming = iter(items)
        first = list(islice(coming, 2))
        if len(first) < 2:  # noqa: PLR2004 - as above
            here = replace(self.caller, spill_folder=self.spill_folder)
            return here.meet(work, first, counts)
        coming = chain(first, coming)
        return ClusterMeeting(self.executors, self.traffic, self.spill_folder, work, coming, counts.columns)

    def shortage(self, size: int) -> str:  # noqa: ARG002 - how much room the executors have, nobody says
        """Return nothing: keys lie on the disks of the executors."""
        return ""

    def summary(self, documents: int) -> str:
        """Return a sentence on the bytes that were sent for keys to meet."""
        sent = self.traffic
        each = [format(size / max(documents, 1), ",.0f") for size in (sent.bytes, sent.told, sent.answers, sent.rows)]
        return (
            f"between machines: {each[0]} bytes a document ({each[1]} to find keys that stand once, {each[2]} of "
            f"answers, {each[3]} of rows), for {sent.keys:,} keys, of which {sent.kept:,} may stand twice"
        )


def _sees(_number: int, path: str) -> bool:
    return Path(path).is_dir()
