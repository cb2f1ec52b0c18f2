"""https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html"""

from typing import Any

from ..calls import Call, Handler
from ..errors import ApiError, Cause
from .reading import OK


def get_user_phone_number(call: Call) -> dict[str, Any]:
    """The number behind a code of the button ``open-type="getPhoneNumber"``, once."""
    code = call.params.get("code")
    found = call.world.accounts.phone_codes.get(code) if isinstance(code, str) else None
    if found is None or found.app_id != call.account or found.used or found.expires < call.now:
        raise ApiError(40029, Cause("login.code-invalid"))
    found.used = True
    number = next(phone.user.phone_number for phone in call.world.phones.values() if phone.user.id == found.user)
    info = {"phoneNumber": number, "purePhoneNumber": number, "countryCode": "86"}
    return {**OK, "phone_info": {**info, "watermark": {"timestamp": call.now, "appid": call.account}}}


HANDLERS: dict[str, Handler] = {"/wxa/business/getuserphonenumber": get_user_phone_number}
