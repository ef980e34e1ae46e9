"""The command line's own help as a page: ``python -m dedup.cli.help_page`` writes what `docs/cli.md` holds.

A test holds the page to the program, so that it cannot go stale.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import typer

from dedup.cli.configuration import CHECK_KEYS, FILTER_KEYS, KEYS
from dedup.cli.program import option_groups, program

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFACE = """\
# The command line

<!-- Written by `python -m dedup.cli.help_page > docs/cli.md`. Change the help in `src/dedup/cli/`, not this page. -->

{summary}

```
dedup COMMAND [OPTIONS] …
```

Results go to standard output, everything else to standard error. `dedup COMMAND --help` shows what stands here on a
terminal. Exit codes and the JSON result are promised in [contract.md](contract.md); what the words mean stands in
[method.md](method.md).
"""

CONFIGURATION = """\
## Configuration

Options that are always the same can stand in a file of the working directory: in `dedup.toml`, or under `[tool.dedup]`
in `pyproject.toml`, but not in both. The command line wins over the file, and the file over the defaults. A list on the
command line replaces the list in the file. An unknown key is an error.

```toml
min-shared = 50
ignore = ["drafts/", "*.bak"]
column = {{ text = "body", published = "date" }}
format = "markdown"
```

The keys are {keys}.

What only `dedup check` looks at stands in a table of its own, `[check]` in `dedup.toml` or `[tool.dedup.check]` in
`pyproject.toml`. Its keys are {check_keys}.

So does what only `dedup filter` looks at, in `[filter]` or `[tool.dedup.filter]`. Its keys are {filter_keys}.

`NO_COLOR` is respected, and a report that goes to no terminal has no colours. Its tables are 80 columns wide unless
`--width` or the variable `COLUMNS` says otherwise.
"""


def help_page() -> str:
    """Return the page: every command with its arguments, options and examples."""
    group: Any = typer.main.get_command(program())
    context = typer.Context(group, info_name="dedup", **group.context_settings)
    commands = [_command(group.get_command(context, name), context) for name in group.list_commands(context)]
    keys = {"keys": KEYS, "check_keys": CHECK_KEYS, "filter_keys": FILTER_KEYS}
    configuration = CONFIGURATION.format(**{name: _keys(each) for name, each in keys.items()})
    return "\n".join([PREFACE.format(summary=group.help), *commands, configuration])


def _keys(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key.replace('_', '-')}`" for key in sorted(keys))


def _command(command: Any, parent: typer.Context) -> str:
    context = typer.Context(command, info_name=command.name, parent=parent)
    arguments = [
        parameter.metavar + ("..." if parameter.nargs != 1 else "")
        for parameter in command.params
        if parameter.param_type_name == "argument"
    ]
    parts = [
        f"## dedup {command.name}\n",
        f"{command.help}\n",
        f"```\n{' '.join(['dedup', command.name, '[OPTIONS]', *arguments])}\n```\n",
        *(_group(title, records) for title, records in option_groups(command, context).items()),
        _examples(command.epilog),
    ]
    return "\n".join(parts)


def _group(title: str, records: list[tuple[str, str]]) -> str:
    rows = [f"| `{_written(name)}` | {_cell(meaning)} |" for name, meaning in records]
    return "\n".join([f"| {title} | |", "|---|---|", *rows, ""])


def _written(name: str) -> str:
    return re.sub(r"\s+", " ", name)


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", r"\|").replace("*", r"\*").replace("<", "&lt;")


def _examples(epilog: str) -> str:
    lines = [line.strip() for line in epilog.replace("\b", "").strip().splitlines()[1:]]
    return "\n".join(["```sh", *lines, "```", ""])


if __name__ == "__main__":
    sys.stdout.write(help_page())
