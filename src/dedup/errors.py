"""Every error of the program, in one tree.

    DedupError                  anything that dedup itself has to say
    ├── UsageError              the call is wrong: an option, a path that is not there
    ├── InputError              one input cannot be read; a scan tells it, counts it and goes on
    │   └── NoTextError         one input has no text
    ├── GuardError              a filter would take more of a source than it may
    ├── LimitError              the work takes more memory, or temporary files, than it may
    ├── ClusterError            a cluster could not do the work
    ├── ResultError             a saved result is not one, or is of another schema
    ├── OutputError             a result cannot be written where it should go
    └── StoreError              an index cannot be used: it is none, is damaged, was made otherwise, or is busy

Errors of other libraries are translated where they enter, ``from`` their cause. Exit codes are the command line's
affair (`dedup.cli.exit_codes`).
"""

from __future__ import annotations


class DedupError(Exception):
    """Anything that dedup itself has to say; its text is a whole sentence for the person at the terminal."""


class UsageError(DedupError):
    """The call is wrong and nothing was done."""


class InputError(DedupError):
    """One input cannot be read.

    `path` names the input (with ``#row`` for a row of a table), `reason` says in a few words why.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return type(self), (self.path, self.reason)  # an error of another process is raised here


class NoTextError(InputError):
    """One input has no text: it is unreadable, or, as a page of a site, counted."""


class LimitError(DedupError):
    """The work takes more memory than it may, or more room for temporary files than there is, and was given up."""


class GuardError(DedupError):
    """A filter would take more of a source than it may; nothing was written."""


class ClusterError(DedupError):
    """A cluster could not do the work; its text has what the cluster said."""


class ResultError(DedupError):
    """A saved result is not one, or is of a schema that this version does not read."""


class OutputError(DedupError):
    """A result cannot be written where it should go."""


class StoreError(DedupError):
    """An index cannot be used: it is none, is damaged, was made with other settings, or somebody else writes to it."""
