"""``wxemu check``: opens every page of a project in V8, without browser or Node."""

import json
import re
import sys
from pathlib import Path

import click

from ..checking import Check, Lack, PageReport
from ..texts import say
from .common import FAILED, lang_option


@click.command()
@click.argument("project", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--world", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A world file.")
@click.option("--format", "format_", default="text", show_default=True, type=click.Choice(["text", "json"]))
@lang_option()
def check(project: Path, file: Path | None, format_: str, language: str) -> None:
    """Open every page once: which ones throw, and what is used that we lack.

    A page that has a compile mode in the project's configuration is opened with its query. Requests fail, as on a phone
    without a line. Exit code 1 if anything fails. With --format json each page is one
    object on a line of stdout, {"page": …, "ok": …, "error": …} ("page" is null for what belongs to none); all else
    goes to stderr."""
    json_mode = format_ == "json"
    under_way = Check(project, file, language=language)
    _progress(say("check.compiling", path=project)[language])
    under_way.start()
    reports = [PageReport(None, problem.told(language)) for problem in under_way.problems_of_no_page()]
    for report in reports:
        _tell(report, json_mode)
    for warning in under_way.warnings:
        click.echo(f"warn   {warning.told(language)}", err=json_mode)
    pages = under_way.run()
    for number, page in enumerate(under_way.pages, 1):
        _progress(f"{number}/{len(under_way.pages)}  {page}")
        reports.append(next(pages))
        _tell(reports[-1], json_mode)
    pages.close()
    _progress("")
    for lack in sorted(under_way.lacks.values(), key=lambda one: (one.how, one.name)):
        click.echo(_lack(lack, language), err=json_mode)
    failed = sum(not report.ok for report in reports)
    total = say(
        "check.total", app=under_way.name, pages=len(under_way.pages), failed=failed, lacks=len(under_way.lacks)
    )
    click.echo(total[language], err=json_mode)
    if any(report.page and _NOTHING_THERE.search(report.error or "") for report in reports):
        click.echo(say("check.bare")[language], err=json_mode)
    sys.exit(FAILED if failed else 0)


#: What code says that takes for granted what a query, a login or a server would have given.
_NOTHING_THERE = re.compile(r"of (undefined|null)\b|as it is (undefined|null)|is not valid JSON")


def _tell(report: PageReport, json_mode: bool) -> None:
    _progress("")
    if json_mode:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        mark = "ok   " if report.ok else "FAIL "
        click.echo("  ".join(filter(None, [mark, report.page, report.error])))


def _lack(lack: Lack, language: str) -> str:
    text = say(f"check.lacks.{lack.how}", name=lack.name)[language]
    return f"lacks  {text}   {lack.where}".rstrip()


def _progress(text: str) -> None:
    """One line that the next one takes the place of; only where somebody looks at it."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[2K{text}", nl=False, err=True)
