"""``wxemu dev``: your own projects on a phone in the browser, while you work on them."""

import contextlib
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import click

from ..errors import WireError
from ..folders import CONFIG, is_root_of
from ..launch import Launch, NoPage, launch_from
from ..renewal import maker
from ..scenario.origin import origin
from ..server.merchants import merchant_of
from ..server.ports import address
from ..server.station import Running, opened
from ..server.worldwatching import WorldFile
from ..store import Store
from ..texts import say
from ..worldfile import check_hosts, projects_world
from .init import NAME
from .serving import Show, serve, serving


@click.command()
@click.argument("projects", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--world", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A world file.")
@click.option("--open", "open_", is_flag=True, help="Take unknown cards and signatures on trust, and say so loudly.")
@click.option("--map", "maps", multiple=True, metavar="HOST=URL", help="Send the apps' requests for HOST to URL.")
@click.option("--page", default="", metavar="PATH", help="The page to start with.")
@click.option("--query", default="", metavar="A=1&B=2", help="Its query.")
@click.option("--scene", type=int, help="The scene value.  [default: 1001, with a referrer 1037]")
@click.option("--referrer-app", metavar="APPID", help="As if opened by this mini-program: referrerInfo.appId.")
@click.option("--extra-data", metavar="JSON", help="What it hands over: referrerInfo.extraData.")
@serving
def dev(
    projects: tuple[Path, ...],
    file: Path | None,
    open_: bool,
    maps: tuple[str, ...],
    page: str,
    query: str,
    scene: int | None,
    referrer_app: str | None,
    extra_data: str | None,
    **options: Any,
) -> None:
    """Open your own mini-program; what you save shows at once.

    Several PROJECTS can jump to one another; the first is opened. Without any: the folder that you are in."""
    show = Show(**options)
    _tell_of_above((projects or (Path("."),))[0], file, show.language)
    hosts = dict(_host(given, show.language) for given in maps)
    launch = _launch(page, query, scene, referrer_app, extra_data, show.language)

    @contextlib.asynccontextmanager
    async def opening(
        listener: socket.socket, lan: socket.socket | None, store: Store | None
    ) -> AsyncIterator[Running]:
        roots = projects or (Path("."),)
        world, app_ids = projects_world(roots, file)
        if store:
            store.attach(world)
        world.hosts.update(hosts)
        world.open = world.open or open_
        made, own = origin(roots[0], app_ids[0], file, launch), file or roots[0] / NAME
        async with merchant_of(world, address(listener)) as introduce:
            check_hosts(world.hosts, own)
            # A state file has its own world, which goes on.
            following = None if store else WorldFile(own, maker(roots, file, hosts, open_, introduce))
            async with opened(
                world,
                listener,
                app_ids[0],
                launch,
                watch=True,
                allow_push=show.allow_push,
                lan=lan,
                store=store,
                origin=made,
                world_file=following,
            ) as running:
                yield running

    try:
        serve(show, opening)
    except NoPage as error:
        raise click.UsageError(f"--page: {error.says[show.language]}") from None


def _tell_of_above(root: Path, file: Path | None, language: str) -> None:
    """Whoever opens the very folder that a project names as its mini-program's leaves out what stands beside that."""
    above = root.resolve().parent
    names = (CONFIG, *([] if file else [NAME]))
    files = [name for name in names if (above / name).is_file() and not (root / name).is_file()]
    if files and is_root_of(root, above):
        click.echo(say("cli.above", files=", ".join(files), folder=above)[language], err=True)
    elif NAME in files:
        click.echo(say("cli.above-world", files=NAME, folder=above)[language], err=True)


def _host(given: str, language: str) -> tuple[str, str]:
    host, _, url = given.partition("=")
    if not host or not url:
        raise click.UsageError(say("cli.bad-map", given=given)[language])
    return host, url


def _launch(
    page: str, query: str, scene: int | None, referrer_app: str | None, extra_data: str | None, language: str
) -> Launch:
    params: dict[str, Any] = {"path": page, "query": query, "scene": scene}
    if extra_data is not None and referrer_app is None:
        raise click.UsageError(say("cli.extra-data-alone")[language])
    if referrer_app is not None:
        params["referrerInfo"] = {"appId": referrer_app}
    try:
        if extra_data is not None:
            params["referrerInfo"]["extraData"] = json.loads(extra_data)
        return launch_from(params)
    except ValueError as error:
        raise click.UsageError(f"--extra-data {extra_data}: {error}") from None
    except WireError as error:
        raise click.UsageError(str(error)) from None
