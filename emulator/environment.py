"""What a mini-program can learn of the phone it runs on: the environment of ``docs/protocol.md`` section 7."""

from typing import Any

from .phone import Phone
from .project import Project
from .world import World

_DEVICES: dict[str, dict[str, Any]] = {
    "ios": {
        "brand": "iPhone", "model": "iPhone 14", "system": "iOS 17.5", "statusBarHeight": 44, "safeAreaBottom": 34,
    },
    "android": {
        "brand": "Android", "model": "Pixel 8", "system": "Android 14", "statusBarHeight": 36, "safeAreaBottom": 16,
    },
    "devtools": {
        "brand": "devtools", "model": "iPhone 14", "system": "iOS 17.5", "statusBarHeight": 44, "safeAreaBottom": 34,
    },
}  # fmt: skip


def environment(world: World, phone: Phone, project: Project, env_version: str = "develop") -> dict[str, Any]:
    """Sizes in CSS pixels. *env_version*: ``develop``, ``trial`` or ``release``."""
    settings = phone.settings
    return {
        **_DEVICES[settings.platform],
        "platform": settings.platform,
        "baseLibrary": settings.baseLibrary,
        "language": settings.language,
        "theme": settings.theme,
        "network": settings.network,
        "weChatVersion": "8.0.50",
        "screenWidth": 375,
        "screenHeight": 812,
        "pixelRatio": 3,
        "appId": project.app_id,
        "envVersion": env_version,
        "privileged": project.privileged,
        "clock": {"now": world.clock.now(), "frozen": world.clock.frozen},
        "seed": int.from_bytes(world.seed.bytes("random", project.app_id)[:4], "big"),
        "switches": world.switches.values(),
        "user": {"nickName": phone.user.nick_name, "avatarUrl": phone.user.avatar},
    }
