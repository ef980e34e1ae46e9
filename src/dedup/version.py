"""The version of the program, as results and indexes state it."""

from __future__ import annotations

VERSION = "0.1.0"
