"""What people read while a case is performed, and what the command says to mistakes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from emulator.cli.play import play
from emulator.scenario.captions import beats, caption, in_both
from emulator.scenario.format import FORMAT, STEPS, USER_DOES
from emulator.scenario.model import Step, find, load
from emulator.scenario.writing import as_text, whole, written
from emulator.texts import TEXTS

ROOT = Path(__file__).parents[1]
SCENARIOS = find([ROOT / "fixtures" / "scenarios"])


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("A guest. / 客人。", "客人。", "A guest."),
        ("客人。 / A guest.", "客人。", "A guest."),
        ("Only one", "Only one", "Only one"),
        ("Yes / no / 是 / 否", "是 / 否", "Yes / no"),
    ],
)
def test_both_languages_of_a_sentence(text, zh, en):
    assert in_both(text) == {"zh": zh, "en": en}


def test_every_kind_of_step_has_words():
    for kind in STEPS:
        for value in USER_DOES if kind == "user" else ("drops", "returns") if kind == "line" else ("addCard", "x"):
            given = {kind: 90_000 if kind == "move_clock" else value, "user": "cancels"}
            said = caption(Step(kind, given, 1))
            assert all(said.values()), kind
    assert caption(Step("move_clock", {"move_clock": 86_400_000}, 1))["en"] == "1 days pass."
    assert "play.call.addCard" in TEXTS


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.name)
def test_beats_hold_every_step_once_and_in_order(file):
    for case in load(file, ROOT).cases:
        made = beats(case)
        assert [step for beat in made for step in beat.steps] == case.steps
        assert all(beat.says["zh"] and beat.says["en"] for beat in made)


def test_a_case_that_is_not_there_is_named_with_those_that_are():
    result = CliRunner().invoke(play, [str(SCENARIOS[0]), "--case", "nobody", "--lang", "en"])
    assert result.exit_code == 2
    assert "there is no case nobody; there are one-card," in result.output


def test_nothing_to_perform(tmp_path):
    assert CliRunner().invoke(play, [str(tmp_path)]).exit_code == 5


def test_notes_are_the_presenters_and_go_into_no_page_that_is_handed_over(tmp_path):
    file = tmp_path / "s.scenario.yaml"
    file.write_text(
        f"format: {FORMAT}\ntitle: t\ncases:\n"
        "  - case: a\n    says: s\n    notes: Look at them. / 看着他们。\n    expect: {}\n    steps:\n"
        "      - { set: { phone: { theme: dark } }, notes: It is dark. }\n"
        "      - { tap: x, notes: Breathe. / 停一下。 }\n      - { tap: y }\n"
    )
    [case] = load(file, tmp_path).cases
    assert [beat.notes for beat in beats(case)] == [
        {"zh": "It is dark.\n停一下。", "en": "It is dark.\nBreathe."},
        None,
    ]
    assert case.notes == "Look at them. / 看着他们。"
    sealed = as_text(whole(case, "t"))
    assert not [word for word in ("Breathe", "Look at them", "dark.") if word in sealed]
    assert "Look at them" in written(case, "t", tmp_path / "other.scenario.yaml", [])
