"""The report of a run as one page that needs nothing else: no network, no scripts."""

import re

from jinja2 import Environment, PackageLoader, Template

from ..texts import TEXTS, in_both
from .reports import MARKS, again, manual, name_of
from .runner import Result

_FAULT = re.compile(
    r"(?P<place>.*?:\d+)  (?P<what>.*?)(?:\n\s+expected  (?P<expected>.*)\n\s+got       (?P<got>.*?)"
    r"(?:\n\s+came      (?P<came>.*))?)?",
    re.DOTALL,
)


def template(name: str) -> Template:
    """A page of ours that is handed over as one file."""
    loader = PackageLoader("emulator", "templates")
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(name)


def html(results: list[Result], language: str) -> str:
    """One file, in both languages; *language* is the one it opens in."""
    page = template("report.html")
    files: dict[str, list[Result]] = {}
    for one in results:
        files.setdefault(one.file, []).append(one)
    failed = [one for one in results if not one.ok]
    helpers = {
        "name": name_of,
        "again": again,
        "both": in_both,
        "text": lambda id_: TEXTS[f"report.{id_}"],
        "fault": _fault,
        "row": _row,
        "manual": manual(results),
        "marks": MARKS,
    }
    virtual = sum(one.virtual for one in results) / 1000
    return page.render(helpers, files=files, results=results, failed=failed, virtual=virtual, language=language) + "\n"


def _fault(text: str) -> dict[str, str]:
    """Where it is, what it is about, and what was expected and got, as far as the text has them."""
    found = _FAULT.fullmatch(text)
    return {key: value for key, value in (found.groupdict() if found else {"what": text}).items() if value}


def _row(line: str) -> tuple[str, str]:
    """Lane and sentence of a line of the journal."""
    lane, _, sentence = line.partition(" ")
    return lane, sentence.strip()
