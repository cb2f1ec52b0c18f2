"""Reports of a run: for people, for CI, for programs. Apart from wall-clock times, two runs give the same.

What only some reports need is read with them: it takes a good part of a short run."""

import json
import re
import shlex
from typing import TYPE_CHECKING, Any

from ..texts import say
from .expect import partings, shown
from .runner import Result

if TYPE_CHECKING:
    from .manual import Exercised
    from .twins import Twins

#: How a sentence of the manual is marked.
MARKS = {"yes": "✓", "partly": "◐", "no": "✗"}

#: What XML cannot hold.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def explained(result: Result, language: str) -> list[str]:
    """What was expected and what came, the nearest journal entries, the cause, and how to see it again."""
    lines = [_labelled(line, language) for fault in result.faults for line in fault.splitlines()]
    if result.cause:
        lines.append(f"{say('test.why')[language]}  {result.cause['says'][language]}  ({result.cause['id']})")
        lines.append(f"{say('test.fix')[language]}  {result.cause['fix'][language]}")
    lines += [f"| {line}" for line in result.journal]
    lines.append(f"{say('test.again')[language]}  {again(result)}")
    return [*lines, f"{say('test.see')[language]}  wxemu play {_named(result)}"]


#: A line of a :class:`Difference`; its labels are as wide as each other in either language.
_SIDE = re.compile(r"( +)(expected|got|came) {2,}(.*)")


def _labelled(line: str, language: str) -> str:
    found = _SIDE.fullmatch(line)
    if found is None or language == "en":
        return line
    value = say("report.nothing-more")[language] if found[3] == "nothing more" else found[3]
    return f"{found[1]}{say(f'report.{found[2]}')[language]}  {value}"


def again(result: Result) -> str:
    """The command that performs the case, where and how it was performed."""
    browser, profile = " --browser" if result.browser else "", " --both" if result.asked else ""
    return f"wxemu test {_named(result)}{browser}{profile}"


def _named(result: Result) -> str:
    return f"{shlex.quote(result.file)} --case {shlex.quote(result.name)}"


def differences(one: Result, other: Result) -> list[str]:
    """Where two profiles let the app hear something else."""
    lines = [f"{result.profile}: {result.faults[0]}" for result in (one, other) if not result.ok]
    for index in range(max(len(one.view), len(other.view))):
        rows = [result.view[index] if index < len(result.view) else None for result in (one, other)]
        if rows[0] != rows[1]:
            lines += _parted(one, other, rows)
            break
    return lines


#: So many places where two rows part are named.
_PLACES = 4


def _parted(one: Result, other: Result, rows: list[Any]) -> list[str]:
    """Rows of one name by where they part, others as a whole."""
    profiles = one.profile, other.profile
    if None in rows or rows[0].keys() != rows[1].keys():
        return [f"{profile:11} {shown(row)}" for profile, row in zip(profiles, rows, strict=True)]
    places = list(partings(*rows))
    lines = []
    for path, *values in places[:_PLACES]:
        lines += [path, *(f"  {profile:11} {shown(value)}" for profile, value in zip(profiles, values, strict=True))]
    return [*lines, *(["…"] if len(places) > _PLACES else [])]


def manual(results: list[Result]) -> "list[Exercised]":
    """What of the manual the cases have exercised."""
    from .manual import exercised

    return exercised((f"{result.file} {name_of(result)}", result.manual) for result in results if result.ok)


def manual_lines(results: list[Result], language: str) -> list[str]:
    """For the terminal: each sentence with cases that exercise it, or with what is still to be made happen."""
    rows = manual(results)
    covered = sum(row.covered == "yes" for row in rows)
    lines = [say("test.manual", covered=covered, all=len(rows))[language], rows[0].sentence.url]
    for row in rows:
        names = [case.rpartition(" ")[2] for case in row.cases]
        more = f" +{len(names) - 3}" if len(names) > 3 else ""
        cases = f"   ({', '.join(names[:3])}{more})" if names else ""
        lines.append(f"{MARKS[row.covered]} {row.sentence.id}  {row.sentence.says[language]}{cases}")
        lines += [f"    {say('test.manual-left')[language]}  {left}" for left in row.left]
    return lines


def twins(results: list[Result]) -> "Twins":
    """What the app cannot tell apart in the cases that passed, and what it makes of it."""
    from .twins import Seen, find_twins

    return find_twins(Seen(one.file, name_of(one), one.situation) for one in results if one.situation is not None)


def junit(results: list[Result]) -> str:
    """A testcase a case, with its own log."""
    from xml.etree import ElementTree as ET

    suites = ET.Element("testsuites")
    for file in dict.fromkeys(result.file for result in results):
        own = [result for result in results if result.file == file]
        failed = str(sum(not result.ok for result in own))
        suite = ET.SubElement(suites, "testsuite", name=file, tests=str(len(own)), failures=failed, errors="0")
        suite.set("time", f"{sum(result.seconds for result in own):.3f}")
        for result in own:
            case = ET.SubElement(suite, "testcase", classname=file, name=name_of(result), file=file)
            case.set("line", str(result.line))
            case.set("time", f"{result.seconds:.3f}")
            if not result.ok:
                failure = ET.SubElement(case, "failure", message=_UNFIT.sub("�", result.faults[0].splitlines()[0]))
                failure.text = _UNFIT.sub("�", "\n".join(result.faults))
                ET.SubElement(case, "system-out").text = _UNFIT.sub("�", "\n".join(explained(result, "en")))
    ET.indent(suites)
    return ET.tostring(suites, "unicode", xml_declaration=True) + "\n"


def as_json(results: list[Result]) -> str:
    failed = sum(not result.ok for result in results)
    value: dict[str, object] = {"passed": len(results) - failed, "failed": failed}
    value |= {"cases": [result.to_json() for result in results], "manual": [row.to_json() for row in manual(results)]}
    if any(result.situation for result in results):
        value["twins"] = twins(results).to_json()
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def github(results: list[Result]) -> str:
    """https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions"""
    lines = []
    for result in results:
        for fault in result.faults:
            place = re.match(r"(.*?):(\d+)  ", fault)
            line = place[2] if place else str(result.line)
            text = fault[place.end() :] if place else fault
            where = f"file={_property(result.file)},line={line},title={_property(name_of(result))}"
            lines.append(f"::error {where}::{_data(text)}\n")
    return "".join(lines)


def name_of(result: Result) -> str:
    """The case, and the profile where it was asked for."""
    return f"{result.name} [{result.profile}]" if result.asked else result.name


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
