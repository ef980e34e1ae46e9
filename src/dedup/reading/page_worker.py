"""The program of a process that reads pages for another: it takes files from its input, and gives what it read of them.

`dedup.reading.page_processes` starts it. Whatever else is written to standard output goes to standard error, and the
program ends with its input.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import TYPE_CHECKING

from dedup.reading.inputs import read_apart
from dedup.reading.page_processes import READY

if TYPE_CHECKING:
    from dedup.reading.options import ReadingOptions
    from dedup.reading.walk import InputFile


def main() -> None:
    """Answer until the input ends: options first, then files."""
    taken = sys.stdin.buffer
    given = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    pickle.dump(READY, given)
    given.flush()
    # Both ends of the pipes are this program.
    options: ReadingOptions = pickle.load(taken)  # noqa: S301 - see above
    while True:
        try:
            files: list[InputFile] = pickle.load(taken)  # noqa: S301 - see above
        except EOFError:
            return
        try:
            answer: object = read_apart(files, options)
        except Exception as error:  # noqa: BLE001 - whoever started the process raises it
            answer = error
        pickle.dump(answer, given)
        given.flush()


if __name__ == "__main__":
    main()
