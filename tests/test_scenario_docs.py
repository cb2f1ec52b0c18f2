"""Every snippet of docs/scenarios.md, run; and the pytest plugin, as a project of somebody else has it."""

import re
from pathlib import Path

import pytest

from emulator.scenario import reports
from emulator.scenario.format import EXPECT_KEYS, STEPS
from emulator.scenario.model import load
from emulator.scenario.runner import run_case

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "scenarios.md").read_text("utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", YAML, ids=range(len(YAML)))
def test_each_scenario_of_the_page_passes(text, tmp_path):
    file = tmp_path / "doc.scenario.yaml"
    file.write_text(text.replace("../fixtures", str(ROOT / "fixtures")), "utf-8")
    scenario = load(file, Path("/"))
    for case in scenario.cases:
        result = run_case(case, scenario)
        assert result.ok, "\n".join(reports.explained(result, "en"))


def test_the_page_names_every_step_and_every_expectation():
    for key in (*STEPS, *EXPECT_KEYS):
        assert f"`{key}" in PAGE, key


@pytest.fixture
def project(pytester):
    pytester.makefile(".scenario.yaml", shop=YAML[0])
    return pytester


def test_pytest_collects_scenarios(project):
    done = project.runpytest_subprocess("-p", "no:randomly", "-v")
    done.assert_outcomes(passed=2)
    done.stdout.fnmatch_lines(["*shop.scenario.yaml::takes-one PASSED*", "*shop.scenario.yaml::nothing-left PASSED*"])


def test_a_failed_case_says_why_and_a_bad_file_is_one_line(pytester):
    pytester.makefile(".scenario.yaml", shop=YAML[0].replace("wallet: { coffee: 1 }", "wallet: { coffee: 2 }"))
    pytester.makefile(".scenario.yaml", bad="format: x\ntitle: t\ncases: []")
    done = pytester.runpytest_subprocess("-p", "no:randomly", "--continue-on-collection-errors")
    done.assert_outcomes(passed=1, failed=1, errors=1)
    done.stdout.fnmatch_lines(["*bad.scenario.yaml:1:9  format: *", "*wallet.coffee*", "*got       1*"])
    done.stdout.no_fnmatch_line("*Traceback*")
