"""https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html

The runtime has already written ``data`` into url or body as WeChat does.
"""

import base64
from typing import Any
from urllib.parse import urlsplit

from ..calls import Call, Handler, Steps
from ..errors import Cause, WxError
from ..params import check, milliseconds
from ..questions import Fetch

METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT", "PATCH")


def request(call: Call) -> Steps:
    """Params: ``url, method, header, body`` (text, or base64 with ``bodyIsBase64``), ``responseType, timeout``.

    The result's ``body`` is text, or base64 where ``responseType`` is ``arraybuffer``."""
    check({"url": ""}, call.params)
    params = call.params
    method = str(params.get("method") or "GET").upper()
    if _scheme(params["url"]) not in ("http", "https") or method not in METHODS:
        raise WxError(f'invalid url "{params["url"]}"', Cause("request.bad-url", {"url": params["url"]}))
    if call.phone.settings.network == "none":
        raise WxError("net::ERR_INTERNET_DISCONNECTED", Cause("request.no-network"))
    timeout = milliseconds(params.get("timeout"), 60_000)
    answer = yield Fetch(params["url"], method, _headers(params), _body(params), timeout)
    if "error" in answer:
        raise WxError(answer["error"], Cause("request.failed", {"url": params["url"], "error": answer["error"]}))
    body: bytes = answer["body"]
    binary = params.get("responseType") == "arraybuffer"
    return {
        "statusCode": answer["statusCode"],
        "header": answer["header"],
        "cookies": answer["cookies"],
        "body": base64.b64encode(body).decode() if binary else body.decode("utf-8", "replace"),
    }


HANDLERS: dict[str, Handler] = {"request": request}


def _scheme(url: str) -> str:
    """Empty for what is no address."""
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def _headers(params: dict[str, Any]) -> dict[str, str]:
    """The app's headers; Referer cannot be set by it, as in WeChat."""
    given = params.get("header")
    header = given if isinstance(given, dict) else {}
    return {str(key): str(value) for key, value in header.items() if str(key).lower() not in ("referer", "host")}


def _body(params: dict[str, Any]) -> bytes:
    body = params.get("body")
    if not isinstance(body, str):
        return b""
    try:
        return base64.b64decode(body) if params.get("bodyIsBase64") else body.encode()
    except ValueError:
        faults = "parameter.body should be base64;"
        raise WxError(f"parameter error: {faults}", Cause("arguments.wrong", {"faults": faults})) from None
