"""A git revision: which files of the working tree differ from it, and their contents as they are in it.

The walk of the working tree decides which files are compared, so that ignore files and options hold here too, and a
file that has since been removed is left out. A renamed file is compared with the one that it was: moving a text is not
reposting it. git reads the objects, follows the renames, and says which files differ; a submodule is compared with its
own commit in the revision. Nothing that a repository configures is run, and nothing is fetched.
"""

from __future__ import annotations

import os
import stat
import subprocess
import threading
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

from dedup.errors import InputError, UsageError
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.inputs import DEFAULTS, read_contents
from dedup.reading.walk import STANDARD_INPUT, InputFile, display_path, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dedup.documents import Collection
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions

_COMMAND = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never")
_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
_CHECKED_OUT = frozenset({"HEAD", "@"})
_HISTORY = (
    "the clone is shallow: fetch its history, with fetch-depth: 0 in actions/checkout, GIT_DEPTH: 0 in GitLab, or "
    "git fetch --unshallow"
)


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit by the name that a report gives it."""

    name: str
    commit: str


@dataclass(frozen=True, slots=True)
class TrackedFile:
    """A file of the working tree, with its blob in a revision: None where the revision does not have it."""

    file: InputFile
    blob: Blob | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Blob:
    """The content of a file, by its name in the object store of a repository."""

    repository: Repository
    name: str


def files_of_revision(
    revision: str, paths: Sequence[str], options: ReadingOptions, builder: DocumentBuilder, *, step_back: bool = False
) -> tuple[Revision, list[TrackedFile]]:
    """Return the files that the paths stand for now, each with what it is in the revision.

    The revision is the last commit that it and the checked-out commit have in common, so that work on another branch
    is no change of this one. With `step_back` it is the commit before that one, where it is the checked-out commit
    itself and no file is changed, as after a push to a main branch.

    Raises `UsageError` where git is not there, outside of a repository, for a revision that does not exist, and for
    paths outside of the repository.
    """
    if STANDARD_INPUT in paths:
        msg = "standard input is in no revision; name files or folders to compare with"
        raise UsageError(msg)
    files = walk(paths, options, builder)
    repository = Repository(os.fsdecode(_top()))
    places = [_place(repository, file.path, follow=options.site) for file in files]
    found = Revision(revision, repository.base(revision))
    changes = repository.changes(found.commit)
    if step_back and revision not in _CHECKED_OUT and found.commit == repository.head and not changes.among(places):
        found = Revision(f"{revision}^", repository.before(found.commit))
        changes = repository.changes(found.commit)
    return found, [
        TrackedFile(file, changes.blob(place), changed=changes.is_changed(place))
        for file, place in zip(files, places, strict=True)
    ]


def _place(repository: Repository, path: str, *, follow: bool) -> bytes:
    """Return the place of a file in a repository; `follow` takes the target of a link, which may be in none."""
    if not follow or not os.path.islink(path):  # noqa: PTH114 - paths are strings here
        return repository.place(path)
    target = os.path.realpath(path)
    is_inside = os.path.commonpath([target, repository.top]) == repository.top
    return repository.place(target) if is_inside else b""


def contents_of(files: Iterable[TrackedFile]) -> Iterator[tuple[str, bytes | InputError]]:
    """Yield names and contents of the files that are in the revision, as they are there, in order.

    In place of a content that git cannot read stands the error that says so.
    """
    named = ((each.blob.repository, (each.file.name, each.blob.name)) for each in files if each.blob is not None)
    for repository, wanted in groupby(named, key=itemgetter(0)):
        yield from repository.contents([blob for _, blob in wanted])


def read_revision(
    revision: str, paths: Sequence[str], options: ReadingOptions = DEFAULTS, watch: Watch = SILENT
) -> tuple[Revision, Collection]:
    """Return the documents of the files that the paths stand for now, as they are in the revision.

    A file that is not in the revision is left out; the collection may be empty. Raises as `files_of_revision` does.
    """
    found, files = files_of_revision(revision, paths, options, DocumentBuilder(options, SILENT))
    wanted = [each for each in files if each.blob is not None]
    with watch.stage(f"reading {found.name}"):
        return found, read_contents(contents_of(wanted), options, watch)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a commit has, and which files of the working tree differ from it, by their places from the top.

    `renamed` gives the place in the commit of a file that has another one now.
    """

    blobs: dict[bytes, Blob]
    changed: frozenset[bytes]
    renamed: dict[bytes, bytes]

    def blob(self, place: bytes) -> Blob | None:
        """Return what a file of the working tree is in the commit, under the name that it has there."""
        return self.blobs.get(self.renamed.get(place, place))

    def is_changed(self, place: bytes) -> bool:
        """Return whether a file of the working tree differs from the commit, or is not in it."""
        return place in self.changed or place not in self.blobs

    def among(self, places: Iterable[bytes]) -> bool:
        """Return whether one of these files differs."""
        return any(map(self.is_changed, places))


@dataclass(frozen=True)
class Repository:
    """A git repository, by the folder at its top."""

    top: str
    _folders: dict[bytes, bytes] = field(default_factory=dict, compare=False, repr=False)

    def place(self, name: str) -> bytes:
        """Return the path of a file from the top of the repository, as git writes it."""
        folder, file = os.path.split(os.fsencode(name))
        inside = self._folders.get(folder)
        if inside is None:
            real, top = os.path.realpath(folder), os.fsencode(self.top)
            if os.path.commonpath([real, top]) != top:
                msg = f"{display_path(name)} is outside of the git repository, and in no revision of it"
                raise UsageError(msg)
            inside = self._folders[folder] = os.path.relpath(real, top).replace(os.fsencode(os.sep), b"/") + b"/"
        return (inside + file).removeprefix(b"./")

    @cached_property
    def head(self) -> str | None:
        """The commit that is checked out; None before the first one."""
        return self._answer("rev-parse", "--verify", "--quiet", "HEAD^{commit}")

    def base(self, revision: str) -> str:
        """Return the last commit that a revision and the checked-out commit have in common."""
        if self.head is None and not self._answer("rev-list", "--all", "--max-count=1"):
            return self._no_files()  # before the first commit, nothing was published
        commit = None
        if revision and not revision.startswith("-"):
            commit = self._answer("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if commit is None:
            msg = f"there is no revision {revision!r} in this git repository"
            remote, _, branch = revision.partition("/")
            fetch = f"; fetch it with git fetch {remote} {branch}" if branch and remote in self._remotes() else ""
            raise UsageError(f"{msg}; {_HISTORY}" if self._is_shallow() else msg + fetch)
        if self.head is None:
            return commit
        base = self._answer("merge-base", "HEAD", commit)
        if base is None and self._is_shallow():
            msg = f"{revision!r} and the checked-out commit have no commit in common here; {_HISTORY}"
            raise UsageError(msg)
        return base or commit

    def before(self, commit: str) -> str:
        """Return the (first) parent of a commit, or the tree without files where it has none."""
        parent = self._answer("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}^")
        if parent is None and self._is_shallow():
            msg = f"this git repository does not hold the commit before {commit[:10]}; {_HISTORY}"
            raise UsageError(msg)
        return parent or self._no_files()

    def changes(self, commit: str) -> Changes:
        """Return what a commit has, and what differs from it in the working tree, submodules included."""
        blobs, submodules = self._tree(commit)
        changed, renamed = self._differences(commit)
        for place, inner_commit in submodules.items():
            folder = os.path.join(self.top, os.fsdecode(place))  # noqa: PTH118 - paths are strings here
            if os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110, PTH118 - see above
                inner = Repository(folder).changes(inner_commit)
                blobs |= {b"%s/%s" % (place, name): blob for name, blob in inner.blobs.items()}
                changed |= {b"%s/%s" % (place, name) for name in inner.changed}
                renamed |= {b"%s/%s" % (place, new): b"%s/%s" % (place, old) for new, old in inner.renamed.items()}
        return Changes(blobs, frozenset(changed), renamed)

    def contents(self, wanted: Sequence[tuple[str, str]]) -> Iterator[tuple[str, bytes | InputError]]:
        """Yield the content of each blob with the name that is given for it; at a damaged one, git is called anew."""
        done = 0
        while done < len(wanted):
            for name, content in self._contents(wanted[done:]):
                yield name, self._unreadable(name, wanted[done][1]) if content is None else content
                done += 1

    def _unreadable(self, name: str, blob: str) -> InputError:
        reason = f"git cannot read it in the revision: its object {blob[:10]} is missing or damaged"
        return InputError(name, f"{reason}; {_HISTORY}" if self._is_shallow() else reason)

    def _contents(self, wanted: Sequence[tuple[str, str]]) -> Iterator[tuple[str, bytes | None]]:
        """Yield the contents up to one at which git ends; None stands for one that it cannot read."""
        command = [*_COMMAND, "-C", self.top, "cat-file", "--batch", "--buffer"]
        with subprocess.Popen(  # noqa: S603 - nothing of it is input
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _ENVIRONMENT,
        ) as git:
            assert git.stdin is not None  # noqa: S101 - it is a pipe
            assert git.stdout is not None  # noqa: S101 - see above
            asking = threading.Thread(target=_ask, args=(git.stdin, [blob for _, blob in wanted]), daemon=True)
            asking.start()
            try:
                for name, _ in wanted:
                    answer = git.stdout.readline().split()
                    size = int(answer[2]) if answer[1:2] == [b"blob"] else -1
                    content = git.stdout.read(size + 1) if size >= 0 else b""
                    yield name, content[:-1] if len(content) == size + 1 and content else None
                    if not answer or len(content) < size + 1:
                        return  # git has ended
            finally:
                git.kill()
                asking.join()

    def _tree(self, commit: str) -> tuple[dict[bytes, Blob], dict[bytes, str]]:
        """Return the regular files of a commit, and its submodules with their commits."""
        failure = f"git cannot list the files of {commit[:10]}"
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", commit, failure=failure)
        blobs, submodules = {}, {}
        for line in listed.split(b"\0"):
            described, _, path = line.partition(b"\t")
            if path:
                mode, kind, name = described.split(b" ")
                if kind == b"commit":
                    submodules[path] = name.decode()
                elif stat.S_ISREG(int(mode, 8)):  # what git keeps of a link is a path, and no text
                    blobs[path] = Blob(self, name.decode())
        return blobs, submodules

    def _differences(self, commit: str) -> tuple[set[bytes], dict[bytes, bytes]]:
        """Return the files of the working tree that git tracks and that differ from a commit, and the renamed ones."""
        options = ("--raw", "-z", "--no-abbrev", "-M", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all")
        failure = f"git cannot compare with {commit[:10]}"
        arguments = ("-C", self.top, "diff", *options, commit, "--")
        told = _git(*arguments, failure=failure, environment=self._without_filters()).split(b"\0")
        changed: set[bytes] = set()
        renamed: dict[bytes, bytes] = {}
        fields = iter(told)
        for described in fields:
            if not described:
                continue
            place = next(fields)
            if described.rsplit(b" ", 1)[1].startswith((b"R", b"C")):
                old, place = place, next(fields)
                renamed[place] = old
            changed.add(place)
        return changed, renamed

    def _without_filters(self) -> dict[str, str]:
        """Return the environment in which git runs none of the programs that are to clean files before a comparison.

        They are named by the configuration of the repository, and chosen by its attributes.
        """
        try:
            keys = self._run("config", "-z", "--name-only", "--get-regexp", r"^filter\.", failure="")
        except UsageError:  # there are none
            return {}
        before = os.environ.get("GIT_CONFIG_COUNT", "")
        count = int(before) if before.isdecimal() else 0
        settings: dict[str, str] = {}
        for key in sorted(set(keys.split(b"\0")) - {b""}):
            settings[f"GIT_CONFIG_KEY_{count}"] = os.fsdecode(key)
            settings[f"GIT_CONFIG_VALUE_{count}"] = "false" if key.endswith(b".required") else ""
            count += 1
        return settings | {"GIT_CONFIG_COUNT": str(count)}

    def _remotes(self) -> list[str]:
        return (self._answer("remote") or "").splitlines()

    def _no_files(self) -> str:
        """Return the tree without files, which every git knows."""
        return self._run("hash-object", "-t", "tree", "--stdin", failure="git cannot be asked").decode().strip()

    def _is_shallow(self) -> bool:
        return self._answer("rev-parse", "--is-shallow-repository") == "true"

    def _answer(self, *arguments: str) -> str | None:
        """Return what git prints, or None where it has no answer."""
        try:
            return self._run(*arguments, failure="").decode().strip() or None
        except UsageError as error:
            if isinstance(error.__cause__, OSError):
                raise
            return None

    def _run(self, *arguments: str, failure: str) -> bytes:
        return _git("-C", self.top, *arguments, failure=failure)


def _top() -> bytes:
    """Return the folder at the top of the repository in which the program runs."""
    answer = _git("rev-parse", "--show-toplevel", failure="--against-ref needs a git repository, and this is in none")
    return os.path.realpath(answer.rstrip(b"\n"))


def _ask(stdin: IO[bytes], blobs: Iterable[str]) -> None:
    """Name the blobs that are wanted, beside what reads the answers: a pipe holds only so much."""
    try:
        with stdin:
            stdin.writelines(f"{blob}\n".encode() for blob in blobs)
    except OSError:  # git has ended, which the reader of the answers sees
        return


def _git(*arguments: str, failure: str, environment: Mapping[str, str] = MappingProxyType({})) -> bytes:
    command = [*_COMMAND, *arguments]
    variables = {**os.environ, **_ENVIRONMENT, **environment}
    try:
        done = subprocess.run(  # noqa: S603 - git is what the user's path says it is
            command, stdin=subprocess.DEVNULL, capture_output=True, check=True, env=variables
        )
    except OSError as error:
        msg = f"--against-ref needs git, which cannot be run: {error.strerror}"
        raise UsageError(msg) from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace").strip()
        msg = f"{failure} (git says: {reason})" if reason else failure
        raise UsageError(msg) from error
    return done.stdout
