"""What befalls a phone from one moment to the next, and is told to the mini-programs on it.

https://developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onAudioInterruptionBegin.html
"""

from typing import Any

from .errors import BadInput
from .phone import Phone
from .world import World

#: Names as in ``wx.onX``, and whether the mini-programs out of sight hear of it too.
HAPPENINGS = {
    "memoryWarning": True,
    "userCaptureScreen": False,
    "audioInterruptionBegin": True,
    "audioInterruptionEnd": True,
}

#: Android's TRIM_MEMORY_RUNNING_MODERATE, _LOW and _CRITICAL; other platforms say no level:
#: https://developers.weixin.qq.com/miniprogram/dev/api/device/memory/wx.onMemoryWarning.html
LEVELS = (5, 10, 15)


def happen(world: World, phone: Phone, name: str, given: dict[str, Any]) -> None:
    """Tell the phone's mini-programs of *name*. Raises BadInput."""
    for key in given:
        if name != "memoryWarning" or key != "level":
            raise BadInput(f"{name} has no field {key!r}")
    level = str(given.get("level", LEVELS[1]))
    if level not in map(str, LEVELS):
        raise BadInput(f"level must be one of {', '.join(map(str, LEVELS))}, not {level!r}")
    detail = {"level": int(level)} if name == "memoryWarning" and phone.settings.platform == "android" else {}
    apps = phone.apps if HAPPENINGS[name] else [phone.front] if phone.front else []
    world.journal.add("wechat", "phone.happened", says_id="says.phone.happened", says_values={"name": name},
                      detail={"phone": phone.id, "name": name, **detail})  # fmt: skip
    for app in list(apps):
        phone.send_event(app, "happened", {"name": name, "detail": detail})
