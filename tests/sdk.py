"""wechatpy, the Python SDK, installed in an environment of its own and driven from here."""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from support import OFFICIAL

DRIVER = Path(__file__).parent / "wechatpy_driver.py"


def environment(version: str, folder: Path) -> Path:
    """The Python that has this wechatpy; made once in *folder*, whoever of the tests' processes comes first."""
    home = folder / f"wechatpy-{version}"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done, failed = home / "installed", folder / f"wechatpy-{version}.failed"
    with FileLock(folder / f"wechatpy-{version}.lock"):
        if failed.exists():
            pytest.skip(failed.read_text("utf-8"))
        if not done.exists():
            venv.create(home, symlinks=os.name != "nt")
            wanted = f"wechatpy[cryptography]=={version}"
            install = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", wanted]
            tried = subprocess.run(install, capture_output=True, text=True)
            if tried.returncode:
                failed.write_text(f"wechatpy {version} cannot be installed: {tried.stderr.strip()[-300:]}", "utf-8")
                pytest.skip(failed.read_text("utf-8"))
            done.touch()
    return python


class Refused(Exception):
    """WeChat answered with an error."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(f"{errcode} {errmsg}")
        self.errcode = errcode


class Sdk:
    """A merchant's back end on wechatpy. ``methods``: all that its card module has; ``called``: those used so far."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to, self._from = process.stdin, process.stdout
        self.methods = set(self._hear())
        self.called: set[str] = set()

    def __call__(self, method: str, *args: Any, api: str = "card", **kwargs: Any) -> Any:
        """Call ``client.card.method(…)``. Raises Refused."""
        if api == "card":
            self.called.add(method)
        self._to.write(json.dumps([api, method, args, kwargs]) + "\n")
        self._to.flush()
        answer = self._hear()
        if "errcode" in answer:
            raise Refused(answer["errcode"], answer["errmsg"])
        return answer["result"]

    def refused(self, method: str, *args: Any, **kwargs: Any) -> int:
        """The errcode with which this call is refused."""
        with pytest.raises(Refused) as refusal:
            self(method, *args, **kwargs)
        return refusal.value.errcode

    def _hear(self) -> Any:
        line = self._from.readline()
        assert line, "the SDK's process has ended; what it says stands in stderr"
        return json.loads(line)


@contextmanager
def wechatpy(python: Path, url: str) -> Iterator[Sdk]:
    """wechatpy at work, its host replaced by *url*."""
    command = [str(python), "-W", "ignore", str(DRIVER), url, OFFICIAL, "s1"]
    environ = {**os.environ, "NO_PROXY": "*"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environ
    ) as process:
        yield Sdk(process)
