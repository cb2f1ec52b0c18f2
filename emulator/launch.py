"""How a mini-program is entered, as the compile modes of WeChat's developer tools say it.

https://developers.weixin.qq.com/miniprogram/dev/devtools/different.html
"""

from dataclasses import dataclass
from typing import Any

from .errors import WireError
from .phone import SCENE_ENTRY, SCENE_OPENED_BY_APP


@dataclass(frozen=True)
class Launch:
    """``path`` with its query, such as ``pages/a/a?id=1``; empty: the home page. ``referrer`` is ``referrerInfo``."""

    path: str = ""
    scene: int = SCENE_ENTRY
    referrer: dict[str, Any] | None = None


def launch_from(params: dict[str, Any]) -> Launch:
    """From ``{path?, query?, scene?, referrerInfo?}`` of the wire. Raises WireError for what makes no sense."""
    path, query, scene = params.get("path", ""), params.get("query", ""), params.get("scene")
    referrer = params.get("referrerInfo")
    if not isinstance(path, str) or not isinstance(query, str):
        raise WireError("path and query must be texts, such as pages/home/home and id=1&from=x")
    if not isinstance(scene, int | None) or isinstance(scene, bool):
        raise WireError("scene must be a number, such as 1001")
    if referrer is not None:
        _check(referrer)
    mark = "&" if "?" in path else "?"
    given = query.lstrip("?&")
    return Launch(
        f"{path}{mark}{given}" if given else path,
        scene if scene is not None else (SCENE_OPENED_BY_APP if referrer else SCENE_ENTRY),
        referrer,
    )


def _check(referrer: Any) -> None:
    if not isinstance(referrer, dict) or not isinstance(referrer.get("appId"), str):
        raise WireError("referrerInfo must be an object with an appId")
    if not isinstance(referrer.get("extraData", {}), dict):
        raise WireError("extraData must be an object")
