"""The panel's button: what is clicked becomes a scenario, from the world's start on."""

import asyncio
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..recording import Recording
from ..scenario.drafting import Draft, draft
from ..scenario.origin import Origin
from ..scenario.proving import prove_elsewhere
from ..scenario.runner import Result
from ..sealed.filming import sealed_recording
from ..world import World

_NAME = "recorded"
_FILE = Path(f"{_NAME}.scenario.yaml")


class Recorder:
    """``origin``: what the world was made of; without it nothing can be recorded."""

    def __init__(self, world: World, origin: Origin | None) -> None:
        self._world = world
        self._origin = origin
        self._last: str | None = None

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
            return self._hand_over(world.recording, self._origin)
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

    def _hand_over(self, recording: Recording, origin: Origin) -> dict[str, Any]:
        """The command writes and runs it, and ends this server."""
        made = draft(self._world, origin, _NAME)
        recording.ended = True
        return {
            "name": recording.file, "scenario": "", "steps": len(made.steps), "lost": made.lost, "ok": None,
            "faults": [],
        }  # fmt: skip

    async def _end(self, origin: Origin) -> dict[str, Any]:
        world = self._world
        made = draft(world, origin, _NAME)
        recording, entries = world.recording, list(world.journal.entries)
        world.recording = None
        world.touch_phones()
        proven, result = await self._proven(made, origin)
        assert recording is not None
        self._last = await asyncio.to_thread(
            sealed_recording, recording, entries, world, proven, origin, _FILE, result.faults
        )
        return {
            "name": _FILE.name, "scenario": proven.text(), "steps": len(made.steps), "lost": made.lost, "ok": result.ok,
            "faults": result.faults,
        }  # fmt: skip

    async def sealed(self) -> str:
        """The HTML of what has been recorded so far, or last. Raises BadInput."""
        world, origin = self._world, self._origin
        recording = world.recording
        if recording is None or origin is None:
            if self._last is None:
                raise BadInput(
                    "nothing has been recorded; press Record in the panel, or: wxemu record --html FILE.html"
                )
            return self._last
        made, entries = draft(world, origin, _NAME), list(world.journal.entries)
        proven, result = await self._proven(made, origin)
        return await asyncio.to_thread(
            sealed_recording, recording, entries, world, proven, origin, _FILE, result.faults
        )

    async def _proven(self, made: Draft, origin: Origin) -> tuple[Draft, Result]:
        language = next(iter(self._world.phones.values())).settings.language[:2]
        return await asyncio.to_thread(prove_elsewhere, made, _FILE, origin.root.parent, language)
