"""The mini-programs of a world, compiled, and their pictures by key."""

import asyncio
from typing import Any

import msgspec

from ..compiler import Asset, Bundle, compile_project
from ..environment import environment
from ..phone import Phone
from ..project import Project
from ..world import World


class Files:
    """Compiles off the loop's thread; the compiler remembers what has not changed.

    While a project does not compile, the last version that did is in use; where there never was one, what can be run
    of the newest: one broken page keeps nobody from the others."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._assets: dict[tuple[str, str], Asset] = {}
        self._good: set[str] = set()
        self._used: dict[str, Bundle] = {}
        #: By app id: instances that were started because of what has just been compiled.
        self._started: dict[str, set[str]] = {}

    async def compile_all(self) -> dict[str, Bundle]:
        """Every project of the world, by app id. Raises BadInput for a folder that cannot be read."""
        return {app_id: await self.compile(project) for app_id, project in self._world.projects.items()}

    async def compile(self, project: Project) -> Bundle:
        """Take the project's files as they are now."""
        bundle: Bundle = project.packed or await asyncio.to_thread(compile_project, project.root)
        project.problems = [problem.to_json() for problem in bundle.errors]
        if not bundle.errors:
            self._good.add(project.app_id)
        if not bundle.errors or project.app_id not in self._good:
            self._used[project.app_id] = bundle
        in_use = self._used[project.app_id]
        project.version, project.app_json = in_use.version, in_use.app
        for asset in bundle.assets:
            self._assets[project.app_id, asset.id] = asset
        return bundle

    def in_use(self, project: Project) -> Bundle | None:
        """The version that phones run."""
        return self._used.get(project.app_id)

    def started(self, project: Project, instances: set[str]) -> None:
        """These instances were started for what has just been compiled: whoever asks for them first need not wait until
        all files have been looked at again."""
        self._started[project.app_id] = instances

    async def describe(self, phone: Phone, project: Project, instance: str = "") -> dict[str, Any]:
        """``GET /_wxemu/apps/<appId>``: ``docs/protocol.md`` section 7."""
        env_version = next((app.env_version for app in phone.apps if app.instance == instance), "develop")
        started = self._started.get(project.app_id, set())
        if instance in started:
            started.remove(instance)
        else:
            await self.compile(project)
        bundle = self._used[project.app_id]
        return {
            "appId": project.app_id,
            "name": project.name,
            "version": bundle.version,
            "bundle": msgspec.Raw(bundle.text.encode()),
            "assets": [
                {"path": asset.path, "type": asset.type, "url": f"/_wxemu/apps/{project.app_id}/assets/{asset.id}"}
                for asset in bundle.assets
            ],
            "environment": environment(self._world, phone, project, env_version),
            "storage": phone.storage.get(project.app_id, {}),
        }

    def asset(self, app_id: str, id_: str) -> Asset | None:
        return self._assets.get((app_id, id_))
