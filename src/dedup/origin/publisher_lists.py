"""The files that list publishers and news agencies → their entries.

``publishers.toml`` has what names alone do not show: other names of one house, hosting services, mirrors.
``agencies.toml`` has news agencies, distributors and press-release services with the marks by which they are credited.
The variable `DEDUP_PUBLISHERS` names a further file, with entries of either form, that is read last and wins.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from dedup.errors import UsageError

PUBLISHERS_VARIABLE = "DEDUP_PUBLISHERS"
_EVERY_LANGUAGE = "*"


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency, or another service that sends texts to many publishers.

    `kind` is ``agency``, ``syndicate``, ``network`` or ``release``. `marks` are what credits say (*AFP*), `also` its
    other names and hosts. `languages` are those in which its marks are read. `ended` is the year in which it ended, 0
    for one that still sends.
    """

    name: str
    kind: str
    marks: tuple[str, ...]
    also: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset({_EVERY_LANGUAGE})
    ended: int = 0

    def is_read_in(self, codes: frozenset[str]) -> bool:
        """Return whether its marks are read in a text of some languages."""
        return _EVERY_LANGUAGE in self.languages or bool(self.languages & codes)


@cache
def publisher_tables() -> tuple[dict[str, Any], ...]:
    """Return the tables of all files, the further one last; a file that cannot be used is a `UsageError`."""
    shipped = resources.files("dedup.origin")
    tables = [tomllib.loads(shipped.joinpath(name).read_text("utf-8")) for name in ("publishers.toml", "agencies.toml")]
    if further := os.environ.get(PUBLISHERS_VARIABLE):
        try:
            tables.append(tomllib.loads(Path(further).read_text("utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            msg = f"{PUBLISHERS_VARIABLE} names {further}, which cannot be used: {error}"
            raise UsageError(msg) from error
    return tuple(tables)


@cache
def agencies() -> tuple[Agency, ...]:
    """Return all agencies, those of the further file last; its publishers of kind *agency* are some of them."""
    entries = [entry for table in publisher_tables() for entry in table.get("agency", ())]
    entries += [
        entry for table in publisher_tables() for entry in table.get("publisher", ()) if entry.get("kind") == "agency"
    ]
    return tuple(map(_agency, entries))


def _agency(entry: dict[str, Any]) -> Agency:
    name = str(entry["name"])
    return Agency(
        name,
        str(entry.get("kind", "agency")),
        tuple(dict.fromkeys((name, *map(str, entry.get("marks", ()))))),
        tuple(map(str, entry.get("also", ()))),
        frozenset(map(str, entry.get("languages", (_EVERY_LANGUAGE,)))),
        int(entry.get("years", (0, 0))[1]),
    )
