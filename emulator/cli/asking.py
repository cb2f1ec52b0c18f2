"""What the commands ask of an emulator that runs."""

from typing import Any

import httpx
import msgspec

from ..errors import BadInput
from ..texts import say
from .common import CannotRun
from .found import running


def place_of(admin: str | None, token: str | None, language: str) -> dict[str, str]:
    """The emulator that the options name, else the one started last. Raises CannotRun if none runs."""
    return {"admin": admin, "token": token} if admin and token else running(language)


def answered_by(place: dict[str, str], language: str) -> str:
    """Who it was that answered, for people: several may run."""
    url = place["admin"].removesuffix("_wxemu/")
    return say("cli.answered-by", url=url, project=place.get("project", ""))[language].rstrip()


def ask(place: dict[str, str], method: str, path: str, language: str, kind: str = "json", **more: Any) -> bytes:
    """Its answer, whose content type ends in *kind*; *more* is for httpx. Raises BadInput for what it refuses,
    CannotRun if nobody is there, or somebody else."""
    address = place["admin"]
    try:
        headers = {"Authorization": f"Bearer {place['token']}"}
        answer = httpx.request(method, f"{address}{path}", headers=headers, trust_env=False, timeout=60, **more)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise CannotRun(say("cli.not-answering", address=address, reason=error)[language]) from None
    if answer.status_code != 200 and (refusal := _refusal(answer.content)):
        raise BadInput(refusal)
    if answer.status_code != 200 or not answer.headers.get("content-type", "").partition(";")[0].endswith(kind):
        raise CannotRun(say("cli.not-ours", address=address, status=answer.status_code)[language])
    return answer.content


def ask_json(place: dict[str, str], method: str, path: str, language: str, **more: Any) -> dict[str, Any]:
    """As :func:`ask`: the object that it answers."""
    try:
        return msgspec.json.decode(ask(place, method, path, language, **more), type=dict[str, Any])
    except msgspec.DecodeError:
        raise CannotRun(say("cli.not-ours", address=place["admin"], status=200)[language]) from None


def _refusal(body: bytes) -> str:
    """The emulator's own words; empty for what another server says."""
    try:
        found: Any = msgspec.json.decode(body)
        return str(found["error"]["message"])
    except (msgspec.DecodeError, LookupError, TypeError):
        return ""
