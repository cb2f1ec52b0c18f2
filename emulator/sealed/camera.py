"""A sealed page as a video or a film strip, taken by a Chromium of this machine over its own debugging line.

https://chromedevtools.github.io/devtools-protocol/
"""

import base64
import contextlib
import itertools
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from ..errors import BadInput
from ..scenario.chromium import ARGUMENTS, as_root

WIDTH, HEIGHT = 1280, 800
#: Seconds that the browser may take to start, and to answer.
_STARTS_WITHIN, _ANSWERS_WITHIN = 30.0, 120.0
#: The last picture stays so long (milliseconds).
_LAST = 1500

#: Draws one picture after another as long as it is to be seen, and records that.
_RECORD = """(async (pictures, width, height) => {
  const canvas = Object.assign(document.createElement('canvas'), {width, height})
  const paper = canvas.getContext('2d')
  const known = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm']
  const type = known.find(one => MediaRecorder.isTypeSupported(one))
  if (!type) throw new Error('this browser records no WebM')
  const recorder = new MediaRecorder(canvas.captureStream(25), {mimeType: type, videoBitsPerSecond: 4000000})
  const pieces = []
  recorder.ondataavailable = ({data}) => pieces.push(data)
  const over = new Promise(resolve => { recorder.onstop = resolve })
  const bitmaps = []
  for (const {data} of pictures) bitmaps.push(await createImageBitmap(await (await fetch(data)).blob()))
  paper.drawImage(bitmaps[0], 0, 0)
  recorder.start()
  for (const [place, {lasts}] of pictures.entries()) {
    const until = performance.now() + lasts
    do {
      paper.drawImage(bitmaps[place], 0, 0)
      await new Promise(resolve => setTimeout(resolve, Math.min(40, Math.max(0, until - performance.now()))))
    } while (performance.now() < until)
  }
  recorder.stop()
  await over
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768))
  return btoa(text)
})(window.pictures, %d, %d)"""


class Camera:
    """A browser without a window; made by :func:`camera`."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._ids = itertools.count(1)

    def video(self, page: Path, language: str) -> bytes:
        """WebM: what one sees when the page plays, at single speed."""
        target = self._open(f"{page.resolve().as_uri()}#lang={language}", HEIGHT)
        times: list[float] = self._value(target, "wxemuCamera.times")
        pictures = []
        for place, moment in enumerate(times):
            self._value(target, f"wxemuCamera.show({moment})")
            lasts = times[place + 1] - moment if place + 1 < len(times) else _LAST
            pictures.append({"data": f"data:image/jpeg;base64,{self._shot(target, 'jpeg')}", "lasts": lasts})
        studio = self._open("data:text/html,<title>studio</title>", HEIGHT)
        self._value(studio, "void (window.pictures = [])")
        for picture in pictures:
            self._value(studio, f"void window.pictures.push({json.dumps(picture)})")
        return base64.b64decode(self._value(studio, _RECORD % (WIDTH, HEIGHT)))

    def strip(self, page: Path, language: str) -> bytes:
        """PNG: the pictures in order, each with its sentence."""
        target = self._open(f"{page.resolve().as_uri()}#sheet&lang={language}", HEIGHT)
        self._value(target, "Promise.all([...document.querySelectorAll('#sheet iframe')].map(async one => {"
                            "if (one.contentDocument?.readyState !== 'complete') await new Promise(r => one.onload = r)"
                            "}))")  # fmt: skip
        height = int(
            self._value(target, "Math.ceil(document.getElementById('sheet').getBoundingClientRect().bottom + 28)")
        )
        self._size(target, height)
        return base64.b64decode(self._shot(target, "png"))

    # -- the line -----------------------------------------------------------------------------------------------------

    def _open(self, url: str, height: int) -> str:
        """A page that has loaded, by the id of its session."""
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        session: str = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self._ask("Page.enable", {}, session)
        self._size(session, height)
        self._ask("Page.navigate", {"url": url}, session, until="Page.loadEventFired")
        return session

    def _size(self, session: str, height: int) -> None:
        size = {"width": WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", size, session)

    def _shot(self, session: str, form: str) -> str:
        quality = {"quality": 88} if form == "jpeg" else {}
        data: str = self._ask("Page.captureScreenshot", {"format": form, **quality}, session)["data"]
        return data

    def _value(self, session: str, code: str) -> Any:
        given = {"expression": code, "awaitPromise": True, "returnByValue": True}
        answer = self._ask("Runtime.evaluate", given, session)
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"].get("exception", {}).get("description", "an exception")
            raise BadInput(f"the browser could not film this page: {thrown.splitlines()[0]}")
        return answer["result"].get("value")

    def _ask(self, method: str, params: dict[str, Any], session: str = "", until: str = "") -> dict[str, Any]:
        """The answer; with *until* once that event has come too."""
        id_ = next(self._ids)
        message = {"id": id_, "method": method, "params": params, **({"sessionId": session} if session else {})}
        self._line.send(json.dumps(message))
        result: dict[str, Any] | None = None
        come = not until
        while result is None or not come:
            try:
                heard = json.loads(self._line.recv(_ANSWERS_WITHIN))
            except (TimeoutError, ConnectionClosed):
                raise BadInput(f"the browser has stopped answering ({method})") from None
            come = come or (heard.get("method") == until and heard.get("sessionId") == session)
            if heard.get("id") == id_:
                if "error" in heard:
                    raise BadInput(f"the browser refuses {method}: {heard['error'].get('message')}")
                result = heard["result"]
        return result


@contextlib.contextmanager
def camera(chromium: str) -> Iterator[Camera]:
    """A browser, with a profile that nobody else sees, while the block runs. Raises BadInput if it does not start."""
    with tempfile.TemporaryDirectory(prefix="wxemu-", ignore_cleanup_errors=True) as profile:
        command = [chromium, *ARGUMENTS, "--remote-debugging-port=0", f"--user-data-dir={profile}", *as_root()]
        process = subprocess.Popen([*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            address = _address(Path(profile) / "DevToolsActivePort", process)
            with connect(address, compression=None, proxy=None, max_size=None) as line:
                yield Camera(line)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(file: Path, process: subprocess.Popen[bytes]) -> str:
    """Where the browser listens: it says so in this file when it is ready."""
    deadline = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            port, path = file.read_text("utf-8").split("\n")[:2]
            if path:
                return f"ws://127.0.0.1:{int(port)}{path}"
        time.sleep(0.05)
    raise BadInput("the browser does not start; WXEMU_CHROMIUM names another one")
