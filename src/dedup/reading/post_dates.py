"""The date that the name of a post states: ``2024-05-01-title.md`` as in Jekyll, Zola, Hugo and Docusaurus."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedup.documents import Document

_INDEX = re.compile(r"/_?index\.[^/]*$")
_DATE = re.compile(
    r"""(?:^|/)(?P<year>[12]\d{3})(?P<gap>[-/])(?P<month>\d{1,2})(?:-|(?P=gap))(?P<day>\d{1,2})
        (?:[T ]\d{2}[:.-]?\d{2}[^/]*?)?                # a time, as Zola reads it
        (?:[-_.][^/]*)?(?:(?<=/\d)/[^/]+|(?<=/\d\d)/[^/]+)?$""",
    re.VERBOSE,
)
"""A date at the beginning of a file's name, or as folders for year, month and day."""


def dated(document: Document) -> Document:
    """Return a document with the date that the name of its file states, if nothing else states one."""
    stated = date_of_name(document.path) if document.path and not document.published else None
    return replace(document, published=stated) if stated else document


def date_of_name(path: str) -> str | None:
    """Return the date in a path as ``2024-05-01``, or None where there is none."""
    found = _DATE.search(_INDEX.sub("", path.replace("\\", "/")))
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    except ValueError:  # a number that looks like a date
        return None
