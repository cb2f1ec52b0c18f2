"""``wxemu record``: click through the phone, and get a scenario that passes."""

import asyncio
import contextlib
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import click

from ..errors import BadInput
from ..recording import Recording
from ..scenario import reports
from ..scenario.drafting import Draft
from ..scenario.drafting import draft as drafted
from ..scenario.model import SUFFIX
from ..scenario.origin import origin
from ..scenario.proving import prove
from ..scenario.runner import Result
from ..sealed.filming import sealed_recording
from ..server.merchants import merchant_of
from ..server.ports import address
from ..server.station import Running, opened
from ..shipped import COFFEE, bundled
from ..store import Store
from ..texts import say
from ..whole import whole
from ..worldfile import app_id_of, project_world
from .common import FAILED, NOTHING
from .sealing import seal_page
from .serving import Show, serve, serving

_WORLD = click.Path(exists=True, dir_okay=False, path_type=Path)

#: A page that is gone for so long (seconds) was closed; a reload is faster.
_CLOSED_AFTER = 3.0
_LOOK_EVERY = 0.2


@click.command()
@click.argument("project", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o", "--out", "file", default=Path(f"recorded{SUFFIX}"), show_default=True, metavar=f"FILE{SUFFIX}",
    type=click.Path(dir_okay=False, path_type=Path), help="The file to write; one that is there is never overwritten.",
)  # fmt: skip
@click.option(
    "--world", "world_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A world file."
)
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Also one page to hand over: it plays anywhere."
)
@serving
def record(project: Path | None, file: Path, world_file: Path | None, html: Path | None, **options: Any) -> None:
    """Click through the phone and get a scenario; without PROJECT in the bundled coffee house.

    It ends with the page's button, with the page, or with Ctrl-C. The file is run at once. Exit code 0: it passes ·
    1: the file is there, and says which line did not hold · 5: nothing was done, nothing written."""
    show = Show(**options)
    case = _case(file, show.language)
    root = project or bundled("apps/coffee")
    worlds: list[Running] = []

    @contextlib.asynccontextmanager
    async def opening(
        listener: socket.socket, lan: socket.socket | None, store: Store | None
    ) -> AsyncIterator[Running]:
        if store:
            raise click.UsageError(say("record.no-state")[show.language])
        world, app_id = project_world(root, world_file)
        world.recording = Recording("command", world.clock.now())
        made = origin(root, app_id, world_file)
        async with (
            merchant_of(world, address(listener)),
            opened(world, listener, app_id, allow_push=show.allow_push, lan=lan, origin=made) as running,
        ):
            yield running

    async def until(running: Running) -> None:
        worlds.append(running)
        assert running.world.recording is not None
        running.world.recording.file = str(file.resolve())
        click.echo(say("record.running", file=file)[show.language], err=True)
        await _over(running)

    with contextlib.suppress(KeyboardInterrupt):
        serve(show, opening, until)
    if not worlds:
        return
    world, of = worlds[0].world, origin(root, app_id_of(root), world_file)
    made = drafted(world, of, case)
    if not made.steps:
        click.echo(say("record.nothing")[show.language], err=True)
        sys.exit(NOTHING)
    made, result = _keep(made, file, root, show.language)
    if html is not None:
        recording = world.recording
        assert recording is not None
        entries = world.journal.entries
        seal_page(
            html, sealed_recording(recording, entries, world, made, of, file, result.faults), result, show.language
        )
    sys.exit(0 if result.ok else FAILED)


def _keep(made: Draft, file: Path, root: Path, language: str) -> tuple[Draft, Result]:
    """Run it, write it, tell how it went."""
    if made.app != COFFEE:
        made.app = _relative(root, file)
    above = Path.cwd() if root.resolve().is_relative_to(Path.cwd()) else Path(root.resolve().anchor)
    made, result = prove(made, file, above, language)
    with whole(file) as out:
        out.write_text(made.text(), "utf-8")
    for one in dict.fromkeys(made.lost):
        click.echo(say("record.lost", what=one)[language], err=True)
    if result.ok:
        click.echo(say("record.good", file=file, steps=len(made.steps))[language])
        return made, result
    click.echo(say("record.bad", file=file)[language])
    for line in reports.explained(result, language):
        click.echo(f"  {line}")
    return made, result


def _relative(root: Path, file: Path) -> str:
    """As the file names the project: with forward slashes, so that it reads the same everywhere."""
    try:
        return Path(os.path.relpath(root.resolve(), file.parent.resolve())).as_posix()
    except ValueError:  # another drive
        return root.resolve().as_posix()


async def _over(running: Running) -> None:
    """Until the page's button is pressed, or the page that was there is gone."""
    world = running.world
    recording = world.recording
    phone = next(iter(world.phones.values()))
    seen, gone = False, 0.0
    while recording is not None and not recording.ended and gone < _CLOSED_AFTER:
        await asyncio.sleep(_LOOK_EVERY)
        seen = seen or phone.connected
        gone = 0.0 if phone.connected or not seen else gone + _LOOK_EVERY


def _case(file: Path, language: str) -> str:
    """The case's name, from the file's. Raises BadInput where nothing could be written."""
    if not file.name.endswith(SUFFIX):
        raise click.UsageError(say("record.suffix", file=file, suffix=SUFFIX)[language])
    if file.exists():
        raise BadInput(say("record.exists", file=file)[language])
    if not file.resolve().parent.is_dir():
        raise BadInput(say("record.no-folder", folder=file.resolve().parent)[language])
    name = re.sub(r"[^a-z0-9]+", "-", file.name.removesuffix(SUFFIX).lower()).strip("-")
    return name or "recorded"
