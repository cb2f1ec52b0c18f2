"""How a mini-program is entered, as the compile modes of WeChat's developer tools say it.

https://developers.weixin.qq.com/miniprogram/dev/devtools/different.html
"""

import difflib
from dataclasses import dataclass
from typing import Any

from .errors import BadInputInBoth, Cause, WireError
from .phone import SCENE_ENTRY, SCENE_OPENED_BY_APP
from .project import Project
from .texts import say

#: All of WeChat's own lie in here: https://developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html
SCENES = range(1000, 2000)


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
    if scene is not None and scene not in SCENES:
        raise WireError(f"scene {scene} is none of WeChat's, which have four digits: 1001 (the ordinary start), "
                        "1011 (a QR code), 1037 (another mini-program) …")  # fmt: skip
    if referrer is not None:
        _check(referrer)
    mark = "&" if "?" in path else "?"
    given = query.lstrip("?&")
    return Launch(
        f"{path}{mark}{given}" if given else path,
        scene if scene is not None else (SCENE_OPENED_BY_APP if referrer else SCENE_ENTRY),
        referrer,
    )


class NoPage(BadInputInBoth):
    """The mini-program has no such page; it names the nearest."""

    def __init__(self, page: str, project: Project) -> None:
        values = {"page": page, "app": project.name, "nearest": nearest_page(page, project)}
        super().__init__(say("launch.no-page", **values))


def missing_page(path: str, project: Project) -> str:
    """The page that *path* leads to, if the compiled *project* has it not; empty if all is well."""
    page = path.lstrip("/").partition("?")[0]
    pages = project.app_json.get("pages")
    return page if page and pages and page not in pages else ""


def no_page(page: str, project: Project) -> Cause:
    return Cause("page.missing", {"page": page, "app": project.name, "nearest": nearest_page(page, project)})


def nearest_page(page: str, project: Project) -> str:
    """The one that was probably meant; the home page where none is like it."""
    near = difflib.get_close_matches(page, project.app_json.get("pages", []), 1, 0.4)
    return near[0] if near else project.home


def _check(referrer: Any) -> None:
    if not isinstance(referrer, dict) or not isinstance(referrer.get("appId"), str):
        raise WireError("referrerInfo must be an object with an appId")
    if not isinstance(referrer.get("extraData", {}), dict):
        raise WireError("extraData must be an object")
