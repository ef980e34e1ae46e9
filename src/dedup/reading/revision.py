"""Files as they are in a git revision become a `Collection`, under the names that they have in the working tree.

The walk of the working tree decides which files are read, so that ignore files and options hold here too, and a file
that has since been removed or renamed is left out: moving a text is not reposting it. git itself reads the objects.
"""

from __future__ import annotations

import os
import stat
import subprocess
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.inputs import DEFAULTS, read_contents
from dedup.reading.walk import STANDARD_INPUT, display_path, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dedup.documents import Collection
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions


def read_revision(
    revision: str, paths: Sequence[str], options: ReadingOptions = DEFAULTS, watch: Watch = SILENT
) -> Collection:
    """Return the documents of the files that the paths stand for now, as they are in the revision.

    A file that is not in the revision is left out; the collection may be empty. Raises `UsageError` where git is not
    there, outside of a repository, for a revision that does not exist, and for paths outside of the repository.
    """
    if STANDARD_INPUT in paths:
        msg = "standard input is in no revision; name files or folders to compare with"
        raise UsageError(msg)
    names = [file.path for file in walk(paths, options, DocumentBuilder(options, SILENT))]
    top = _repository()
    blobs = _blobs(_commit(revision)) if _has_commits() else {}
    wanted = [(name, blobs[place]) for name in names if (place := _tree_path(name, top)) in blobs]
    with watch.stage(f"reading {revision}", len(wanted)) as done:
        return read_contents(_contents(wanted, lambda: done(1)), options, watch)


def _repository() -> bytes:
    """Return the folder at the top of the repository in which the program runs."""
    answer = _git("rev-parse", "--show-toplevel", failure="--against-ref needs a git repository, and this is in none")
    return os.path.realpath(os.fsencode(answer.rstrip(b"\n")))


def _has_commits() -> bool:
    """Return whether the repository has a commit: before the first, nothing was published."""
    return bool(_git("rev-list", "--all", "--max-count=1", failure="git cannot list the commits"))


def _commit(revision: str) -> str:
    failure = f"there is no revision {revision!r} in this git repository"
    if revision.startswith("-"):
        raise UsageError(failure)
    return _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", failure=failure).decode().strip()


def _blobs(commit: str) -> dict[bytes, str]:
    """Return the regular files of a commit: path from the top of the repository → name of the object."""
    listed = _git("ls-tree", "-r", "-z", "--full-tree", commit, failure=f"git cannot list the files of {commit}")
    blobs = {}
    for line in listed.split(b"\0"):
        described, _, path = line.partition(b"\t")
        if path:
            mode, _, name = described.split(b" ")
            if stat.S_ISREG(int(mode, 8)):  # a link or a submodule is not a text
                blobs[path] = name.decode()
    return blobs


def _tree_path(name: str, top: bytes) -> bytes:
    """Return the path of a file from the top of the repository, as git writes it."""
    folder, file = os.path.split(os.path.abspath(os.fsencode(name)))  # noqa: PTH100 - bytes, as git has them
    place = os.path.relpath(os.path.join(os.path.realpath(folder), file), top)  # noqa: PTH118 - see above
    if place.startswith(os.fsencode(os.pardir)):
        msg = f"{display_path(name)} is outside of the git repository, and in no revision of it"
        raise UsageError(msg)
    return place.replace(os.fsencode(os.sep), b"/")


def _contents(wanted: Sequence[tuple[str, str]], done: Callable[[], None]) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents, one object at a time."""
    command = ["git", "cat-file", "--batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as git:  # noqa: S603 - nothing of it is input
        assert git.stdin is not None  # noqa: S101 - it is a pipe
        assert git.stdout is not None  # noqa: S101 - see above
        for name, blob in wanted:
            git.stdin.write(f"{blob}\n".encode())
            git.stdin.flush()
            size = int(git.stdout.readline().split()[-1])
            data = git.stdout.read(size + 1)[:size]
            done()
            yield display_path(name), data


def _git(*arguments: str, failure: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=True)  # noqa: S603, S607 - git is what the user's path says it is
    except OSError as error:
        msg = f"--against-ref needs git, which cannot be run: {error.strerror}"
        raise UsageError(msg) from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace").strip()
        msg = f"{failure} (git says: {reason})" if reason else failure
        raise UsageError(msg) from error
    return done.stdout
