"""Text for cells of spreadsheets: none of it becomes a formula.

A spreadsheet program runs a cell that begins with one of a few signs, and a formula can send what else stands in the
sheet to anybody, or start a program. OWASP calls it CSV injection. What would be one gets an apostrophe before it.
"""

from __future__ import annotations

import re

FORMULA_START = "^(?:[\\s\ufeff\u200b\u00a0\u3000]*[-=+@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])"
"""What makes a cell a formula, for `re` and for Arrow: one of these signs, narrow or wide, a tab or a line end.

Spaces before a sign do not help: some programs drop them.
"""

_FORMULA = re.compile(FORMULA_START)


def without_formula(text: str) -> str:
    """Return the text, with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
