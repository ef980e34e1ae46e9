"""The dates of feeds, news and archives as ISO dates: ``Mon, 02 Jan 2006 15:04:05 GMT``, ``20060102T150405Z``."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"\s*([12]\d{3})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


def iso_date_of(value: str | None) -> str | None:
    """Return the day of a date in ISO 8601 or RFC 2822 as ``2006-01-02``; None where it is neither."""
    if not value:
        return None
    found = _ISO.match(value)
    with suppress(Exception):  # the library raises whatever a date makes it raise
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        return parsedate_to_datetime(value).date().isoformat()
    return None
