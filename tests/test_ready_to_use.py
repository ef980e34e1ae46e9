"""What others put into their builds works as it is shipped: the pre-commit hook, the GitHub action, the GitLab job.

Each is run for real on a small repository. What has to be installed is installed from this tree; the packages that it
needs are those of the test's own environment, so that only the build back end is fetched.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from dedup.reading.formats import FORMATS, SITE_FORMATS
from tests.gate.texts import text
from tests.repositories import ENVIRONMENT, Repository

ROOT = Path(__file__).parents[1]
SHIPPED = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "src", ".pre-commit-hooks.yaml", "action.yml")
NO_NETWORK = re.compile(r"No matching distribution|Could not find a version|Failed to establish|Temporary failure")

BODY = text("a", "b", "c")


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which new virtual environments see the packages of this one."""
    return {**ENVIRONMENT, "PYTHONPATH": sysconfig.get_path("purelib"), "NO_COLOR": "1", **more}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return what is shipped as a repository of its own, with one commit: as others fetch it."""
    folder = tmp_path_factory.mktemp("shipped")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache", "_kernels_*")
            )
        else:
            shutil.copy(ROOT / name, folder / name)
    made = Repository.new(folder)
    made.commit()
    return made


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    """Return a site with one published text."""
    folder = tmp_path / "site"
    folder.mkdir()
    made = Repository.new(folder)
    made.commit(content__a=BODY)
    return made


def skip_without_network(done: subprocess.CompletedProcess[str]) -> None:
    """Skip the test if an install failed because the package registry cannot be reached."""
    if done.returncode and NO_NETWORK.search(done.stdout + done.stderr):
        pytest.skip("the package registry cannot be reached, so nothing can be built and installed")


# pre-commit


def commit_with_hook(site: Repository, hook: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run pre-commit on what is staged, with the hook that is configured."""
    (site.folder / ".pre-commit-config.yaml").write_text(hook, encoding="utf-8")
    site.git("add", "--all")
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run"],
        cwd=site.folder,
        env=environment(PRE_COMMIT_HOME=str(home)),
        capture_output=True,
        text=True,
        check=False,
    )


def test_hook_stops_a_repost_and_lets_a_new_text_pass(site: Repository, shipped: Repository, tmp_path: Path) -> None:
    """pre-commit fetches, installs and runs the hook as anybody would have it: only the copy is stopped."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    revision = shipped.git("rev-parse", "HEAD").strip()
    repository = json.dumps(str(shipped.folder))
    hook = f"repos:\n  - repo: {repository}\n    rev: {revision}\n    hooks:\n      - id: dedup-check\n"
    site.write(content__fine=text("v", "w"))
    fine = commit_with_hook(site, hook, tmp_path / "home")
    skip_without_network(fine)
    assert fine.returncode == 0, fine.stdout + fine.stderr
    site.write(content__copy=BODY)
    stopped = commit_with_hook(site, hook, tmp_path / "home")
    assert stopped.returncode == 1
    assert "This text is a copy of content/a.md" in " ".join(stopped.stdout.split())


def test_hook_sees_every_format() -> None:
    """Its pattern of file names fits each suffix that dedup reads, compressed or not, and no other."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    suffixes = [suffix for each in (*FORMATS, *SITE_FORMATS) for suffix in each.suffixes]
    assert all(
        re.search(hook["files"], f"content/page{suffix}{packed}") for suffix in suffixes for packed in ("", ".gz")
    )
    assert not any(re.search(hook["files"], name) for name in ("a.py", "a.md.py", "Makefile", "mdx"))


# GitHub Actions


def steps() -> list[dict[str, Any]]:
    """Return the steps of the action that run a script."""
    action: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = action["runs"]["steps"]
    return [step for step in found if "run" in step]  # others call an action of the code host


def run_action(
    site: Repository, action: Path, place: Path, chosen: list[dict[str, Any]], **inputs: str
) -> tuple[int, str, dict[str, str]]:
    """Run steps of the action one by one, as the runner does; return code, output, and what the action gives."""
    declared: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    given = {f"inputs.{name}": inputs.get(name.replace("-", "_"), said["default"]) for name, said in declared.items()}
    known = {**given, "github.action_path": str(action), "runner.temp": str(place)}
    known["github.event.before"] = inputs.get("before", "")
    files = {"GITHUB_OUTPUT": place / "output", "GITHUB_STEP_SUMMARY": place / "summary"}
    printed, code = "", 0
    for step in chosen:
        variables = {
            name: re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: known[found[1]], value)
            for name, value in step["env"].items()
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=site.folder,
            env=environment(**variables, **{name: str(file) for name, file in files.items()}),
            capture_output=True,
            text=True,
            check=False,
        )
        skip_without_network(done)
        printed += done.stdout + done.stderr
        code = done.returncode
        if code:
            break
    lines = files["GITHUB_OUTPUT"].read_text().splitlines() if files["GITHUB_OUTPUT"].exists() else []
    return code, printed, dict(line.split("=", 1) for line in lines)


def test_action_annotates_a_repost(site: Repository, shipped: Repository, tmp_path: Path) -> None:
    """The steps install the program, fail on the copy with an annotation, and leave summary, SARIF and counts."""
    site.write(content__copy=BODY)
    inputs = {"against_ref": "main", "options": "--max-run=60\n--require-attribution", "python": sys.executable}
    code, printed, given = run_action(site, shipped.folder, tmp_path, steps(), **inputs)
    assert code == 1, printed
    assert "::error file=content/copy.md,line=1,endLine=5,title=" in printed
    assert given == {"findings": "3", "sarif": "dedup.sarif"}
    assert (site.folder / "dedup.sarif").is_file()
    assert (tmp_path / "summary").read_text().startswith("<!-- dedup check -->")


def test_action_takes_inputs_as_words_and_not_as_code() -> None:
    """No step writes an input into its script, where a quote or a semicolon in it would be run."""
    assert not [step["name"] for step in steps() if "${{" in step["run"]]


def test_action_takes_odd_inputs(site: Repository, tmp_path: Path) -> None:
    """Paths with spaces, quotes and dollars are paths; what does not exist ends with 2 and no outputs."""
    (tmp_path / "dedup" / "bin").mkdir(parents=True)
    for name in ("dedup", "python"):
        (tmp_path / "dedup" / "bin" / name).symlink_to(Path(sys.executable).with_name(name))
    odd = site.folder / 'my "$HOME"; true'
    odd.mkdir()
    (odd / "a.md").write_text(BODY, encoding="utf-8")
    last = steps()[-1:]
    code, printed, given = run_action(site, ROOT, tmp_path, last, paths=odd.name)
    assert (code, given["findings"]) == (0, "0"), printed
    (tmp_path / "output").unlink()
    assert run_action(site, ROOT, tmp_path, last, paths="nowhere; true")[::2] == (2, {})


def test_action_compares_a_push_with_what_was_before_it(site: Repository, tmp_path: Path) -> None:
    """A push of two commits, the first of which holds the copy, to the branch that is compared with."""
    (tmp_path / "dedup" / "bin").mkdir(parents=True)
    for name in ("dedup", "python"):
        (tmp_path / "dedup" / "bin" / name).symlink_to(Path(sys.executable).with_name(name))
    before = site.git("rev-parse", "HEAD").strip()
    site.commit(content__copy=BODY)
    site.commit(content__other=text("x"))
    for said, code in ((before, 1), ("", 0), ("0" * 40, 0)):
        assert run_action(site, ROOT, tmp_path, steps()[-1:], against_ref="main", before=said)[0] == code


def test_action_keeps_an_installation_that_works(site: Repository, tmp_path: Path) -> None:
    """What the cache brought is not installed again."""
    (tmp_path / "dedup" / "bin").mkdir(parents=True)
    (tmp_path / "dedup" / "bin" / "dedup").symlink_to(Path(sys.executable).with_name("dedup"))
    code, printed, _ = run_action(site, ROOT, tmp_path, steps()[:1], python="/no/such/python")
    assert (code, printed) == (0, "")


# GitLab


def test_gitlab_job_of_the_page_runs(site: Repository) -> None:
    """The job in `docs/check.md` is YAML whose last command runs as it stands and writes the report that it names."""
    page = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    (job,) = re.findall(r"^```yaml\n(dedup-check:\n.*?)^```$", page, re.MULTILINE | re.DOTALL)
    described = yaml.safe_load(job)["dedup-check"]
    site.write(content__copy=BODY)
    site.git("branch", "published")
    command = described["script"][-1].replace("origin/$CI_DEFAULT_BRANCH", "published")
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=site.folder,
        env=environment(PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "content/copy.md: repost" in (site.folder / described["artifacts"]["reports"]["junit"]).read_text()
