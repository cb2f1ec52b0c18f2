"""Every snippet of docs/testers.md is run; and the JavaScript example, with its own runner and a browser."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from browser import chromium_path
from click.testing import CliRunner

from emulator.cli.test import test as command

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "testers.md").read_text("utf-8")
EXAMPLE = ROOT / "fixtures" / "javascript"


def snippets(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


SCENARIO, *CI = snippets("yaml")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The guide's scenario, in a folder of its own beside the shop."""
    shutil.copytree(ROOT / "fixtures" / "apps" / "coffee", tmp_path / "fixtures" / "apps" / "coffee")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "shop.scenario.yaml").write_text(SCENARIO, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_scenario_passes(folder):
    done = CliRunner().invoke(command, ["--lang", "en"])
    assert done.exit_code == 0, done.output
    assert "2 passed" in done.output


def run_lines(text):
    """The commands of a CI file that run wxemu test, in the order of the file."""
    return [line.partition("wxemu test ")[2] for line in text.splitlines() if "wxemu test " in line]


@pytest.mark.parametrize("text", CI, ids=["github", "gitlab"])
def test_what_ci_runs_passes_and_leaves_its_reports(text, folder):
    assert isinstance(yaml.safe_load(text), dict)
    [line] = run_lines(text)
    shards = {"${{ matrix.shard }}": "{}", "$CI_NODE_INDEX": "{}", "$CI_NODE_TOTAL": "2", "-n 2 ": ""}
    for old, new in shards.items():
        line = line.replace(old, new)
    told = [CliRunner().invoke(command, [*line.format(number).split(), "--lang", "en"]) for number in (1, 2)]
    assert [done.exit_code for done in told] == [0, 0], told[0].output + told[1].output
    assert (folder / "out" / "junit.xml").is_file()
    assert (folder / "out" / "report.html").is_file()


def test_the_python_tests_pass(pytester):
    [code] = snippets("python")
    pytester.makepyfile(code.replace("fixtures/apps", str(ROOT / "fixtures" / "apps")))
    done = pytester.runpytest_subprocess("-p", "no:randomly", "-W", "error")
    done.assert_outcomes(passed=3)


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example as somebody has checked it out, with the guide's own test, installed by its lock file."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no npm")
    root = tmp_path_factory.mktemp("javascript")
    home = root / "fixtures" / "javascript"
    shutil.copytree(EXAMPLE, home, ignore=shutil.ignore_patterns("node_modules"))
    (root / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "admin.d.ts", root / "docs")
    _, code = snippets("ts")
    (home / "guide.test.ts").write_text(code, "utf-8")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    tried = subprocess.run(command, cwd=home, capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"npm cannot install the example: {tried.stderr.strip()[-300:]}")
    return home


def npm(home, script):
    environment = {**os.environ, "WXEMU": str(Path(sys.executable).parent / "wxemu"), "CHROMIUM": chromium_path() or ""}
    return subprocess.run(["npm", "run", script], cwd=home, env=environment, capture_output=True, text=True)


def test_the_javascript_example_fits_the_typed_declarations(example):
    done = npm(example, "check")
    assert done.returncode == 0, done.stdout


def test_the_javascript_example_passes(example):
    if chromium_path() is None:
        pytest.skip("there is no Chromium")
    done = npm(example, "test")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert re.search(r"Tests .*5 passed", re.sub(r"\x1b\[\d+m", "", done.stdout)), done.stdout


def test_the_frame_that_the_guide_tells_of_is_the_one_that_the_example_finds():
    frame, _ = snippets("ts")
    [selector] = re.findall(r"iframe:not\([^)]*\)", frame)
    assert selector in (EXAMPLE / "coupon.test.ts").read_text("utf-8")


def test_the_lock_file_names_exact_versions_and_no_addresses():
    package = yaml.safe_load((EXAMPLE / "package.json").read_text("utf-8"))
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["devDependencies"].values())
    assert '"resolved"' not in (EXAMPLE / "package-lock.json").read_text("utf-8")
