"""wechatpy in a process of its own: a call as a line of JSON in, its result or WeChat's error as a line of JSON out.

``python wechatpy_driver.py URL APPID SECRET``. Its host is written into wechatpy in three places; all are told ours.
"""

import json
import sys

from wechatpy.client import WeChatClient
from wechatpy.client.api import WeChatCard
from wechatpy.exceptions import WeChatClientException


class Client(WeChatClient):  # type: ignore[misc]  # wechatpy is not in the environment that checks types
    """Fetches its token from our host."""

    url = ""

    def fetch_access_token(self):
        asked = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(url=self.url + "/cgi-bin/token", params=asked)


def answer(client, line):
    api, method, args, kwargs = json.loads(line)
    try:
        return {"result": getattr(getattr(client, api), method)(*args, **kwargs)}
    except WeChatClientException as error:
        return {"errcode": error.errcode, "errmsg": error.errmsg}


def main(url, appid, secret):
    Client.url, Client.API_BASE_URL, WeChatCard.API_BASE_URL = url, url + "/cgi-bin/", url + "/"
    client = Client(appid, secret)
    methods = [name for name in vars(WeChatCard) if not name.startswith("_") and name != "API_BASE_URL"]
    print(json.dumps(methods), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(client, line)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
