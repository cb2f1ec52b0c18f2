"""Every snippet of the scenarios' pages, run; and the pytest plugin, as a project of somebody else has it."""

import re
from pathlib import Path

import pytest

from emulator.scenario import reports
from emulator.scenario.format import EXPECT_KEYS, STEPS
from emulator.scenario.model import load
from emulator.scenario.runner import run_case

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
PAGES = {page.stem: page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("scenario*.md"))}
YAML = {
    f"{name}-{number}": text
    for name, page in PAGES.items()
    for number, text in enumerate(re.findall(r"```yaml\n(.*?)```", page, re.DOTALL))
}
FIRST = YAML["scenarios-0"]


def test_each_page_is_one_that_one_reads():
    assert set(PAGES) == {
        "scenarios", "scenario-steps", "scenario-expectations", "scenario-reports", "scenario-orders"
    }  # fmt: skip
    assert all(page.count("\n") < 200 for page in PAGES.values())
    for name in PAGES.keys() - {"scenarios"}:
        assert f"({name}.md)" in PAGES["scenarios"]
        assert "(scenarios.md)" in PAGES[name]


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_each_scenario_of_the_pages_passes(text, tmp_path):
    file = tmp_path / "doc.scenario.yaml"
    file.write_text(text.replace("../fixtures", str(ROOT / "fixtures")), "utf-8")
    scenario = load(file, Path("/"))
    for case in scenario.cases:
        result = run_case(case, scenario)
        assert result.ok, "\n".join(reports.explained(result, "en"))


def test_the_pages_name_every_step_and_every_expectation():
    for keys, page in ((STEPS, "scenario-steps"), (EXPECT_KEYS, "scenario-expectations")):
        for key in keys:
            assert f"`{key}" in PAGES[page], key


def test_the_first_pages_failure_reads_as_it_does(tmp_path):
    """All but the rows of the journal that it leaves out."""
    file = tmp_path / "shop.scenario.yaml"
    file.write_text(FIRST.replace("user: accepts", "user: cancels", 1), "utf-8")
    scenario = load(file, tmp_path)
    told = [line.replace(f"{tmp_path}/", "") for line in reports.explained(run_case(scenario.cases[0], scenario), "en")]
    shown = re.search(r"```\n✗ takes-one.*?```", PAGES["scenarios"], re.DOTALL)
    assert shown is not None
    for line in shown[0].splitlines()[2:-3]:
        assert any(line.strip() in one for one in told), (line, told)


@pytest.fixture
def project(pytester):
    pytester.makefile(".scenario.yaml", shop=FIRST)
    return pytester


def test_pytest_collects_scenarios(project):
    done = project.runpytest_subprocess("-p", "no:randomly", "-v")
    done.assert_outcomes(passed=2)
    done.stdout.fnmatch_lines(["*shop.scenario.yaml::takes-one PASSED*", "*shop.scenario.yaml::nothing-left PASSED*"])


def test_a_failed_case_says_why_and_a_bad_file_is_one_line(pytester):
    pytester.makefile(".scenario.yaml", shop=FIRST.replace("wallet: { coffee: 1 }", "wallet: { coffee: 2 }"))
    pytester.makefile(".scenario.yaml", bad="format: x\ntitle: t\ncases: []")
    done = pytester.runpytest_subprocess("-p", "no:randomly", "--continue-on-collection-errors")
    done.assert_outcomes(passed=1, failed=1, errors=1)
    done.stdout.fnmatch_lines(["*bad.scenario.yaml:1:9  format: *", "*wallet.coffee*", "*got       1*"])
    done.stdout.no_fnmatch_line("*Traceback*")
