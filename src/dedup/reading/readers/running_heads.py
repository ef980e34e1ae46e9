"""Pages as lines → the same without running heads and page numbers, and a sentence that says what was left out.

They would stand in the middle of sentences that go on on the next page, and be repeated on all of them. A line at the
edge of a page is one if it stands at that edge of three pages or more, whatever its numbers are, or if it is nothing
but the number of its page. The head of the first page stays, because it may be the title, and divides no sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST_PAGES = 3
_DEEPEST = 3
"""Lines of a head or foot."""
_LONGEST = 150
"""Characters of a line that may be a head or foot."""
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p[áa]gina|pagina|side|sida|strona|p\.|s\.)?\s*(\d{1,4})(?:\s*(?:of|von|de|di|/)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)


def without_running_heads(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], str | None]:
    """Return the lines of each page without running heads and page numbers, and what to tell of these."""
    kept = [list(lines) for lines in pages]
    left_out: Counter[str] = Counter()
    for at in (0, -1):
        for _ in range(_DEEPEST):
            edges = [_form(lines[at]) if lines else "" for lines in kept]
            counts = Counter(form for form in edges if form)
            repeated = {form for form, count in counts.items() if count >= _FEWEST_PAGES}
            dropped = [
                number
                for number, lines in enumerate(kept)
                if lines and ((edges[number] in repeated and (number or at)) or _is_page_number(lines[at], number + 1))
            ]
            for number in dropped:
                left_out[kept[number].pop(at)] += 1
            if not dropped:
                break
    return kept, _told(left_out)


def _form(line: str) -> str:
    """Return a line with all numbers alike; nothing for one that is too long for a head."""
    return _NUMBER.sub("#", line.casefold()) if len(line) <= _LONGEST else ""


def _is_page_number(line: str, page: int) -> bool:
    found = _PAGE_NUMBER.fullmatch(line)
    return found is not None and int(found[1]) == page


def _told(left_out: Counter[str]) -> str | None:
    if not left_out:
        return None
    lines = sum(left_out.values())
    example = left_out.most_common(1)[0][0]
    what = "1 line" if lines == 1 else f"{lines:,} lines"
    return f"running heads and page numbers are left out: {what}, such as “{example}”"
