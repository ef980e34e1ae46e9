"""The program of a process that reads pages for another: it takes files or responses, and gives what it read of them.

`dedup.reading.page_processes` starts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.engines.worker_process import answer_questions
from dedup.reading.inputs import read_apart
from dedup.reading.readers.warc_responses import Response, read_responses_apart

if TYPE_CHECKING:
    from dedup.reading.options import ReadingOptions
    from dedup.reading.outcomes import Outcome


def read_pages(pages: list[Any], options: ReadingOptions) -> list[Outcome]:
    """Return what is read of each page: all are files, or all are responses."""
    return read_responses_apart(pages, options) if isinstance(pages[0], Response) else read_apart(pages, options)


if __name__ == "__main__":
    answer_questions(lambda next_part: read_pages(*next_part()))
