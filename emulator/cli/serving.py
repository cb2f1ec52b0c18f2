"""What commands that open a phone in the browser share, and the simplest of them: ``wxemu demo``."""

import asyncio
import contextlib
import io
import json
import signal
import socket
import webbrowser
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import segno

from ..faces import CHINA
from ..journal import Entry
from ..server.demo import demonstration
from ..server.lan import Lan, is_lan, lan_address
from ..server.ports import PortTaken, listen
from ..server.running import keep_much
from ..server.station import Running
from ..server.traffic import line
from ..store import InUse, Store
from ..texts import say
from .common import CannotRun, lang_option
from .found import findable

if TYPE_CHECKING:
    from .tls import Tls

LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1", "[::1]": "::1"}


def serving(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that opens a phone in the browser."""
    options = [
        click.option("--port", default=5280, show_default=True, type=click.IntRange(0, 65535), help="0: any free one."),
        click.option("--host", default="127.0.0.1", show_default=True, help="An address of this machine's own."),
        click.option(
            "--lan", is_flag=True, help="Let colleagues in too: a code to drive the phone, a link to look on."
        ),
        click.option("--no-browser", "--no-open", "quiet", is_flag=True, help="Do not open the page in a browser."),
        click.option("--format", "format_", default="text", show_default=True, type=click.Choice(["text", "json"])),
        click.option("--allow-push", multiple=True, metavar="HOST", help="Events may also go to HOST."),
        click.option("--tls", is_flag=True, help="Also answer as https://api.weixin.qq.com: docs/tls.md."),
        click.option(
            "--tls-port", default=443, show_default=True, type=click.IntRange(0, 65535), help="0: any free one."
        ),
        click.option(
            "--state",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Keep the world in FILE, or go on with the one in it.",
        ),
        click.option("--verbose", is_flag=True, help="Show the traffic in JSON mode too."),
        lang_option(),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@serving
def demo(**options: Any) -> None:
    """Open the bundled coffee house on a phone in your browser."""
    show = Show(**options)
    serve(show, lambda listener, lan, store: demonstration(listener, show.allow_push, lan, store))


@dataclass(frozen=True)
class Show:
    """Where to serve and what to show of it."""

    port: int
    host: str
    lan: bool
    quiet: bool
    format_: str
    allow_push: tuple[str, ...]
    tls: bool
    tls_port: int
    state: Path | None
    verbose: bool
    language: str


#: Comes back when it is time to stop.
Until = Callable[[Running], Coroutine[Any, Any, None]]

#: Makes what is served: on loopback, and on the network if there is a socket for it; with a state file or without.
Opening = Callable[[socket.socket, socket.socket | None, Store | None], AbstractAsyncContextManager[Running]]


def serve(show: Show, opening: Opening, until: Until | None = None) -> None:
    """Until Ctrl-C or SIGTERM, or *until* comes back."""
    home, network = _addresses(show)
    listener = listening(home, show.port, "--port", show.language)
    lan = listening(network, show.port, "--port", show.language) if network else None
    tls = _tls(show)

    async def until_told() -> None:
        stop = asyncio.Event()
        with contextlib.suppress(NotImplementedError):  # Windows has no SIGTERM to listen to
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        async with (
            opening(listener, lan, store) as running,
            tls.serving(running) if tls else contextlib.nullcontext(),
        ):
            finding.enter_context(findable(running.to_json(), _project(running)))
            _announce(running, show, tls)
            if not show.quiet and show.format_ == "text":
                await asyncio.to_thread(webbrowser.open, running.url)
            await _first(stop.wait(), *([until(running)] if until else []))

    with (
        listener,
        lan or contextlib.nullcontext(),
        tls.listener if tls else contextlib.nullcontext(),
        contextlib.ExitStack() as finding,
        _store(show.state) as store,
    ):
        keep_much()
        asyncio.run(until_told())


async def _first(*waits: Coroutine[Any, Any, Any]) -> None:
    """Until one of them comes back."""
    tasks = [asyncio.create_task(one) for one in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def _addresses(show: Show) -> tuple[str, str | None]:
    """Where to listen: always on loopback; on the network only with ``--lan``, and on one address by name."""
    if show.host in LOOPBACK and not show.lan:
        return LOOPBACK[show.host], None
    if not show.lan:
        raise click.UsageError(say("cli.not-loopback", host=show.host)[show.language])
    network = lan_address() if show.host in LOOPBACK else show.host
    if network is None:
        raise CannotRun(say("cli.no-network")[show.language])
    if not is_lan(network):
        raise click.UsageError(say("cli.not-lan", host=show.host)[show.language])
    return "127.0.0.1", network


def _tls(show: Show) -> "Tls | None":
    if not show.tls:
        return None
    # To read the library takes a good part of the start.
    from .tls import tls_on

    return tls_on(listening("127.0.0.1", show.tls_port, "--tls-port", show.language))


def _announce(running: Running, show: Show, tls: "Tls | None") -> None:
    json_mode = show.format_ == "json"
    if json_mode:
        about = {**running.to_json(), **({"tls": tls.to_json()} if tls else {})}
        click.echo(json.dumps(about, ensure_ascii=False))
    else:
        click.echo(ready(running, show.language))
        if tls:
            click.echo(tls.ready(show.language))
    for bundle in running.bundles.values():
        for problem in [*bundle.errors, *bundle.warnings]:
            click.echo(problem.told(show.language), err=True)
    if not json_mode or show.verbose:
        running.world.journal.listeners.append(lambda entry: _show_traffic(entry, show.language))


def _project(running: Running) -> str:
    """The first mini-program and its folder."""
    return next(f"{one.name} ({one.root.resolve()})" for one in running.world.projects.values() if not one.privileged)


def ready(running: Running, language: str) -> str:
    """The block that tells where everything is."""
    world = running.world
    now = datetime.fromtimestamp(world.clock.now() / 1000, CHINA).strftime("%Y-%m-%d %H:%M:%S +08:00")
    app = next(project.name for project in world.projects.values() if not project.privileged)
    about = say("cli.about", app=app, seed=world.seed.value, clock=now)[language]
    api = say("cli.api", base=running.base)[language]
    lines = [f"{say('cli.ready')[language]}  {running.url}   {say('cli.quit')[language]}", about, api]
    if running.store:
        id_ = "cli.state-continued" if running.store.continued else "cli.state-new"
        lines.append(say(id_, file=running.store.path, cards=len(world.cards), codes=len(world.held.rows))[language])
    block = "\n".join(f"  {one}" for one in lines)
    return block if running.lan is None else f"{block}\n{_invitation(running.lan, language)}"


def _invitation(lan: Lan, language: str) -> str:
    """How a colleague gets in, with a QR code of the way to drive the phone."""
    picture = io.StringIO()
    segno.make(lan.to_json()["pair"], error="m").terminal(picture, compact=True, border=2)
    told = say("cli.lan", url=lan.url, code=lan.code, view=lan.view_url)[language]
    return f"{told}\n{picture.getvalue().rstrip()}"


@contextlib.contextmanager
def _store(path: Path | None) -> Iterator[Store | None]:
    if path is None:
        yield None
        return
    try:
        store = Store(path)
    except InUse as error:
        raise CannotRun(str(error)) from None
    with contextlib.closing(store):
        yield store


def listening(host: str, port: int, option: str, language: str) -> socket.socket:
    try:
        return listen(host, port)
    except PortTaken as taken:
        if taken.holder is None:
            raise CannotRun(say("cli.port-taken-unnamed", port=port, option=option)[language]) from None
        name, pid, started = taken.holder
        values = {"name": name, "pid": pid, "started": started.strftime("%H:%M")}
        text = say("cli.port-taken", port=port, option=option, **values)
        raise CannotRun(text[language]) from None
    except PermissionError:
        raise CannotRun(say("cli.port-forbidden", port=port, option=option)[language]) from None
    except OSError as error:
        raise CannotRun(f"{host}:{port}: {error.strerror}") from None


def _show_traffic(entry: Entry, language: str) -> None:
    if (text := line(entry, language)) is not None:
        click.echo(text, err=True)
