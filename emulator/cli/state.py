"""``wxemu export`` and ``wxemu import``: a world as a JSON file."""

import contextlib
from pathlib import Path

import click
import httpx
import msgspec

from ..errors import BadInput
from ..exporting import export_file, read_export
from ..store import InUse, Store
from ..texts import say
from ..whole import whole
from .common import CannotRun, language
from .found import running

#: For the owner alone.
_OWN = 0o600
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("export")
@click.argument("file", type=_FILE)
@click.option("--state", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Of this state file.")
@click.option("--with-secrets", is_flag=True, help="Keep secrets, tokens, openids, phone numbers: never share that.")
@click.option("--admin", metavar="URL", help="admin of the emulator's JSON line; else the one started last is asked.")
@click.option("--token", help="token of that line.")
@click.option("--lang", "language", default=language, type=click.Choice(["zh", "en"]))
def export(
    file: Path, state: Path | None, with_secrets: bool, admin: str | None, token: str | None, language: str
) -> None:
    """Write the world of a running emulator, or of a state file, to FILE as JSON, its secrets replaced."""
    if state is not None:
        made = _of_file(state, with_secrets)
    else:
        place = {"admin": admin, "token": token} if admin and token else running(language)
        made = _of_running(place, with_secrets, language)
    with whole(file, _OWN) as draft:
        draft.write_bytes(msgspec.json.format(made, indent=1))
    click.echo(say("cli.exported-with-secrets" if with_secrets else "cli.exported", file=file)[language])


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--state", required=True, type=_FILE, help="The state file to make.")
@click.option("--lang", "language", default=language, type=click.Choice(["zh", "en"]))
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


def _of_running(place: dict[str, str], with_secrets: bool, language: str) -> bytes:
    query = {"secrets": "keep"} if with_secrets else {}
    headers = {"Authorization": f"Bearer {place['token']}"}
    try:
        answer = httpx.get(f"{place['admin']}export", params=query, headers=headers, trust_env=False, timeout=60)
    except httpx.HTTPError as error:
        raise CannotRun(say("cli.not-answering", address=place["admin"], reason=error)[language]) from None
    if answer.status_code != 200:
        raise CannotRun(say("cli.not-answering", address=place["admin"], reason=answer.status_code)[language])
    return answer.content
