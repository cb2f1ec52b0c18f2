"""Where the user is, and where parcels go: https://developers.weixin.qq.com/miniprogram/dev/api/location/wx.getLocation.html"""

from typing import Any

from ..calls import Call, Handler, Steps
from ..errors import Cause, WxError
from ..params import check
from ..questions import Sheet
from ..texts import say
from .permissions import allowed

#: Where a phone stands unless an answer says otherwise: the manual's own example, in Guangzhou.
HERE = {"latitude": 23.099994, "longitude": 113.32452}

_PLACE = {"name": "T.I.T 创意园", "address": "广东省广州市海珠区新港中路397号", **HERE}

_ADDRESS = {
    "userName": "张三", "postalCode": "510000", "provinceName": "广东省", "cityName": "广州市", "countyName": "海珠区",
    "streetName": "", "detailInfo": "新港中路397号", "detailInfoNew": "新港中路397号", "nationalCode": "510105",
    "telNumber": "020-81167888",
}  # fmt: skip

_TITLE = {
    "type": "0", "title": "山丘咖啡有限公司", "taxNumber": "91440101MA5XXXXX0X", "companyAddress": "", "telephone": "",
    "bankName": "", "bankAccount": "",
}  # fmt: skip


def _declared(call: Call) -> None:
    """app.json must say that it wants to know:
    https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html#requiredPrivateInfos

    The words stand in the base library (WAServiceMainContext.js), and in what people report of it."""
    said = call.world.projects[call.app.app_id].app_json.get("requiredPrivateInfos")
    if call.world.switches["private-infos.needed"] and call.name not in (said if isinstance(said, list) else []):
        text = "the api need to be declared in the requiredPrivateInfos field in app.json/ext.json"
        raise WxError(text, Cause("private-infos.undeclared", {"call": call.name}))


def get_location(call: Call) -> Steps:
    _declared(call)
    answer = yield from allowed(call, "scope.userLocation")
    here = merged(HERE, answer)
    return {**here, "speed": -1, "accuracy": 65, "altitude": 0, "verticalAccuracy": 65, "horizontalAccuracy": 65}


def get_fuzzy_location(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/location/wx.getFuzzyLocation.html"""
    _declared(call)
    answer = yield from allowed(call, "scope.userFuzzyLocation")
    return {key: round(value, 2) for key, value in merged(HERE, answer).items()}


def choose_location(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/location/wx.chooseLocation.html"""
    _declared(call)
    return (yield from _form(call, "ask.place", _PLACE))


def choose_address(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/address/wx.chooseAddress.html"""
    _declared(call)
    result = yield from _form(call, "ask.address", _ADDRESS)
    call.phone.allowed_of(call.app.app_id).setdefault("scope.address", True)
    return result


def choose_invoice_title(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/invoice/wx.chooseInvoiceTitle.html"""
    return (yield from _form(call, "ask.invoice", _TITLE))


def scan_code(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/device/scan/wx.scanCode.html"""
    found = yield from _form(call, "ask.scan", {"result": "https://example.com/"})
    kind = "QR_CODE" if found["result"].strip("0123456789") else "EAN_13"
    return {"result": found["result"], "scanType": kind, "charSet": "utf-8", "rawData": "", "path": ""}


def make_phone_call(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/device/phone/wx.makePhoneCall.html"""
    check({"phoneNumber": ""}, call.params)
    number = call.params["phoneNumber"]
    answer = yield Sheet("actionSheet", lambda: {"itemList": [number], "itemColor": "#000000", "alertText": ""})
    if answer["action"] != "confirm":
        raise WxError("cancel", Cause("user.cancelled"))
    return {}


def merged(defaults: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The defaults with the answer's ``values`` in their place; numbers stay numbers."""
    given = answer.get("values")
    values = given if isinstance(given, dict) else {}
    return {key: _like(default, values.get(key, default)) for key, default in defaults.items()}


HANDLERS: dict[str, Handler] = {
    "getLocation": get_location,
    "getFuzzyLocation": get_fuzzy_location,
    "chooseLocation": choose_location,
    "chooseAddress": choose_address,
    "chooseInvoiceTitle": choose_invoice_title,
    "scanCode": scan_code,
    "makePhoneCall": make_phone_call,
}


def _form(call: Call, title: str, defaults: dict[str, Any]) -> Steps:
    fields = [{"id": key, "label": key, "value": str(value)} for key, value in defaults.items()]
    answer = yield Sheet("form", lambda: {"title": say(title), "fields": fields})
    if answer["action"] != "confirm":
        raise WxError("cancel", Cause("user.cancelled"))
    return merged(defaults, answer)


def _like(default: Any, value: Any) -> Any:
    if not isinstance(default, float):
        return str(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return default
