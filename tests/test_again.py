"""``wxemu test`` at a developer's side: again after each save, shared over machines, and what a failure says."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner
from test_scenarios import FOLDER, ROOT, TAKE, case_of, folder, run, written  # noqa: F401

from emulator.cli.test import test as command
from emulator.scenario.format import FORMAT

GOOD = case_of("{tap: go}", "page_shows: [gone]")


class Watching:
    """``wxemu test --watch`` in a process of its own."""

    def __init__(self, where, *options):
        line = [sys.executable, "-m", "emulator", "test", "--watch", "--lang", "en", *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            line, cwd=where, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def round(self):
        """What is told until it waits again."""
        told: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("waiting"):
                return "".join(told)
            told.append(line)
        raise AssertionError("it ended: " + "".join(told))

    def end(self):
        self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=30)
        return self.process.returncode, rest


@pytest.fixture
def project(tmp_path):
    app = tmp_path / "app"
    app.mkdir()
    (app / "app.json").write_text('{"pages": ["p"]}')
    (app / "p.wxml").write_text('<view bindtap="go">{{says}}</view>')
    (app / "p.js").write_text("Page({ data: { says: 'go' }, go() { this.setData({ says: 'gone' }) } })")
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "a.scenario.yaml").write_text(f"format: {FORMAT}\ntitle: t\napp: ../app\ncases:\n{GOOD}")
    return tmp_path


def test_what_is_saved_is_tried_at_once_the_project_too_and_reports_follow(project):
    report = project / "cases" / "report.json"
    scenario = project / "cases" / "a.scenario.yaml"
    watching = Watching(project, "cases", "--json", str(report))
    try:
        assert "1 passed, 0 failed" in watching.round()
        js = project / "app" / "p.js"
        js.write_text(js.read_text().replace("'gone'", "'lost'"))
        assert "0 passed, 1 failed" in watching.round()
        assert json.loads(report.read_text())["failed"] == 1
        good = scenario.read_text()
        scenario.write_text(good.replace("tap: go", "tip: go"))
        assert re.search(r"a\.scenario\.yaml:\d+:\d+ .*tip", watching.round())
        scenario.write_text(good.replace("gone", "lost"))
        assert "1 passed, 0 failed" in watching.round()
        assert json.loads(report.read_text())["failed"] == 0
        assert watching.end() == (0, "")
    finally:
        watching.process.kill()


def test_a_shard_keeps_both_profiles_of_a_case_together(folder):  # noqa: F811
    join = "{call: navigateToMiniProgram, with: {card: club}, user: accepts}, {user: submits_form}, {user: comes_back}"
    written(folder, *(case_of(join, "cause: $absent", f"joins-{n}", "{cards: {club: {kind: member}}}") for n in (1, 2)))
    for part in (1, 2):
        done = run("--both", "--shard", f"{part}/2")
        assert re.findall(r"^✓ (.*)", done.output, re.M) == [
            f"joins-{part} [{profile}]" for profile in ("documented", "observed")
        ]
        assert f"joins-{part}: documented and observed differ" in done.output


def test_the_terminal_is_coloured_and_a_pipe_is_plain(folder):  # noqa: F811
    written(folder, case_of(TAKE, "wallet: {coffee: 1}", "good"), case_of(TAKE, "wallet: {coffee: 2}", "bad"))
    told = {colour: CliRunner().invoke(command, ["--lang", "en"], color=colour).output for colour in (True, False)}
    assert "\x1b[32m✓\x1b[0m good" in told[True]
    assert "\x1b[31m✗\x1b[0m bad" in told[True]
    assert "\x1b" not in told[False]
    assert told[False].splitlines()[0] == "✓ good"


def test_a_failure_tells_expected_beside_got_the_journal_the_cause_and_how_to_see_it_again(folder):  # noqa: F811
    worlds = "{cards: {coffee: {stock: 0}}}"
    written(folder, case_of(TAKE, "wallet: {coffee: 1}", "take", worlds), case_of(TAKE, "wallet: {}", "take-two"))
    lines = [line.strip() for line in run("--case", "take").output.splitlines()]
    failure = lines[lines.index("✗ take  s") : next(n for n, line in enumerate(lines) if line.startswith("again"))]
    assert re.fullmatch(r"t\.scenario\.yaml:\d+  wallet\.coffee", failure[1])
    assert re.fullmatch(r"expected +1", failure[2])
    assert re.fullmatch(r"got +.+", failure[3])
    assert any(line.startswith("why ") and line.endswith("(stock.empty)") for line in failure)
    assert any(line.startswith("fix ") for line in failure)
    assert [line for line in failure if line.startswith("| app ")]
    wxemu, test, *again = shlex.split(next(line for line in lines if line.startswith("again")).partition("  ")[2])
    assert (wxemu, test) == ("wxemu", "test")
    once_more = run(*again)
    assert once_more.exit_code == 1
    assert re.findall(r"^[✓✗] (\S+)", once_more.output, re.M) == ["take"]


def reported(tmp_path, name, *options):
    """The reports of a run, without wall-clock times."""
    kinds = ("junit", "json", "html")
    files = {kind: tmp_path / f"{name}.{kind}" for kind in kinds}
    done = run(FOLDER, *options, *(part for kind in kinds for part in (f"--{kind}", files[kind])))
    assert done.exit_code == 0, done.output
    told = re.sub(r"\d+\.\d+ s", "TIME", done.output)
    texts = {kind: file.read_text("utf-8") for kind, file in files.items()}
    return told, {
        "junit": re.sub(r'time="[\d.]+"', "TIME", texts["junit"]),
        "json": re.sub(r'"seconds": [\d.]+', "TIME", texts["json"]),
        "html": texts["html"],
    }


def test_every_run_tells_the_same_whatever_the_number_of_processes(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    first = reported(tmp_path, "one")
    assert reported(tmp_path, "two") == first
    assert reported(tmp_path, "three", "-n", "2") == first
