"""sim_text -e: every file is compared with every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peers import sim_text
from peers.sim_text import prepare, tell

if TYPE_CHECKING:
    from peers.folder import Texts

__all__ = ["find", "prepare", "tell"]


def find(texts: Texts) -> sim_text.Found:
    """Let it compare each file with each."""
    return sim_text.find(texts, ("-e",))
