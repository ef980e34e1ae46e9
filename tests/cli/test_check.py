"""``dedup check`` as a build runs it: its codes, its options, its files."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import BODY, COPY
from tests.gate.texts import text
from tests.repositories import Repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]


@pytest.fixture
def site(folder: Path) -> Path:
    """Return the folder with a site in it: one text was published, a copy of it and another text are new."""
    for name, said in (("old/a", BODY), ("new/copy", COPY), ("new/other", text("v"))):
        file = folder / f"{name}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(said + "\n", encoding="utf-8")
    return folder


def findings(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Return rule, document and source of each finding of a check that printed JSON."""
    return [(each["rule"], each["document"], each["source"]) for each in json.loads(outcome.out)["findings"]]


REPOST = ("repost", "new/copy.md", "old/a.md")


def test_a_repost_is_code_1(dedup: Run, site: Path) -> None:
    """The report names the text, its source and what to do; the code is 1."""
    assert site.is_dir()
    outcome = dedup("check", "new", "--against", "old", "--width", "200")
    assert outcome.code == 1
    assert "This text is nearly a copy of old/a.md, line 1" in outcome.out
    assert "Leave it out" in outcome.out
    assert outcome.err == ""


def test_nothing_to_object_to_is_code_0(dedup: Run, site: Path) -> None:
    """A text that nobody had before passes."""
    assert site.is_dir()
    assert dedup("check", "new/other.md", "--against", "old").code == 0


def test_several_things_may_be_held_against(dedup: Run, site: Path) -> None:
    """--against may be repeated; together they are what was published."""
    assert site.is_dir()
    outcome = dedup("check", "new", "--against", "new/other.md", "--against", "old", "--format", "json")
    assert findings(outcome) == [REPOST]


def test_unreadable_input_is_code_3_and_an_objection_outweighs_it(dedup: Run, site: Path) -> None:
    """What could not be read is told, and only a finding is more than that."""
    (site / "new" / "broken.md").write_bytes(b"\x00\x01\x02")
    assert dedup("check", "new/other.md", "new/broken.md", "--against", "old").code == 3
    both = dedup("check", "new", "--against", "old")
    assert both.code == 1
    assert "new/broken.md" in both.err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "name the content to check"),
        (("nowhere",), "there is no file or folder nowhere"),
        (("new", "--against", "nowhere"), "there is no file or folder nowhere"),
        (("empty", "--against", "old"), "nothing could be read from empty"),
        (("new", "--against", "empty"), "nothing could be read from empty"),
        (
            ("new", "--baseline", "nowhere"),
            "there is no baseline nowhere; the same command with --write-baseline writes it",
        ),
        (("new", "--relations", "copies"), "'copies' is not one of them"),
        (("new", "--max-reuse", "40"), "max-reuse must be from 0 to 1, not 40.0"),
        (("new", "--max-run", "5"), "set min-run to 6 or less"),
        (("new", "--allow-source", "="), "allow-source takes NAME or NAME=LICENCE"),
        (("new", "--quotes", "drop"), "quotes must be one of count, ignore"),
        (("new", "--format", "xml"), "the formats are table, json, markdown, sarif, junit, github"),
        (("new", "--also", "sarif"), "--also takes NAME=FILE"),
        (("new", "--also", "xml=x"), "there is no format 'xml'"),
        (("new", "--also", "sarif=nowhere/x"), "nowhere/x cannot be written"),
        (("new", "--against-ref", "main"), "needs a git repository"),
        (("new", "--against-ref", "main", "--write-baseline"), "use one of them"),
    ],
)
def test_wrong_use_is_code_2(
    dedup: Run, site: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], complaint: str
) -> None:
    """A mistake is one sentence on standard error, and no report."""
    (site / "empty").mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(site.parent))
    outcome = dedup("check", *arguments)
    assert outcome.code == 2
    assert complaint in outcome.err
    assert outcome.err.count("\n") == 1
    assert outcome.out == ""


def test_rules_are_options(dedup: Run, site: Path) -> None:
    """Each rule can be asked for on the command line, by its option."""
    (site / "new" / "twice.md").write_text(text("a", "b", "a"), encoding="utf-8")
    outcome = dedup(
        "check", "new", "--against", "old", "--format", "json", "--relations", "none", "--max-run", "20",
        "--max-reuse", "0.5", "--require-attribution", "--self-repetition",
    )  # fmt: skip
    assert [rule for rule, _, _ in findings(outcome)] == ["reuse-share", "long-run", "unattributed", "self-repetition"]


def test_configuration_sets_the_rules(dedup: Run, site: Path) -> None:
    """Paths and rules stand in the table of the check; the command line wins over it."""
    (site / "dedup.toml").write_text(
        '[check]\npaths = ["new"]\nagainst = ["old"]\nrelations = ["partial"]\nmax-run = 20\nformat = "json"\n'
    )
    assert findings(dedup("check")) == [("long-run", "new/copy.md", "old/a.md")]
    assert findings(dedup("check", "--max-run", "100")) == []
    assert findings(dedup("check", "--relations", "near-identical", "--max-run", "100")) == [REPOST]
    assert findings(dedup("check", "new/other.md")) == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("[check]\nrules = 1\n", "unknown key 'rules'; the keys are against, "),
        ("[check]\nmax-run = 'long'\n", "max-run in dedup.toml must be a whole number"),
        ("check = 1\n", "check in dedup.toml must be a table"),
    ],
)
def test_mistakes_in_the_configuration_are_told(dedup: Run, site: Path, line: str, complaint: str) -> None:
    """The table of the check is held to its keys like the rest of the file."""
    (site / "dedup.toml").write_text(line)
    outcome = dedup("check", "new")
    assert outcome.code == 2
    assert complaint in outcome.err


def test_other_commands_pass_over_the_rules(dedup: Run, site: Path) -> None:
    """A scan in the same folder does not mind the table of the check."""
    (site / "dedup.toml").write_text("[check]\nmax-run = 20\n")
    assert dedup("scan", "new").code == 0


def test_baseline_is_written_and_accepts(dedup: Run, site: Path) -> None:
    """--write-baseline ends with 0; with the file the same content passes, and a new copy does not."""
    first = dedup("check", "new", "--against", "old", "--write-baseline")
    assert (first.code, first.out) == (0, "")
    assert first.err.startswith(
        "dedup: .dedup-baseline: 1 finding written: 1 added, 0 kept, 0 gone; dedup check --baseline "
    )
    assert dedup("check", "new", "--against", "old").code == 1
    known = ("check", "new", "--against", "old", "--baseline", ".dedup-baseline", "--format", "json")
    assert dedup(*known).code == 0
    (site / "new" / "again.md").write_text(BODY + "\n", encoding="utf-8")
    outcome = dedup(*known)
    assert outcome.code == 1
    assert ("repost", "new/again.md", "old/a.md") in findings(outcome)
    assert REPOST not in findings(outcome)


def test_baseline_is_the_same_when_it_is_written_again(dedup: Run, site: Path) -> None:
    """Written over itself, or from an unrelated edit, the file keeps its bytes."""
    write = ("check", "new", "--against", "old", "--baseline", "known", "--write-baseline", "--quiet")
    assert dedup(*write).err == ""
    before = (site / "known").read_bytes()
    (site / "new" / "copy.md").write_text(text("x", "y") + "\n" + COPY + "\n", encoding="utf-8")
    assert dedup(*write).code == 0
    assert (site / "known").read_bytes() == before


def test_baseline_and_reports_can_be_written_in_one_run(dedup: Run, site: Path) -> None:
    """Reports that go to files are written beside the baseline; only standard output stays empty."""
    outcome = dedup("check", "new", "--against", "old", "--write-baseline", "--also", "json=r.json", "-o", "r.txt")
    assert (outcome.code, outcome.out) == (0, "")
    assert [(site / name).stat().st_size > 0 for name in (".dedup-baseline", "r.json", "r.txt")] == [True] * 3


@pytest.fixture
def known(dedup: Run, repository: Repository) -> Path:
    """Return a baseline that accepts two reposts."""
    repository.write(new__one=BODY, new__two=text("d", "e", "f"), old__b=text("d", "e", "f"))
    assert dedup("check", "new", "--against", "old", "--write-baseline", "--quiet").code == 0
    return repository.folder / ".dedup-baseline"


@pytest.mark.parametrize("path", ["new", "./new", "new//", "./new/.", "{folder}/new", "new/*.md"])
def test_a_baseline_fits_any_spelling_of_a_path(dedup: Run, known: Path, path: str) -> None:
    """Documents are written by their paths in the repository."""
    written = path.replace("{folder}", str(known.parent))
    assert dedup("check", written, "--against", "./old", "--baseline", str(known)).code == 0


def test_a_baseline_fits_any_working_directory(dedup: Run, known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one in which paths begin with two dots."""
    monkeypatch.chdir(known.parent / "old")
    assert dedup("check", "../new", "--against", ".", "--baseline", "../.dedup-baseline").code == 0


def test_a_partial_run_drops_nothing_that_it_did_not_look_at(dedup: Run, known: Path) -> None:
    """Neither findings of other documents, nor those of other sources, nor those of rules that are off."""
    lines = known.read_text(encoding="utf-8")
    write = ("--baseline", str(known), "--write-baseline")
    assert "1 added" not in dedup("check", "new/one.md", "--against", "old", *write).err
    assert known.read_text(encoding="utf-8") == lines
    dedup("check", "new", "--against", "old/a.md", *write)
    dedup("check", "new", "--against", "old", "--relations", "none", *write)
    assert known.read_text(encoding="utf-8") == lines


def test_lines_of_deleted_documents_are_stale(dedup: Run, known: Path) -> None:
    """A file that is not there any more is told, whatever was looked at, and left out when the file is written anew."""
    (known.parent / "new" / "two.md").unlink()
    outcome = dedup("check", "new/one.md", "--against", "old", "--baseline", str(known), "--format", "json")
    assert [each["document"] for each in json.loads(outcome.out)["stale"]] == ["new/two.md"]
    outcome = dedup("check", "new/one.md", "--against", "old", "--baseline", str(known), "--write-baseline")
    assert "written: 0 added, " in outcome.err
    assert ", 1 gone" in outcome.err
    assert "new/two.md" not in known.read_text(encoding="utf-8")


@pytest.mark.parametrize(("old", "new"), [("new/two.md", "new/moved.md"), ("old/b.md", "old/c.md")])
def test_a_renamed_file_keeps_its_acceptance(dedup: Run, known: Path, old: str, new: str) -> None:
    """A finding with the same words is accepted where the document or the source was renamed; a further one is not."""
    (known.parent / old).rename(known.parent / new)
    check = ("check", "new", "--against", "old", "--baseline", str(known))
    assert dedup(*check).code == 0
    (known.parent / "new" / "again.md").write_text((known.parent / "old" / "a.md").read_text())
    assert dedup(*check).code == 1


def items(*said: str) -> str:
    """Return a list without blank lines."""
    return "# A list\n\n" + "\n".join(f"- {text(each)}" for each in said) + "\n"


def test_another_item_of_a_list_is_new(dedup: Run, site: Path) -> None:
    """Items have a line each, and are told apart; a correction in an accepted item is not new."""
    for name in ("new", "old"):
        shutil.rmtree(site / name)
        (site / name).mkdir()
    (site / "old" / "list.md").write_text(items("a", "b", "c", "d", "e"))
    mine = "\n\n".join(map(text, ("v", "w")))
    check = ("check", "new", "--against", "old", "--max-run", "20", "--baseline", "known")
    (site / "new" / "page.md").write_text(f"{mine}\n\n{text('b')}\n")
    dedup(*check, "--write-baseline")
    assert dedup(*check).code == 0
    (site / "new" / "page.md").write_text(f"{mine}\n\n{text('b').replace(' ', ' corrected ', 1)}\n")
    assert dedup(*check).code == 0
    (site / "new" / "page.md").write_text(f"{mine}\n\n{text('d')}\n")
    assert dedup(*check).code == 1


def test_a_correction_in_a_table_is_not_new(dedup: Run, site: Path) -> None:
    """One cell of an accepted table is corrected, in the copy or in the source."""
    for name in ("new", "old"):
        shutil.rmtree(site / name)
        (site / name).mkdir()
    rows = [f"| {name} | {text(name)} |" for name in ("a", "b", "c")]
    table = "\n".join(["| name | text |", "| --- | --- |", *rows]) + "\n"
    check = ("check", "new", "--against", "old", "--max-run", "12", "--baseline", "known")
    for name in ("new", "old"):
        (site / name / "page.md").write_text(table)
    dedup(*check, "--write-baseline")
    for name in ("new", "old"):
        (site / name / "page.md").write_text(table.replace(text("b").split()[7], "corrected"))
        assert dedup(*check).code == 0
        (site / name / "page.md").write_text(table)


def test_a_file_that_is_no_baseline_is_not_written_over(dedup: Run, site: Path) -> None:
    """A slip in the name does not cost a text."""
    outcome = dedup("check", "new", "--baseline", "old/a.md", "--write-baseline")
    assert outcome.code == 2
    assert (site / "old" / "a.md").read_text(encoding="utf-8") == BODY + "\n"


def test_further_reports_come_from_one_run(dedup: Run, site: Path) -> None:
    """--also writes the same result in other formats, while the table goes to standard output."""
    outcome = dedup("check", "new", "--against", "old", "--also", "sarif=r.sarif", "--also", "json=r.json")
    assert outcome.out.startswith("DEDUP CHECK: 2 documents checked against 1 document")
    (result,) = json.loads((site / "r.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    (finding,) = json.loads((site / "r.json").read_text(encoding="utf-8"))["findings"]
    assert list(result["partialFingerprints"].values()) == [finding["fingerprint"]]


@pytest.fixture
def repository(site: Path) -> Repository:
    """Return the site as a repository in which all of it is committed."""
    made = Repository.new(site)
    made.commit()
    return made


def test_a_revision_holds_what_was_there_before(dedup: Run, repository: Repository) -> None:
    """What was committed is no finding; a new copy of it is, and a new text is not."""
    check = ("check", "new", "old", "--against-ref", "HEAD", "--format", "json")
    assert dedup(*check).code == 0
    repository.write(new__again=BODY, new__fine=text("w"))
    outcome = dedup(*check)
    assert outcome.code == 1
    assert {document for _, document, _ in findings(outcome)} == {"new/again.md"}


def test_a_revision_of_other_paths_may_be_named(dedup: Run, repository: Repository) -> None:
    """--against says which files of the revision are meant."""
    repository.write(fresh=BODY)
    assert dedup("check", "fresh.md", "--against-ref", "main", "--against", "old").code == 1
    assert dedup("check", "fresh.md", "--against-ref", "main", "--against", "new/other.md").code == 0


def test_single_files_and_a_revision_need_to_know_against_what(dedup: Run, repository: Repository) -> None:
    """One file compared with itself as it was says nothing; so the rest must be named."""
    repository.write(fresh=BODY)
    outcome = dedup("check", "fresh.md", "--against-ref", "main")
    assert outcome.code == 2
    assert "name with --against what of main to compare fresh.md with" in outcome.err


def test_content_that_is_new_in_whole_has_nothing_before_it(dedup: Run, repository: Repository) -> None:
    """A folder that is not in the revision yet is checked against itself."""
    repository.write(fresh__one=BODY, fresh__two=BODY)
    outcome = dedup("check", "fresh", "--against-ref", "main", "--format", "json")
    assert findings(outcome) == [("repost", "fresh/two.md", "fresh/one.md")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("post.md", '---\ntitle: "T"\ntags: [a, b]\ndate: 2020-01-01\n---\n{body}\n'),
        ("post.md", '+++\ntitle = "T"\ntags = ["a", "b"]\n+++\n{body}\n'),
        ("index.html", "---\nlayout: post\ntitle: T\n---\n<h1>T</h1>\n<p>{body}</p>\n"),
        (
            "index.html",
            "<!DOCTYPE html><html><head><title>T</title></head><body><nav>Home</nav><p>{body}</p></body></html>",
        ),
        ("post.txt", "{body}\n"),
    ],
    ids=["Jekyll", "Hugo", "Eleventy", "HTML", "text"],
)
def test_trees_of_static_sites_work_without_settings(dedup: Run, site: Path, name: str, content: str) -> None:
    """Front matter and markup are no words of the text: a copy is a copy in any of these."""
    (site / "content").mkdir()
    (site / "content" / name).write_text(content.replace("{body}", BODY), encoding="utf-8")
    outcome = dedup("check", "content", "--against", "old", "--format", "json")
    assert findings(outcome) == [("repost", f"content/{name}", "old/a.md")]
    share = json.loads(outcome.out)["findings"][0]["share"]
    assert share > 0.95


def test_pages_without_text_are_code_0(dedup: Run, folder: Path) -> None:
    """Pages of front matter only and empty files are counted, alone and beside others."""
    pages = folder / "pages"
    pages.mkdir()
    (pages / "_index.md").write_text("---\ntitle: Section\n---\n", encoding="utf-8")
    (pages / "empty.md").write_text("", encoding="utf-8")
    alone = dedup("check", "pages")
    assert (alone.code, alone.err) == (0, "")
    assert "2 pages without text" in " ".join(alone.out.split())
    (pages / "a.md").write_text(BODY + "\n", encoding="utf-8")
    beside = json.loads(dedup("check", "pages", "--format", "json").out)
    assert (beside["counts"]["documents"], beside["counts"]["without_text"], beside["unreadable"]) == (1, 2, [])


def test_nothing_that_is_read_says_what_there_is(dedup: Run, folder: Path) -> None:
    """A folder of files of another kind is an error that names the kind."""
    (folder / "book").mkdir()
    (folder / "book" / "a.tex").write_text(BODY, encoding="utf-8")
    outcome = dedup("check", "book")
    assert outcome.code == 2
    assert (
        "nothing could be read from book (book: left out: 1 .tex file (pandoc makes text of them): a.tex)"
        in outcome.err
    )


def test_a_rule_that_warns_is_code_0_in_every_format(dedup: Run, site: Path) -> None:
    """The finding is told as a warning."""
    assert site.is_dir()
    shown = {
        "table": "WARNINGS: 1 warning: 1 repost",
        "markdown": "Warnings: 1 warning: 1 repost",
        "github": "::warning file=new/copy.md",
        "sarif": '"level": "warning"',
        "junit": "<system-out>warning: new/copy.md",
        "json": '"warnings": 1',
    }
    for name, said in shown.items():
        outcome = dedup("check", "new", "--against", "old", "--warn", "repost", "--format", name)
        assert outcome.code == 0
        assert said in outcome.out


def test_findings_are_counted_by_rule_in_every_format(dedup: Run, site: Path) -> None:
    """A repost and a repetition: each format says how many there are of each, the repost first."""
    (site / "new" / "a.md").write_text(f"{text('a')}\n{text('b')}\n{text('a')}", encoding="utf-8")
    for name, said in {
        "table": "2 findings in 2 documents (1 repost, 1 self-repetition)",
        "markdown": "2 findings in 2 documents (1 repost, 1 self-repetition)",
        "github": "2 findings in 2 documents (1 repost, 1 self-repetition)",
        "sarif": '"findings": {"repost": 1, "self-repetition": 1}',
        "junit": '<property name="findings.repost" value="1" />',
        "json": '"by_rule": {"repost": 1, "self-repetition": 1}',
    }.items():
        outcome = dedup("check", "new", "--against", "old", "--self-repetition", "--format", name)
        assert outcome.code == 1
        assert said in " ".join(outcome.out.split()).replace("{ ", "{").replace(" }", "}")


def test_options_of_a_list_are_read_from_the_configuration(dedup: Run, site: Path) -> None:
    """`judge` and `warn` are lists there."""
    (site / "dedup.toml").write_text('[check]\nwarn = ["repost"]\njudge = ["code", "versions"]\n', encoding="utf-8")
    outcome = dedup("check", "new", "--against", "old", "--format", "json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["rules"]["judge"] == ["code", "versions"]


def test_a_date_in_the_name_of_a_post_says_which_is_the_copy(dedup: Run, folder: Path) -> None:
    """The newer post comes first by its folder; it is the copy all the same."""
    for name in ("_posts/a/2024-05-01-new.md", "_posts/b/2019-02-01-old.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(BODY + "\n", encoding="utf-8")
    outcome = dedup("check", "_posts", "--format", "json")
    assert findings(outcome) == [("repost", "_posts/a/2024-05-01-new.md", "_posts/b/2019-02-01-old.md")]


def test_a_link_into_what_was_published_is_no_repost(dedup: Run, site: Path) -> None:
    """A page that is a symbolic link to a published one is that page."""
    (site / "new" / "link.md").symlink_to("../old/a.md")
    outcome = dedup("check", "new", "--against", "old", "--format", "json")
    assert findings(outcome) == [REPOST]


def test_front_matter_is_judged_on_request(dedup: Run, folder: Path) -> None:
    """A description that the text repeats is a repetition only then."""
    (folder / "c.md").write_text(f"---\ndescription: {BODY}\n---\n\n{BODY}\n", encoding="utf-8")
    assert dedup("check", "c.md", "--self-repetition").code == 0
    assert dedup("check", "c.md", "--self-repetition", "--judge", "front-matter").code == 1


def test_an_index_of_a_site_judges_as_its_files_do(dedup: Run, site: Path) -> None:
    """With --site, AsciiDoc, templates, dates of file names and code of pages are in the index as check reads them."""
    code = "<pre>" + " ".join(f"call{number}()" for number in range(60)) + "</pre>"
    (site / "old" / "2020-01-01-post.adoc").write_text(text("p", "q"), encoding="utf-8")
    (site / "old" / "page.html").write_text(f"<h1>Page</h1><p>{text('r')}</p>{code}", encoding="utf-8")
    (site / "new" / "2019-01-01-copy.adoc").write_text(text("p", "q"), encoding="utf-8")
    (site / "new" / "other.html").write_text(f"<h1>Other</h1><p>{text('s')}</p>{code}", encoding="utf-8")
    assert dedup("index", "add", "old.dedup", "old", "--site", "--quiet").code == 0
    check = ("check", "new", "--format", "json", "--against")
    of_files, of_index = dedup(*check, "old"), dedup(*check, "old.dedup")
    assert findings(of_files) == findings(of_index) != []
    assert ("repost", "new/2019-01-01-copy.adoc", "old/2020-01-01-post.adoc") in findings(of_index)
