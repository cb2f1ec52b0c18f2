"""https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html

The runtime has already written ``data`` into url or body as WeChat does.
"""

import base64
from typing import Any
from urllib.parse import urlsplit

from ..calls import Call, Handler, Steps
from ..errors import Cause, WxError
from ..params import check
from ..questions import Fetch

METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT", "PATCH")


def request(call: Call) -> Steps:
    """Params: ``url, method, header, body`` (text, or base64 with ``bodyIsBase64``), ``responseType, timeout``.

    The result's ``body`` is text, or base64 where ``responseType`` is ``arraybuffer``."""
    check({"url": ""}, call.params)
    params = call.params
    method = str(params.get("method") or "GET").upper()
    if urlsplit(params["url"]).scheme not in ("http", "https") or method not in METHODS:
        raise WxError(f'invalid url "{params["url"]}"', Cause("request.bad-url", {"url": params["url"]}))
    if call.phone.settings.network == "none":
        raise WxError("net::ERR_INTERNET_DISCONNECTED", Cause("request.no-network"))
    answer = yield Fetch(params["url"], method, _headers(params), _body(params), int(params.get("timeout") or 60_000))
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


def _headers(params: dict[str, Any]) -> dict[str, str]:
    """The app's headers; Referer cannot be set by it, as in WeChat."""
    given = params.get("header")
    header = given if isinstance(given, dict) else {}
    return {str(key): str(value) for key, value in header.items() if str(key).lower() not in ("referer", "host")}


def _body(params: dict[str, Any]) -> bytes:
    body = params.get("body")
    if not isinstance(body, str):
        return b""
    return base64.b64decode(body) if params.get("bodyIsBase64") else body.encode()
