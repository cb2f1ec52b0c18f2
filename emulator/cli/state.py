"""``wxemu export`` and ``wxemu import``: a world as a JSON file."""

import contextlib
from pathlib import Path

import click
import msgspec

from ..errors import BadInput
from ..exporting import export_file, read_export
from ..store import InUse, Store
from ..texts import say
from ..whole import whole
from .asking import answered_by, ask, place_of
from .common import CannotRun, lang_option
from .sealing import STRIP, VIDEO, film, seal_scenario

#: For the owner alone.
_OWN = 0o600
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("export")
@click.argument("file", type=_FILE)
@click.option("--state", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Of this state file.")
@click.option("--with-secrets", is_flag=True, help="Keep secrets, tokens, openids, phone numbers: never share that.")
@click.option(
    "--html", is_flag=True, help="A sealed session: one page that plays anywhere, and that wxemu test runs again."
)
@click.option(
    "--scenario", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="With --html: of this file."
)
@click.option("--case", "name", help="With --html: this case of it.")
@click.option("--browser", is_flag=True, help="With --html: real pictures, by a Chromium of this machine.")
@click.option(
    "--from",
    "page",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A sealed page, as FILE.webm (a video) or FILE.png (a film strip).",
)
@click.option("--admin", metavar="URL", help="admin of the emulator's JSON line; else the one started last is asked.")
@click.option("--token", help="token of that line.")
@lang_option()
def export(
    file: Path, state: Path | None, with_secrets: bool, html: bool, scenario: Path | None, name: str | None,
    browser: bool, page: Path | None, admin: str | None, token: str | None, language: str,
) -> None:  # fmt: skip
    """Write the world of a running emulator, or of a state file, to FILE as JSON, its secrets replaced.

    With --html a sealed session: of what is being recorded there, or of a case with --scenario."""
    if html:
        if with_secrets or state is not None:
            raise click.UsageError(say("seal.no-secrets")[language])
        if scenario is not None:
            seal_scenario(scenario, name, file, browser, language)
            return
        place = place_of(admin, token, language)
        made = ask(place, "GET", "recording/sealed", language, "html")
        with whole(file) as draft:
            draft.write_bytes(made)
        click.echo(say("seal.written", file=file)[language])
        click.echo(answered_by(place, language))
        return
    if page is not None:
        if file.suffix.lower() not in (VIDEO, STRIP):
            raise click.UsageError(say("seal.suffix", file=file)[language])
        film(page, file, language)
        return
    if scenario is not None or name is not None or browser:
        raise click.UsageError(say("seal.needs")[language])
    asked = place_of(admin, token, language) if state is None else None
    if state is not None:
        made = _of_file(state, with_secrets)
    elif asked is not None:
        query = {"secrets": "keep"} if with_secrets else {}
        made = ask(asked, "GET", "export", language, params=query)
    with whole(file, _OWN) as draft:
        draft.write_bytes(msgspec.json.format(made, indent=1))
    click.echo(say("cli.exported-with-secrets" if with_secrets else "cli.exported", file=file)[language])
    if asked is not None:
        click.echo(answered_by(asked, language))


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--state", required=True, type=_FILE, help="The state file to make.")
@lang_option()
def import_(file: Path, state: Path, language: str) -> None:
    """Make a state file of an export; one that is there is never overwritten."""
    try:
        tables = read_export(file.read_bytes())
    except BadInput as error:
        raise BadInput(f"{file}: {error}") from None
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None
    if state.exists():
        raise BadInput(say("cli.state-exists", file=state)[language])
    with whole(state, _OWN) as draft, contextlib.closing(Store(draft)) as store:
        store.write(tables)
    click.echo(say("cli.imported", file=state)[language])


def _of_file(state: Path, with_secrets: bool) -> bytes:
    try:
        with contextlib.closing(Store(state)) as store:
            if not store.continued:
                raise BadInput(f"{state}: there is no world in it yet")
            return msgspec.json.encode(export_file(store.read(), with_secrets))
    except InUse as error:
        raise CannotRun(str(error)) from None
    except (msgspec.MsgspecError, LookupError, ValueError) as error:
        raise BadInput(f"{state}: a record in it cannot be read: {error}") from None
