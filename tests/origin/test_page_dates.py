"""The day on which a page was published, by what its markup states and shows."""

from __future__ import annotations

import pytest

from dedup.origin.page_dates import page_date
from tests.origin.pages import fact


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ([("byline-element", "By | Jo Doe | September 26, 2016")], "2016-09-26"),
        ([("byline-element", "von | Jo Doe | 3. Mai 2023"), ("time-element", "2020-12-03")], "2023-05-03"),
        ([("byline-element", "By | Jo Doe | 3 min"), ("time-element", "2020-12-03T07:00")], "2020-12-03"),
        ([("byline-element", "09.10.2021"), ("lang", "de")], None),
        ([("byline-element", "By | Jo Doe | May 3, 2021"), ("article:published_time", "2021-05-04")], "2021-05-04"),
    ],
)  # fmt: skip
def test_a_day_in_the_byline_counts_before_the_time_element(facts: list[tuple[str, str]], day: str | None) -> None:
    """Metadata count first; a date alone may be that of another article in a list."""
    found = page_date([fact(*one) for one in facts], None)
    assert (found[1] if found else None) == day
