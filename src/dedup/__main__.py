"""``python -m dedup``: the command of an environment that is not on the shell's path."""

from __future__ import annotations

from dedup.cli import main

if __name__ == "__main__":
    main()
