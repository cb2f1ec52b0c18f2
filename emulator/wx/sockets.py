"""https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html

The lines go from this machine, so no browser's rule of origins stands in the way. What happens on one comes to the
app as event ``socket``.
"""

import base64
import binascii
from typing import Any

from ..calls import Call, Handler
from ..errors import Cause, WxError
from ..links import MOST, Link, Order
from ..params import check, is_address, milliseconds

_NORMAL, _FIRST_OWN, _LAST_OWN = 1000, 3000, 4999


def connect_socket(call: Call) -> dict[str, Any]:
    """Params: ``url, header, protocols, timeout`` and ``task``, the runtime's own number."""
    check({"url": "", "task": 0}, call.params)
    params, links = call.params, call.world.links
    url, task = params["url"], int(params["task"])
    if not is_address(url, ("ws", "wss")):
        raise WxError(f'invalid url "{url}"', Cause("request.bad-url", {"url": url}))
    if call.phone.settings.network == "none":
        raise WxError("net::ERR_INTERNET_DISCONNECTED", Cause("request.no-network"))
    if len(links.of(call.phone.id, call.app.instance)) >= MOST:
        raise WxError("the maximum number of sockets is reached", Cause("socket.too-many", {"most": MOST}))
    header, protocols = params.get("header"), params.get("protocols")
    headers = {str(key): str(value) for key, value in header.items()} if isinstance(header, dict) else {}
    wanted = [str(one) for one in protocols] if isinstance(protocols, list) else []
    timeout = milliseconds(params.get("timeout"), 60_000)
    link = Link(call.phone.id, call.app.instance, task, url, headers, wanted, timeout)
    call.after_reply.append(lambda: links.open(link))
    return {}


def send_socket_message(call: Call) -> dict[str, Any]:
    """Params: ``task``, and ``data`` (text) or ``base64``."""
    link = _open_link(call)
    data = call.params.get("base64")
    if isinstance(data, str):
        try:
            call.world.links.order(Order(link, "send", base64.b64decode(data, validate=True)))
        except (binascii.Error, ValueError):
            raise WxError("data error", Cause("arguments.wrong", {"faults": "base64"})) from None
    else:
        call.world.links.order(Order(link, "send", str(call.params.get("data", ""))))
    return {}


def close_socket(call: Call) -> dict[str, Any]:
    """Params: ``task, code, reason``."""
    link = call.world.links.find(call.phone.id, call.app.instance, call.params.get("task"))
    if link is None:
        raise WxError("WebSocket is not connected", Cause("socket.not-open"))
    code = call.params.get("code", _NORMAL)
    fits = type(code) is int and (code == _NORMAL or _FIRST_OWN <= code <= _LAST_OWN)
    if not fits:
        raise WxError(f"invalid code {code}", Cause("arguments.wrong", {"faults": f"code {code}"}))
    call.world.links.order(Order(link, "close", str(call.params.get("reason") or ""), code))
    return {}


HANDLERS: dict[str, Handler] = {
    "connectSocket": connect_socket,
    "sendSocketMessage": send_socket_message,
    "closeSocket": close_socket,
}


def _open_link(call: Call) -> Link:
    link = call.world.links.find(call.phone.id, call.app.instance, call.params.get("task"))
    if link is None or not link.open:
        raise WxError("WebSocket is not connected", Cause("socket.not-open"))
    return link
