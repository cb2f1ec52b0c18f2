"""A mini-program that can be opened: where its files are, and what was compiled from them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Project:
    """``privileged`` ones are WeChat's own: their ``wx`` has calls that merchants' apps do not have.

    ``app_json`` is what rules read (pages, navigateToMiniProgramAppIdList); the compiler fills it in. ``problems`` are
    what keeps the files, as they now are, from being compiled: the last version that could be is in use meanwhile.
    ``packed``: its bundle, where there are no files.
    """

    app_id: str
    name: str
    root: Path
    icon: str = ""
    privileged: bool = False
    version: str = ""
    app_json: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    packed: Any = None

    @property
    def home(self) -> str:
        """Path of the page that opens when none is named; empty without pages."""
        pages = self.app_json.get("pages") or [""]
        return str(self.app_json.get("entryPagePath") or pages[0])
