"""Files as they are in a git revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.errors import UsageError
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.options import ReadingOptions
from dedup.reading.revision import files_of_revision, read_revision
from tests.repositories import Repository

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository with two committed files, of which one has changed since; it is the working directory."""
    made = Repository.new(tmp_path)
    made.commit(site__a="Old words of a.\n", site__b="Words of b.\n")
    made.write(site__a="New words of a.\n", site__c="Words of c.\n")
    monkeypatch.chdir(tmp_path)
    return made


def texts(*paths: str, revision: str = "HEAD", **options: object) -> dict[str, str]:
    """Return what is read, by the documents' ids."""
    _, found = read_revision(revision, list(paths), ReadingOptions(**options))  # type: ignore[arg-type]
    return dict(zip(found.column("id"), found.column("text"), strict=True))


def test_files_are_read_as_they_were(repository: Repository) -> None:
    """A changed file has its old text, and a new one is not there."""
    assert repository.folder.is_dir()
    assert texts("site") == {"site/a.md": "Old words of a.\n", "site/b.md": "Words of b.\n"}


@pytest.mark.parametrize("path", ["site", "./site", "site/", "site/*.md", "../REPOSITORY/site", "."])
def test_names_are_those_of_the_working_tree(repository: Repository, path: str) -> None:
    """Ids are what a scan of the same paths gives, however they are written."""
    from dedup.reading.inputs import read_paths  # noqa: PLC0415 - beside what it is compared with

    written = path.replace("REPOSITORY", repository.folder.name)
    assert sorted(texts(written)) == [name for name in read_paths([written]).column("id") if not name.endswith("c.md")]


def test_a_folder_of_the_repository_will_do(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside of a folder, paths are meant from there."""
    monkeypatch.chdir(repository.folder / "site")
    assert texts("a.md") == {"a.md": "Old words of a.\n"}


def test_removed_and_renamed_files_are_not_there(repository: Repository) -> None:
    """A text that was moved is not a source of itself."""
    (repository.folder / "site" / "b.md").rename(repository.folder / "site" / "moved.md")
    assert sorted(texts("site")) == ["site/a.md"]


def test_ignored_files_are_not_there(repository: Repository) -> None:
    """What ignore files and options leave out of the content is left out here too."""
    assert sorted(texts("site", ignore=("a.md",))) == ["site/b.md"]
    (repository.folder / ".dedupignore").write_text("b.md\n")
    assert sorted(texts(".")) == ["./site/a.md"]


def test_links_are_not_there(repository: Repository) -> None:
    """What git keeps of a symbolic link is a path, and no text."""
    (repository.folder / "site" / "link.md").symlink_to("b.md")
    repository.commit()
    assert sorted(texts("site")) == ["site/a.md", "site/b.md", "site/c.md"]


def test_odd_names_are_read(repository: Repository) -> None:
    """Spaces, quotes, letters of any script and line breaks in a name do no harm."""
    for name in ("a b", 'quo"te', "Ünïcode", "new\nline"):
        (repository.folder / "site" / f"{name}.md").write_text(f"Text of {name!r}.\n", encoding="utf-8")
    repository.commit()
    assert texts("site")["site/new\nline.md"] == "Text of 'new\\nline'.\n"
    assert len(texts("site")) == 7


def test_large_and_empty_files_are_read_whole(repository: Repository) -> None:
    """A file of a megabyte and one without any byte come through, the second as what cannot be read."""
    repository.commit(site__large="word " * 200_000, site__none="")
    _, found = read_revision("HEAD", ["site"])
    assert len(found.text(found.column("id").index("site/large.md"))) == 1_000_000
    assert [each.path for each in found.unreadable] == ["site/none.md"]


def test_any_name_of_a_revision_will_do(repository: Repository) -> None:
    """Branches, tags and abbreviated commits are revisions."""
    repository.git("tag", "v1")
    short = repository.git("rev-parse", "--short", "HEAD").strip()
    assert all(len(texts("site", revision=name)) == 2 for name in ("main", "v1", "HEAD~0", short))


@pytest.mark.parametrize("revision", ["nowhere", "HEAD~9", "", "--all", "HEAD:site/a.md"])
def test_unknown_revision_is_refused(repository: Repository, revision: str) -> None:
    """What git does not know as a commit is a usage error that names it."""
    assert repository.folder.is_dir()
    with pytest.raises(UsageError, match="there is no revision"):
        texts("site", revision=revision)


def test_before_the_first_commit_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository that has no commit yet can have its first one checked."""
    made = Repository.new(tmp_path)
    made.write(a="Text.\n")
    monkeypatch.chdir(tmp_path)
    assert texts(".") == {}


def test_outside_of_a_repository_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a repository there is no revision, and that is said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "a.md").write_text("Text.\n")
    with pytest.raises(UsageError, match="needs a git repository, and this is in none"):
        texts("a.md")


def test_paths_outside_of_the_repository_are_refused(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file that lies elsewhere is in no revision."""
    assert repository.folder.is_dir()
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "a.md"
    elsewhere.write_text("Text.\n")
    with pytest.raises(UsageError, match="is outside of the git repository"):
        texts(str(elsewhere))


def test_without_git_it_says_so(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without git gets a sentence."""
    monkeypatch.setenv("PATH", str(repository.folder))
    with pytest.raises(UsageError, match="needs git, which cannot be run"):
        texts("site")


def test_standard_input_is_in_no_revision() -> None:
    """What is piped in has no history."""
    with pytest.raises(UsageError, match="standard input is in no revision"):
        texts("-")


def test_work_on_another_branch_is_no_change(repository: Repository) -> None:
    """What main has gained since the branch left it is not compared: the merge base is."""
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.commit(site__mine="Words of mine.\n")
    repository.git("checkout", "--quiet", "main")
    repository.commit(site__b="Newer words of b.\n")
    repository.git("checkout", "--quiet", "feature")
    assert texts("site", revision="main")["site/b.md"] == "Words of b.\n"


def test_a_renamed_file_is_what_it_was(repository: Repository) -> None:
    """Under its new name, with its old text, also where it was changed a little on the way."""
    long = "".join(f"Sentence {number} of a text that is moved.\n" for number in range(30))
    repository.commit(site__long=long)
    repository.git("mv", "site/long.md", "site/moved.md")
    repository.write(site__moved=long + "And one more.\n")
    assert texts("site")["site/moved.md"] == long


def found(*paths: str, revision: str = "main") -> tuple[str, set[str]]:
    """Return what a revision is called, and the files that differ from it, where it may be the commit before."""
    options = ReadingOptions()
    named, files = files_of_revision(revision, paths, options, DocumentBuilder(options, SILENT), step_back=True)
    return named.name, {each.file.name for each in files if each.changed}


def test_a_push_is_compared_with_the_commit_before(repository: Repository) -> None:
    """A branch that is checked out, with nothing changed, would compare nothing with itself."""
    assert found("site") == ("main", {"site/a.md", "site/c.md"})
    repository.commit()
    assert found("site") == ("main^", {"site/a.md", "site/c.md"})
    assert found("site", revision="HEAD") == ("HEAD", set())


def test_the_first_commit_is_compared_with_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no commit before it, so all of it is new."""
    made = Repository.new(tmp_path)
    made.commit(a="Text.\n")
    monkeypatch.chdir(tmp_path)
    assert found(".") == ("main^", {"./a.md"})


def test_a_shallow_clone_says_what_to_fetch(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a revision that is not there nor the commit before is a riddle."""
    repository.commit()
    clone = repository.folder / "clone"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.folder}", str(clone))
    monkeypatch.chdir(clone)
    for revision in ("v1", "main"):
        with pytest.raises(UsageError, match=r"shallow.*fetch-depth: 0.*GIT_DEPTH: 0"):
            found("site", revision=revision)


def test_a_branch_that_was_not_fetched_says_how(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone of one branch has its whole history, but not the others."""
    repository.commit()
    repository.git("branch", "next/edition")
    clone = repository.folder / "clone"
    repository.git("clone", "--quiet", "--single-branch", f"file://{repository.folder}", str(clone))
    monkeypatch.chdir(clone)
    with pytest.raises(UsageError, match="fetch it with git fetch origin next/edition"):
        found("site", revision="origin/next/edition")


def test_a_submodule_is_compared_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are what they were at its own commit in the revision."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "outer").mkdir()
    inner, outer = Repository.new(tmp_path / "inner"), Repository.new(tmp_path / "outer")
    inner.commit(a="Old words.\n", b="Other words.\n")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(tmp_path / "inner"), "sub")
    outer.commit(c="Words of c.\n")
    monkeypatch.chdir(tmp_path / "outer")
    assert found(".", revision="HEAD") == ("HEAD", set())
    outer.write(sub__a="New words.\n")
    assert found(".", revision="HEAD") == ("HEAD", {"./sub/a.md"})
    assert texts(".") == {"./c.md": "Words of c.\n", "./sub/a.md": "Old words.\n", "./sub/b.md": "Other words.\n"}


def test_nothing_that_a_repository_configures_is_run(repository: Repository) -> None:
    """Neither a monitor of files nor a hook nor another program for differences."""
    trap = repository.folder / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {repository.folder}/ran\n")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "diff.external", "diff.md.textconv"):
        repository.git("config", name, str(trap))
    (repository.folder / ".gitattributes").write_text("*.md diff=md\n")
    assert found("site", revision="HEAD")[1] == {"site/a.md", "site/c.md"}
    assert not (repository.folder / "ran").exists()


@pytest.mark.parametrize("kind", ["clean", "process"])
@pytest.mark.parametrize("required", ["true", "false"])
def test_no_filter_of_a_repository_is_run(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, kind: str, required: str
) -> None:
    """Attributes choose it, and git would run it on each file of which it looks whether it has changed."""
    trap = repository.folder / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {repository.folder}/ran\ncat\n")
    trap.chmod(0o755)
    for name in ("plain", "With=Signs.and spaces"):
        repository.git("config", f"filter.{name}.{kind}", str(trap))
        repository.git("config", f"filter.{name}.required", required)
    (repository.folder / ".gitattributes").write_text("*.md filter=plain\na.md filter=With=Signs.and spaces\n")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "*")
    assert found("site", revision="HEAD")[1] == {"site/a.md", "site/c.md"}
    assert not (repository.folder / "ran").exists()
