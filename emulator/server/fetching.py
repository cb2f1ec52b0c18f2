"""The HTTP that a mini-program asks for: https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html"""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from ..questions import Fetch
from ..world import PendingFetch

#: No answer may be larger; the app would have to hold it in memory.
MAX_ANSWER = 50 * 1024 * 1024

MAX_TIME = 60.0


class Mapped(httpx.AsyncBaseTransport):
    """Sends requests for a host of the world's table to the local address it stands for."""

    def __init__(self, hosts: Mapping[str, str]) -> None:
        self._hosts = hosts
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=100), trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        target = self._hosts.get(request.url.host)
        if target is not None:
            base = httpx.URL(target)
            request.url = request.url.copy_with(scheme=base.scheme, host=base.host, port=base.port)
            request.headers["Host"] = request.url.netloc.decode()
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


class Fetcher:
    """Does fetches directly, through no proxy; redirects are followed as ``wx.request`` does."""

    def __init__(self, hosts: Mapping[str, str]) -> None:
        self._hosts = hosts
        self._made: httpx.AsyncClient | None = None

    @property
    def _client(self) -> httpx.AsyncClient:
        """Made when first needed: to read the certificates takes a good part of the start."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def _make(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=Mapped(self._hosts),
            trust_env=False,
            follow_redirects=True,
            timeout=None,
            # A mini-program keeps its cookies itself, or has none.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )

    async def fetch(self, pending: PendingFetch) -> None:
        pending.done(await self._answer(pending.fetch))

    async def close(self) -> None:
        if self._made is not None:
            await self._made.aclose()

    async def _answer(self, fetch: Fetch) -> dict[str, Any]:
        try:
            async with asyncio.timeout(min(fetch.timeout / 1000, MAX_TIME)):
                return await self._load(fetch)
        except TimeoutError:
            return {"error": "timeout"}
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return {"error": _words(error)}

    async def _load(self, fetch: Fetch) -> dict[str, Any]:
        async with self._client.stream(
            fetch.method, fetch.url, headers=fetch.headers, content=fetch.body or None
        ) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_ANSWER:
                    return {"error": "exceed max download size"}
            return {
                "statusCode": response.status_code,
                "header": dict(response.headers),
                "cookies": response.headers.get_list("set-cookie"),
                "body": bytes(body),
            }


def _words(error: Exception) -> str:
    """The failure as the base library words it, in the names of its network stack."""
    reasons: list[BaseException] = []
    reason: BaseException | None = error
    while reason is not None:
        reasons.append(reason)
        reason = reason.__cause__ or reason.__context__
    if any(isinstance(one, socket.gaierror) for one in reasons):
        return "net::ERR_NAME_NOT_RESOLVED"
    if any(isinstance(one, ssl.SSLError) for one in reasons):
        return "net::ERR_CERT_AUTHORITY_INVALID"
    if any(isinstance(one, httpx.ConnectError) for one in reasons):
        return "net::ERR_CONNECTION_REFUSED"
    if isinstance(error, httpx.TooManyRedirects):
        return "net::ERR_TOO_MANY_REDIRECTS"
    if isinstance(error, httpx.RemoteProtocolError):
        return "net::ERR_EMPTY_RESPONSE"
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | UnicodeError):
        return "net::ERR_INVALID_URL"
    return "net::ERR_CONNECTION_RESET"
