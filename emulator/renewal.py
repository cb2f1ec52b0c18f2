"""A world file was saved: from now on the world is as the file says.

Accounts, cards, wallet, members, the phone's user, hosts and canned replies are those of the file; open mini-programs
start anew at the page in sight, and one that the file has no more is closed. Of the phone's settings and the book's
switches, what the file says otherwise than before. What is not the file's stays: time, journal, rules, what apps have
stored and what the user has allowed them, pushes under way, and the tokens of accounts whose secret is the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from .clock import Clock
from .discrepancies import Switches
from .errors import BadInput, Cause
from .project import Project
from .settings import Settings
from .world import World
from .worldfile import WORLD_FILE, check_hosts, projects_world
from .yamlfile import BadFile, placed

#: Makes the world of a file anew, on this clock. Raises BadInput.
Make = Callable[[Clock], World]


def maker(
    roots: tuple[Path, ...],
    file: Path | None,
    hosts: Mapping[str, str],
    open_: bool,
    introduce: Callable[[World], None] = lambda world: None,
) -> Make:
    """*hosts* and *open_* come from the command line and hold whatever the file says; *introduce* tells the world where
    the merchant's server is."""

    own = file or roots[0] / WORLD_FILE

    def make(clock: Clock) -> World:
        try:
            fresh, _ = projects_world(roots, file, clock)
            fresh.hosts.update(hosts)
            introduce(fresh)
            check_hosts(fresh.hosts, own)
        except BadInput as error:
            raise placed(error, own) from None
        fresh.open = fresh.open or open_
        return fresh

    return make


@dataclass(frozen=True)
class Turned:
    """What can be turned in the panel as well as in the file."""

    settings: Settings
    switches: Switches

    @classmethod
    def of(cls, world: World) -> Self:
        phone = next(iter(world.phones.values()))
        return cls(Settings(**asdict(phone.settings)), world.switches.copy())

    def renewed(self, before: "Turned", after: "Turned") -> "Turned":
        """With what the file says *after* otherwise than *before*; the rest is as somebody has turned it."""
        settings = Settings(**_renewed(asdict(self.settings), asdict(before.settings), asdict(after.settings)))
        own, old, new = ({**one.by_hand, "": one.profile} for one in (self.switches, before.switches, after.switches))
        by_hand = _renewed(own, old, new)
        return Turned(settings, Switches(by_hand.pop(""), settings.platform, by_hand))


def _renewed(own: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in own.items() if before.get(key) == after.get(key)}
    return kept | {key: value for key, value in after.items() if before.get(key) != value}


def file_saved(world: World, name: str, make: Make, before: Turned) -> Turned | None:
    """Renew *world* and return what the file now says, which it will be compared with; or say, on its phones too, what
    is wrong with the file called *name* and leave all as it is. *before*: what the file said."""
    try:
        fresh = make(Clock(world.clock.now(), frozen=True))
    except BadInput as error:
        world.problems = [_problem(error, name)]
        world.journal.add("wechat", "world.broken", ok=False, says_id="says.world.broken", says_values={"file": name},
                          detail={"problems": world.problems},
                          cause=Cause("world.broken", {"problem": error.says}))  # fmt: skip
        world.touch_phones()
        return None
    world.problems = []
    said = Turned.of(fresh)
    renew(world, fresh, Turned.of(world).renewed(before, said))
    world.journal.add("wechat", "world.renewed", says_id="says.world.renewed", says_values={"file": name})
    return said


def _problem(error: BadInput, name: str) -> dict[str, Any]:
    """As those of files that do not compile; line 0: nobody knows where."""
    line, column, says = (error.line, error.column, error.what) if isinstance(error, BadFile) else (0, 0, error.says)
    return {"file": name, "line": line, "column": column, "says": says}


def renew(world: World, fresh: World, turned: Turned) -> None:
    """Make *world* what *fresh* is, in place: everybody who holds it goes on with it."""
    if world.seed.value != fresh.seed.value:
        world.seed.continue_with(fresh.seed.value, fresh.seed.drawn)
    world.switches = turned.switches
    world.accounts.become(fresh.accounts)
    world.take_cards_of(fresh)
    world.card_names, world.signs_with, world.backend = fresh.card_names, fresh.signs_with, fresh.backend
    world.open = fresh.open
    world.hosts.clear()
    world.hosts.update(fresh.hosts)
    for project in fresh.projects.values():
        known = world.projects.setdefault(project.app_id, project)
        known.name, known.icon, known.root = project.name, project.icon, project.root
    for project in [one for one in world.projects.values() if one.app_id not in fresh.projects]:
        _remove(world, project)
    _renew_phones(world, fresh, turned.settings)
    world.on_work()


def _remove(world: World, project: Project) -> None:
    """The file has it no more: it leaves WeChat's home and closes wherever it is open, as if the user had closed it."""
    del world.projects[project.app_id]
    world.journal.add("wechat", "project.removed", app=project.app_id, says_id="says.project.removed",
                      says_values={"app": project.name})  # fmt: skip
    for phone in world.phones.values():
        for app in [one for one in phone.apps if one.app_id == project.app_id]:
            if app is phone.front:
                phone.close_front()
            phone.kill(app)


def _renew_phones(world: World, fresh: World, settings: Settings) -> None:
    """The file speaks of the first phone; others keep their users."""
    mine, theirs = next(iter(world.phones.values())), next(iter(fresh.phones.values()))
    mine.user, mine.settings = theirs.user, settings
    for phone in world.phones.values():
        phone.close_screens()
        for app in list(phone.apps):
            phone.reload_app(app)
        phone.touch()
