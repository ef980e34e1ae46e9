"""The rules of which copy is kept, and the columns of the documents, into an order of all documents.

A document without what a rule asks for (a date, a number, a source) comes after those that have it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.filtering.options import KeepRule
    from dedup.filtering.sharded_corpus import ShardedCorpus
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.sketch.survey import Survey

    Numbers = NDArray[np.int64]
    Keys = NDArray[np.floating[Any]]

WAITED = "waited"
BEST = "language"
"""The column of a collection into which the column of ``best=COLUMN`` is read: a filter has no other use for it."""


class Preferences:
    """The order in which documents are preferred, and by which rule one is preferred to another.

    `keys` are the rules, each with a number for each document, which is the lower the more the rule prefers it, and
    infinite where the document has nothing that the rule asks for. `rank` (int64) is the place of each document in the
    order, the preferred ones first.
    """

    def __init__(self, keys: Sequence[tuple[str, Keys]], count: int) -> None:
        self.keys = keys
        last = np.arange(count)
        self.rank: Numbers = np.empty(count, np.int64)
        self.rank[np.lexsort([last, *(key for _, key in reversed(keys))])] = last

    def deciding_rules(self, removed: Numbers, kept: Numbers) -> list[str]:
        """Return for each two documents the first rule by which they differ; ``first`` where no rule tells them apart.

        The rule is ``waited`` where a rule prefers the removed document: it waited for a text that contains it, and was
        decided after the kept one.
        """
        names = np.full(removed.size, "first", object)
        open_ = np.ones(removed.size, bool)
        for name, key in self.keys:
            differs = open_ & (key[removed] != key[kept])
            names[differs & (key[removed] > key[kept])] = name
            names[differs & (key[removed] < key[kept])] = WAITED
            open_ &= ~differs
        names[open_ & (removed < kept)] = WAITED
        return list(names)


@dataclass(frozen=True, slots=True)
class RankedDocuments:
    """The words of a corpus, its identical documents, and the order in which documents are preferred.

    `best` is the document of each distinct text that stays if the text stays; -1 where none takes part.
    """

    survey: Survey
    identical: IdenticalDocuments
    preferences: Preferences
    best: Numbers


def preferences_of(
    corpus: ShardedCorpus, rules: Sequence[KeepRule], word_counts: Numbers, origins: NDArray[np.bool_] | None
) -> Preferences:
    """Return the order of the documents by the rules; those of other collections come before all others.

    `origins` says which documents provenance names as the source of others; None where no rule asks for it.
    """
    keys: list[tuple[str, Keys]] = [("against", 1.0 - corpus.fixed)] if corpus.fixed.any() else []
    for rule in rules:
        if rule.name == "first":
            break  # input order decides, and no rule behind it can
        keys.append((str(rule), _key(corpus, rule, word_counts, origins)))
    return Preferences(keys, len(corpus.collection))


def idle_rules(corpus: ShardedCorpus, rules: Sequence[KeepRule], preferences: Preferences) -> Iterator[str]:
    """Yield a sentence for each rule that decides nothing, as no document of the corpus has what it asks for."""
    wanted = {
        "oldest": "a date",
        "newest": "a date",
        "best": "a number in this column",
        "source": "one of these sources",
        "origin": "copies of which it is named as the origin",
    }
    asking = {str(rule): wanted[rule.name] for rule in rules if rule.name in wanted}
    for name, key in preferences.keys:
        if name in asking and key.size and not np.isfinite(key[corpus.present]).any():
            is_name = name.startswith("source=") and not Path(name.removeprefix("source=")).is_file()
            no_file = ", and no file is called so" if is_name else ""
            yield f"--keep {name} decides nothing: no document has {asking[name]}{no_file}"


def best_documents(first: Numbers, rank: Numbers, present: NDArray[np.bool_]) -> Numbers:
    """Return for each text the present document that is preferred; -1 for a text without any."""
    best_rank = np.full(first.size, first.size)
    documents = np.flatnonzero(present & (first >= 0))
    np.minimum.at(best_rank, first[documents], rank[documents])
    document_of = np.append(np.argsort(rank), -1)
    return np.asarray(document_of[best_rank])


def _key(corpus: ShardedCorpus, rule: KeepRule, word_counts: Numbers, origins: NDArray[np.bool_] | None) -> Keys:
    """Return a number for each document, as `Preferences` has them."""
    collection, sources = corpus.collection, corpus.sources
    match rule.name:
        case "longest":
            return -word_counts.astype(np.float64)
        case "oldest":
            return _numbers(collection, "published", _seconds)
        case "newest":
            return _numbers(collection, "published", lambda value: -_seconds(value))
        case "best":
            return _numbers(collection, BEST, lambda value: -_number(value))
        case "source":
            place = {name.casefold(): number for number, name in reversed(list(enumerate(rule.sources)))}
            places = [place.get(name.casefold(), math.inf) for name in sources.names]
            return np.array(places, np.float64)[sources.numbers]
        case _:
            return np.where(np.zeros(len(collection), bool) if origins is None else origins, 0.0, np.inf)


def _numbers(collection: Collection, column: str, number: Callable[[str | None], float]) -> Keys:
    """Return a number for each cell of a column; what has none comes last."""
    cells = (batch.column(column).to_pylist() for batch in collection.batches)
    numbers = np.concatenate([np.zeros(0), *(np.array([number(value) for value in part], float) for part in cells)])
    return np.where(np.isnan(numbers), np.inf, numbers)


def _seconds(value: str | None) -> float:
    """Return a date, or a date and time, as seconds since 1970; NaN for what is none. A month is its first day."""
    if value is None:
        return math.nan
    try:
        date = datetime.fromisoformat(value)
    except ValueError:
        from dedup.origin.stated_dates import stated_date  # noqa: PLC0415 - its languages are slow to load

        known = (stated_date(value) or "")[:10]
        try:
            date = datetime.fromisoformat(known + "0000-01-01"[len(known) :])
        except ValueError:
            return math.nan
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()


def _number(value: str | None) -> float:
    try:
        return float(value) if value is not None else math.nan
    except ValueError:
        return math.nan
