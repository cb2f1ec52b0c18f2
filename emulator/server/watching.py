"""Follows the files of the projects that are being worked on: what is saved shows at once on every phone."""

import asyncio
import json
from pathlib import Path
from typing import Any

from watchfiles import awatch

from ..compiler import Bundle, Problem
from ..errors import BadInput, Cause
from ..project import Project
from ..texts import LANGUAGES
from ..world import World
from .files import Files

#: Milliseconds of quiet that end a save, and the longest that one may take: editors write a file in several steps.
STEP, DEBOUNCE = 8, 300

#: A change of styles is shown in the running app; of anything else by starting it again.
STYLES = "styles"


class Watcher:
    """Follows all projects of the world but WeChat's own."""

    def __init__(self, world: World, files: Files) -> None:
        self._world = world
        self._files = files
        self._tasks: asyncio.TaskGroup | None = None
        #: By app id: the folder that is followed, and who does.
        self._followed: dict[str, tuple[Path, asyncio.Task[None]]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as self._tasks:
            self._follow_all()

    async def take_in(self) -> None:
        """The world has other projects, or has them in other folders: compile and follow these, too; those that are
        gone are let alone."""
        for app_id in self._followed.keys() - self._world.projects.keys():
            self._followed.pop(app_id)[1].cancel()
        for project in self._follow_all():
            await self.update(project)

    def _follow_all(self) -> list[Project]:
        """Follow every project where it now is; those that were not."""
        if self._tasks is None:
            return []
        fresh = []
        for project in self._world.projects.values():
            root, task = self._followed.get(project.app_id, (None, None))
            if project.privileged or root == project.root:
                continue
            if task is not None:
                task.cancel()
            task = self._tasks.create_task(self._follow(project), name=f"watch {project.app_id}")
            self._followed[project.app_id] = project.root, task
            fresh.append(project)
        return fresh

    async def _follow(self, project: Project) -> None:
        async for _ in awatch(project.root, step=STEP, debounce=DEBOUNCE):
            await self.update(project)

    async def update(self, project: Project) -> None:
        """The files have changed: compile them, and show what came of it."""
        before, broken = self._files.in_use(project), project.problems
        try:
            bundle = await self._files.compile(project)
        except BadInput as error:
            self._tell_broken(project, [Problem(project.root.name, 0, 0, error.says)])
            return
        if bundle.errors:
            self._tell_broken(project, bundle.errors)
        elif broken:
            self._world.journal.add("app", "project.mended", app=project.app_id, says_id="says.project.mended",
                                    says_values={"app": project.name})  # fmt: skip
        after = self._files.in_use(project)
        if after is bundle and (before is None or before.version != bundle.version):
            self._show(project, before, bundle)
        self._world.touch_phones()

    def _tell_broken(self, project: Project, problems: list[Problem]) -> None:
        project.problems = [problem.to_json() for problem in problems]
        first = {language: problems[0].told(language) for language in LANGUAGES}
        self._world.journal.add("app", "project.broken", ok=False, app=project.app_id, says_id="says.project.broken",
                                says_values={"app": project.name, "count": len(problems)},
                                detail={"problems": project.problems},
                                cause=Cause("project.broken", {"problem": first}))  # fmt: skip
        self._world.touch_phones()

    def _show(self, project: Project, before: Bundle | None, after: Bundle) -> None:
        styles = changed_styles(before, after)
        self._world.journal.add("app", "project.changed", app=project.app_id, says_values={"app": project.name},
                                says_id="says.project.restyled" if styles else "says.project.reloaded",
                                detail={"version": after.version, "styles": sorted(styles or {})})  # fmt: skip
        started = set()
        for phone in self._world.phones.values():
            for app in [app for app in phone.apps if app.app_id == project.app_id]:
                if styles is None:
                    started.add(phone.reload_app(app).instance)
                else:
                    phone.send_event(app, STYLES, {STYLES: styles})
        self._files.started(project, started)


def changed_styles(before: Bundle | None, after: Bundle) -> dict[str, Any] | None:
    """The styles that differ, where nothing else does; None where the app must start again."""
    if before is None or [asset.id for asset in before.assets] != [asset.id for asset in after.assets]:
        return None
    if not all(path.endswith(".wxss") for path, _ in set(before.sources) ^ set(after.sources)):
        return None
    old, new = (json.loads(bundle.text)[STYLES] for bundle in (before, after))
    return {path: style for path, style in new.items() if style != old.get(path)}
