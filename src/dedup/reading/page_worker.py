"""The program of a process that reads pages for another: it takes files and options, and gives what it read of them.

`dedup.reading.page_processes` starts it.
"""

from __future__ import annotations

from dedup.reading.inputs import read_apart
from dedup.reading.worker_process import answer_questions

if __name__ == "__main__":
    answer_questions(lambda next_part: read_apart(*next_part()))
