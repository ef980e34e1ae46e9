"""A git repository for a test, which knows nothing of the machine's own configuration."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


@dataclass(frozen=True)
class Repository:
    """A repository in a folder, on a branch called main."""

    folder: Path

    @classmethod
    def new(cls, folder: Path) -> Repository:
        """Return a new repository."""
        made = cls(folder)
        made.git("init", "--quiet", "--initial-branch=main", ".")
        return made

    def git(self, *arguments: str) -> str:
        """Run git in it and return what it prints."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True, check=True
        )
        return done.stdout

    def write(self, **texts: str) -> None:
        """Write files; names are without ``.md``, and two underscores in one are a slash."""
        for name, said in texts.items():
            file = self.folder / (name.replace("__", "/") + ".md")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(said, encoding="utf-8")

    def commit(self, **texts: str) -> None:
        """Write files and commit all that there is."""
        self.write(**texts)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "change")
