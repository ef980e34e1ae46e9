"""A second engine, for tests: work runs on copies of all that it uses, as it would in another process."""

# ruff: noqa: S301, S302 - what is loaded was pickled here

from __future__ import annotations

import marshal
import pickle
from io import BytesIO
from itertools import islice
from sys import modules
from types import CellType, FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from dedup.engines.meeting import LocalMeeting
from dedup.engines.storage import SpillFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dedup.engines.engine import KeyCounts, Keyed, Meeting

Item = TypeVar("Item")
Result = TypeVar("Result")

_WAITING = 3
"""Items that are under way at a time."""


class PicklingEngine:
    """Pickles work, items and results; of a few items the last is worked on first.

    Arrays that work gets are read-only copies. So work that writes into an array of its caller raises an error, and
    work that changes another object of its caller changes a copy.
    """

    works_elsewhere = True

    def __init__(self, *, spills: bool = False, words: int = 1 << 20) -> None:
        self.spill_folder = SpillFolder() if spills else None
        self.pickled = 0
        self._words = words

    def for_texts(self, size: int) -> PicklingEngine:  # noqa: ARG002 - a test decides what fits into memory
        """Return the engine itself."""
        return self

    def memory_limit(self) -> int:
        """Return a size that no test reaches."""
        return 1 << 30

    def check(self, more: int = 0) -> None:
        """Raise nothing."""

    def text_limit(self) -> int:
        """Return a size that no test reaches."""
        return 1 << 30

    def map(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return the results of the items, in their order."""
        return list(self.stream(work, items))

    def stream(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the results of the items, in their order."""
        coming = iter(items)
        while some := list(islice(coming, _WAITING)):
            yield from reversed([self._run(work, item) for item in reversed(some)])

    def stream_in_processes(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the results of the items, in their order."""
        return self.stream(work, items)

    def meet(self, work: Callable[[Item], Keyed[Result]], items: Iterable[Item], counts: KeyCounts) -> Meeting[Result]:
        """Return a meeting of which the work is pickled, as all work is."""
        return LocalMeeting(self, work, items, counts)

    def shortage(self, size: int) -> str:  # noqa: ARG002 - a test decides what fits
        """Return nothing."""
        return ""

    def summary(self, documents: int) -> str:  # noqa: ARG002 - nothing is sent anywhere
        """Return nothing."""
        return ""

    def batch_words(self) -> int:
        """Return the words of a batch."""
        return self._words

    def step_words(self) -> int:
        """Return the words of a step."""
        return self._words

    def _run(self, work: Callable[[Item], Result], item: Item) -> Result:
        self.pickled += 1
        copied_work, copied_item = pickle.loads(_pickled((work, item)))
        result: Result = pickle.loads(pickle.dumps(copied_work(copied_item)))
        return result


def _pickled(value: object) -> bytes:
    file = BytesIO()
    _Pickler(file, protocol=5).dump(value)
    return file.getvalue()


class _Pickler(pickle.Pickler):
    """Pickles functions within functions too, and arrays so that they are read-only when they are loaded."""

    def reducer_override(self, value: object) -> Any:
        """Return how a value is built anew."""
        if isinstance(value, np.ndarray):
            return _read_only, (value.tobytes(), value.dtype, value.shape)
        if isinstance(value, FunctionType) and "<locals>" in value.__qualname__:
            cells = tuple(cell.cell_contents for cell in value.__closure__ or ())
            return _function, (marshal.dumps(value.__code__), value.__module__, value.__defaults__, cells)
        return NotImplemented


def _read_only(content: bytes, kind: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray:
    return np.frombuffer(content, kind).reshape(shape)


def _function(code: bytes, module: str, defaults: tuple[object, ...] | None, cells: tuple[object, ...]) -> FunctionType:
    closure = tuple(CellType(content) for content in cells)
    return FunctionType(marshal.loads(code), vars(modules[module]), "work", defaults, closure)
