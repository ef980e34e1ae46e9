"""Makes inputs in which one short string stands thousands of times, where the program looks for something.

Most work on a text is a search for patterns. Where one of them takes the square of what it searches, such an input
shows it: thousands of blanks between a credit and its name, of brackets that never close, of beginnings of a comment.
The strings and the places are in the file beside this one.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.sound_inputs import BODY

if TYPE_CHECKING:
    import random

_TWO = 0.3
"""The share of pumps that are two of the strings side by side."""


@cache
def _listed() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def pumped(chance: random.Random, length: int) -> tuple[str, bytes]:
    """Return the name and the content of an input: one string, repeated to some characters in all, in a place."""
    pumps, places = _listed()["pumps"], _listed()["places"]
    pump = chance.choice(pumps)
    if chance.random() < _TWO:
        pump += chance.choice(pumps)
    name = chance.choice(list(places))
    place = chance.choice(places[name])
    repeated = pump * (length // len(pump) // place.count("{pump}"))
    written = json.dumps(repeated)[1:-1] if name == "a.jsonl" else repeated
    return name, place.replace("{body}", BODY).replace("{pump}", written).encode()
