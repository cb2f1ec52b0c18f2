"""Calls that only a tap of the user's allows, such as
https://developers.weixin.qq.com/miniprogram/dev/api/open-api/setting/wx.openSetting.html"""

from ..calls import Call
from ..errors import Cause, WxError

#: https://github.com/NervJS/taro/issues/5065
WORDS = "can only be invoked by user TAP gesture."


def needs_tap(call: Call, since: str = "1.0.0", words: str = WORDS, spend: bool = False) -> None:
    """Go on only within some seconds after a tap, from base library *since* on. *spend*: the tap is used up by it."""
    switches = call.world.switches
    if not switches["tap.needed"] or call.again or base_library(call) < version(since):
        return
    tapped = call.app.tapped
    if spend:
        call.app.tapped = None
    if tapped is None:
        raise WxError(words, Cause("tap.missing", {"call": call.name}))
    age = call.world.clock.now() - tapped
    if age > switches["tap.window"]:
        raise WxError(words, Cause("tap.too-old", {"age": age, "window": switches["tap.window"]}))


def base_library(call: Call) -> tuple[int, ...]:
    return version(call.phone.settings.baseLibrary)


def version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))
