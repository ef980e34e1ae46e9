"""How reports and progress look depends on who is there to see them."""

from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING

import pytest

from dedup.cli import progress
from dedup.cli.options import options_of
from dedup.cli.progress import MessageWatch, ProgressBars, watching

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return that it is."""
        return True


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("stream", "environment", "output", "coloured"),
    [
        (Terminal, {"TERM": "xterm"}, None, True),
        (io.StringIO, {"TERM": "xterm"}, None, False),
        (Terminal, {"TERM": "xterm", "NO_COLOR": "1"}, None, False),
        (Terminal, {"TERM": "xterm", "NO_COLOR": ""}, None, True),
        (Terminal, {"TERM": "dumb"}, None, False),
        (Terminal, {"TERM": "xterm"}, "report.txt", False),
    ],
)
def test_colour_is_for_terminals(
    monkeypatch: pytest.MonkeyPatch,
    stream: type[io.StringIO],
    environment: dict[str, str],
    output: str | None,
    coloured: bool,
) -> None:
    """Only a terminal that does not refuse colours gets them, and no file does."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", stream())
    assert options_of({"output": output}).render_options.colour is coloured


@pytest.mark.usefixtures("folder")
def test_width_is_the_terminals_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS says how wide the screen is, --width overrules it, and what is piped has 80 columns and whole names."""
    monkeypatch.setenv("COLUMNS", "132")
    assert options_of({}).render_options.width == 80
    assert options_of({}).render_options.whole
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert options_of({}).render_options.width == 132
    assert not options_of({}).render_options.whole
    assert options_of({"width": 50}).render_options.width == 50
    assert options_of({"output": "report.txt"}).render_options.width == 80


def test_redirected_reports_have_80_columns(dedup: Callable[..., Outcome]) -> None:
    """Without a terminal the longest line has at most 80 columns."""
    assert max(map(len, dedup("scan", ".").out.splitlines())) <= 80


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("stream", "parameters", "drawn"),
    [
        (Terminal, {}, True),
        (io.StringIO, {}, False),
        (Terminal, {"quiet": True}, False),
        (Terminal, {"progress": False}, False),
    ],
)
def test_bars_are_for_people_who_watch(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], parameters: dict[str, bool], drawn: bool
) -> None:
    """ProgressBars are for a terminal, unless somebody wants none."""
    monkeypatch.setattr(sys, "stderr", stream())
    with watching(options_of(parameters)) as watch:
        assert isinstance(watch, ProgressBars) is drawn


def test_short_work_draws_nothing() -> None:
    """Work that ends before the delay leaves no trace on the terminal."""
    terminal = Terminal()
    bars = ProgressBars(terminal)
    with bars.stage("reading", 3) as done:
        done(3)
    bars.close()
    assert terminal.getvalue() == ""


def test_long_work_draws_its_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the delay is over, the stages that are open are drawn, and messages stand on lines of their own."""
    monkeypatch.setattr(progress, "DELAY", 0.0)
    terminal = Terminal()
    bars = ProgressBars(terminal)
    with bars.stage("reading", 10) as done:
        done(4)
        patience = time.monotonic() + 20
        while "reading" not in terminal.getvalue() and time.monotonic() < patience:
            time.sleep(0.01)
        bars.tell("one.txt: empty")
        with bars.stage("verifying") as inner:
            inner(1)
    bars.close()
    assert "40 %" in terminal.getvalue()
    assert "dedup: one.txt: empty\n" in terminal.getvalue()


def test_messages_cannot_steer_the_terminal() -> None:
    """A file name with an escape sequence or a line break in it stays on its line and changes nothing."""
    stream = io.StringIO()
    MessageWatch(stream).tell("a\x1b[2J\nb.txt: gone")
    assert stream.getvalue() == "dedup: a\ufffd[2J b.txt: gone\n"
