"""A copy shares nothing with what it was made of."""

from typing import Any

from emulator.plain import copied


def test_a_copy_is_equal_and_all_its_own():
    given: Any = {"a": [{"b": 1}, "中", None, True, 1.5], "c": {}}
    made = copied(given)
    assert made == given
    made["a"][0]["b"] = 2
    made["a"].append(3)
    made["c"]["d"] = 4
    assert given == {"a": [{"b": 1}, "中", None, True, 1.5], "c": {}}
