"""The panel's button: what is clicked becomes a scenario, from the world's start on."""

import asyncio
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..recording import Recording
from ..scenario.drafting import Origin, draft
from ..scenario.proving import prove_elsewhere
from ..world import World

_NAME = "recorded"


class Recorder:
    """``origin``: what the world was made of; without it nothing can be recorded."""

    def __init__(self, world: World, origin: Origin | None) -> None:
        self._world = world
        self._origin = origin

    def state(self) -> dict[str, Any]:
        recording = self._world.recording
        if recording is None:
            return {"by": "", "acts": 0, "text": ""}
        return {
            "by": recording.by,
            "acts": len(recording.acts),
            "text": recording.sights[-1].text if recording.sights else "",
        }

    async def turn(self, body: dict[str, Any]) -> dict[str, Any]:
        """Begin (the world starts anew, as the scenario will) or end. Raises BadInput."""
        on, world = body.get("on"), self._world
        if not isinstance(on, bool) or body.keys() - {"on"}:
            raise BadInput("the body must be an object with on, true or false")
        if self._origin is None:
            raise BadInput("this world was not made from a project's files; a scenario could not make it again")
        if on:
            return self._begin()
        if world.recording is None:
            raise BadInput('nothing is being recorded; begin with {"on": true}')
        if world.recording.by == "command":
            world.recording.ended = True
            return {"name": "", "scenario": "", "lost": [], "ok": None, "faults": []}
        return await self._end(self._origin)

    def _begin(self) -> dict[str, Any]:
        world = self._world
        if world.recording is not None:
            raise BadInput("a scenario is being recorded already")
        world.recording = Recording("page", world.clock.now())
        world.reset()
        world.journal.add("wechat", "world.reset", says_id="says.world.reset")
        world.touch_phones()
        return self.state()

    async def _end(self, origin: Origin) -> dict[str, Any]:
        world = self._world
        made = draft(world, origin, _NAME)
        world.recording = None
        world.touch_phones()
        file = Path(f"{_NAME}.scenario.yaml")
        language = next(iter(world.phones.values())).settings.language[:2]
        proven, result = await asyncio.to_thread(prove_elsewhere, made, file, origin.root.parent, language)
        return {
            "name": file.name, "scenario": proven.text(), "lost": made.lost, "ok": result.ok, "faults": result.faults,
        }  # fmt: skip
