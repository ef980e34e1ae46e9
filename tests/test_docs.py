"""The documentation says what is so: its commands, links, terms and numbers are held to the repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from dedup import Document
from dedup.gate.acceptance import statements_of
from dedup.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "dedup"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
COMMANDS = dict(re.findall(r"^<!-- command: (\w+) -->\n```sh\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL))
FORMATS = {".md": "markdown", ".json": "json", ".txt": "table"}
REPORTS = sorted(ROOT.glob("reports/seeds.*"))
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)", re.DOTALL)


def run(program: Path, *arguments: str) -> str:
    """Return what a command prints when it is run in the tree and not on a terminal."""
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR"}}
    done = subprocess.run(
        [program, *arguments], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def anchors(page: str) -> set[str]:
    """Return the names by which the headings of a page can be linked to."""
    titles = re.findall(r"^#+ (.+)$", CODE.sub("", page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def broken_links(file: Path) -> Iterator[str]:
    """Tell the links of a page that lead nowhere in the repository; addresses elsewhere are not followed."""
    page = file.read_text(encoding="utf-8")
    for link in LINK.findall(CODE.sub("", page)):
        path, _, anchor = link.partition("#")
        target = file.parent / path if path else file
        if re.match(r"\w+:", link):
            continue
        if not target.exists():
            yield f"{link}: there is no such file"
        elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
            yield f"{link}: the page has no such heading"


def defined(page: str) -> set[str]:
    """Return the terms that stand in the first column of the page's tables, as code."""
    firsts = re.findall(r"^\| (`[^|]*)\|", page, re.MULTILINE)
    return {term for first in firsts for term in re.findall(r"`([\w-]+)`", first)}


class Term(NamedTuple):
    """One row of the glossary: the term, the names in code that it gives, and the files that it stands in."""

    term: str
    names: list[str]
    files: list[str]


def glossary_rows() -> list[Term]:
    """Return the rows of the glossary's tables, without their heads."""
    rows = re.findall(r"^\| ([^`|]+?)( \(.*\))? \| (.+) \| (`[^|]+`) \|$", GLOSSARY, re.MULTILINE)
    code = re.compile(r"`(\w+)`")
    return [Term(term, code.findall(names + text), re.findall(r"`(.+?)`", files)) for term, names, text, files in rows]


def is_defined(name: str, code: str) -> bool:
    """Return whether Python code has a class, a function, a field or a constant of that name."""
    return bool(re.search(rf"^\s*(?:(?:class|def) |(?:\w+, )*){name}\b\s*(?:[\[(:,]|=[^=])", code, re.MULTILINE))


def named_files(page: str) -> set[str]:
    """Return all that a page names in backticks without a space."""
    return set(re.findall(r"`([^`\s]+)`", page))


def keys_of(schema: Any) -> Iterator[str]:
    """Yield every key that a JSON Schema describes."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from keys_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from keys_of(part)


def test_readme_marks_the_two_commands() -> None:
    """The README marks one command that ends with the report and one that ends with the tests, each on one line."""
    assert sorted(COMMANDS) == ["report", "tests"]
    assert not [command for command in COMMANDS.values() if "\n" in command]
    assert COMMANDS["report"].endswith("dedup scan seeds/")
    assert COMMANDS["tests"].endswith("pytest -n auto")


@pytest.mark.parametrize("name", ["report", "tests"])
def test_command_does_its_own_set_up_inside_the_tree(name: str) -> None:
    """Each command makes its environment first, installs this tree into it, and names no path outside of it."""
    assert COMMANDS[name].startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert not re.search(r"(^|[\s'\"=])(/|\.\./|~)", COMMANDS[name])


def test_report_in_the_readme_is_what_the_command_prints() -> None:
    """The block under `<!-- seeds report -->` is, byte for byte, the output of the command that is shown above it."""
    (shown,) = re.findall(r"^<!-- seeds report -->\n```text\n(.*?)```$", README, re.MULTILINE | re.DOTALL)
    program, *arguments = COMMANDS["report"].rpartition(".venv/bin/")[2].split()
    assert shown == run(Path(sys.executable).with_name(program), *arguments)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_saved_report_is_what_the_program_writes(report: Path) -> None:
    """Each file of `reports/` that is named for the seeds is the scan of `seeds/` in the format of its ending."""
    written = run(Path(sys.executable).with_name("dedup"), "scan", "seeds/", "--format", FORMATS[report.suffix])
    assert report.read_text(encoding="utf-8") == written


def test_python_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The README's Python prints the three repetitions of the seeds: their lines, relation and words."""
    (example,) = re.findall(r"^```python\n(.*?)```$", README, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own text
    assert capsys.readouterr().out == "19 47 identical 62\n15 33 identical 54\n17 35 contained 48\n"


def test_continuous_integration_reads_its_commands_from_the_readme() -> None:
    """`.ci/run` looks up both commands by their marks and repeats neither."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(f"readme_command {name}" in script for name in COMMANDS)
    assert not [name for name, command in COMMANDS.items() if command in script]


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_lead_somewhere(file: Path) -> None:
    """Every link of the page to a file or heading of the repository finds it."""
    assert not list(broken_links(file))


def test_index_lists_every_page() -> None:
    """`docs/README.md` links to each page of the folder."""
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in LINK.findall(index.read_text("utf-8"))}
    assert {page.resolve() for page in (ROOT / "docs").rglob("*.md")} - {index.resolve()} <= linked


def test_pages_that_the_source_names_exist() -> None:
    """A docstring or comment that sends its reader to `docs/…` sends them to a page that is there."""
    named = {
        page
        for file in (ROOT / "src").rglob("*.py")
        for page in re.findall(r"docs/[\w/-]+\.md", file.read_text(encoding="utf-8"))
    }
    assert not sorted(page for page in named if not (ROOT / page).exists())


def test_files_that_contributing_names_exist() -> None:
    """Each file or folder that `CONTRIBUTING.md` names stands there, from the root or from `src/dedup`."""
    page = CODE.sub("", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    named = set(re.findall(r"`((?:[\w-]+/)+(?:[\w-]+\.(?:py|md|json|toml|c|h))?|[\w-]+\.py)`", page))
    assert len(named) > 40
    assert not sorted(name for name in named if not any((folder / name).exists() for folder in (ROOT, SOURCE)))


def test_glossary_has_one_row_a_term() -> None:
    """Every row of its tables is read here, and no term stands twice, so that each says which sense of a word it is."""
    terms = [row.term for row in glossary_rows()]
    assert len(terms) == GLOSSARY.count("\n| ") - GLOSSARY.count("\n| term |") > 100
    assert sorted(terms) == sorted(set(terms))


def test_files_that_the_glossary_names_exist() -> None:
    """Each file in the last column stands there, from `src/dedup` or from the root."""
    named = {name for row in glossary_rows() for name in row.files}
    assert not sorted(name for name in named if not any((folder / name).exists() for folder in (SOURCE, ROOT)))


@pytest.mark.parametrize("row", glossary_rows(), ids=lambda row: row.term)
def test_names_of_a_term_are_defined_in_its_files(row: Term) -> None:
    """A class, function, field or constant in a row of `docs/glossary.md` is defined in a file of that row."""
    files = [SOURCE / name for name in row.files if (SOURCE / name).is_file()]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert not [name for name in row.names if not is_defined(name, code)]


def test_a_name_that_a_file_only_uses_is_not_defined_there() -> None:
    """Of `a`, `B`, `C`, `D` and `e` in made-up code, the last is only called."""
    code = "class B:\n    a: int = 1\nC, D = range(2)\ndef f(x: int) -> int:\n    return e(x)\n"
    assert [name for name in "aBCDefx" if is_defined(name, code)] == ["a", "B", "C", "D", "f"]


def test_architecture_places_every_module() -> None:
    """Each module and each C file stands in `docs/architecture.md`: in a row of a walk, or among the others."""
    named = named_files(ARCHITECTURE)
    files = [file for file in (*SOURCE.rglob("*.py"), *SOURCE.glob("kernels/c/*")) if file.name != "__init__.py"]
    names = [file.relative_to(SOURCE).as_posix() for file in files]
    assert not sorted(name for name in names if not {name, name.removesuffix(".py")} & named)


def test_files_that_the_architecture_names_exist() -> None:
    """A path in `docs/architecture.md` leads to a file or folder, from `src/dedup` or from the root."""
    named = {name for name in named_files(ARCHITECTURE) if "/" in name}
    paths = {name: [folder / (name + suffix) for folder in (SOURCE, ROOT) for suffix in ("", ".py")] for name in named}
    assert not sorted(name for name, possible in paths.items() if not any(path.exists() for path in possible))


def test_method_defines_every_key_of_the_result() -> None:
    """Each key of the JSON Schema stands in a table of `docs/method.md`, as a term or among the parts of one."""
    schema = json.loads(resources.files("dedup.report").joinpath("scan.schema.json").read_text(encoding="utf-8"))
    terms = set(re.findall(r"`([\w-]+)`", METHOD.split("\n## Terms of the JSON result\n")[1]))
    assert not sorted(set(keys_of(schema)) - terms)


def test_method_states_the_defaults() -> None:
    """The settings table names every setting, and no other, with the default that the program has."""
    table = METHOD.split("\n## Settings\n")[1]
    stated = {name: json.loads(value) for name, value in re.findall(r"^\| `(\w+)` \| (\S+) \|", table, re.MULTILINE)}
    assert stated == asdict(Settings())


def test_method_tells_what_each_relation_and_status_is() -> None:
    """The relations and the statuses of a result are explained in the words of the method."""
    relations = {"identical", "near-identical", "contained", "template", "partial"}
    assert relations <= defined(METHOD)
    assert all(f"- `{status}` " in METHOD for status in ("declared", "observed", "inferred"))


def test_broken_link_is_told(tmp_path: Path) -> None:
    """A made-up page with one link to a missing file and one to a missing heading gives both, and no other."""
    page = tmp_path / "page.md"
    page.write_text(
        "# One title\n[a](#one-title) [b](#two) [c](gone.md) [d](https://example.org) [e](page.md#one-title)\n"
    )
    assert list(broken_links(page)) == ["#two: the page has no such heading", "gone.md: there is no such file"]


@pytest.mark.parametrize(
    ("page", "suffix"),
    [("hugo", "md"), ("jekyll", "md"), ("eleventy", "njk"), ("docusaurus", "mdx"), ("mkdocs", "md"), ("sphinx", "rst")],
)
def test_the_comment_of_each_site_accepts(page: str, suffix: str) -> None:
    """What `docs/sites` says to write into a page is read as a statement with its reason."""
    text = (ROOT / "docs" / "sites" / f"{page}.md").read_text(encoding="utf-8")
    comments = re.findall(r"`([^`]*dedup: accept: REASON[^`]*)`", text)
    assert comments
    for comment in comments:
        name = f"page.{suffix}"
        found, notes = statements_of(Document(name, f"Words of a page.\n\n{comment}\n\nMore words.\n", name))
        assert ([each.reason for each in found], notes) == (["REASON"], []), comment
