"""Pushes over HTTP: to this machine alone unless a host is allowed by name.

A mock server that calls out is a door to what else listens: WireMock's webhooks (CVE-2023-41327, CVE-2023-41329) were
led to internal addresses, and their check was dodged by a name that resolved differently the second time. So the name
is resolved once, that address is judged, and the connection goes to it; no redirects, no proxies.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable

import httpx

from ..deliveries import PATIENCE, PushAnswer
from ..errors import Cause
from ..push import Post

#: No receipt is longer.
MAX_ANSWER = 64 * 1024

Resolve = Callable[[str, int], Awaitable[list[str]]]


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found]


class Pusher:
    """*allowed*: hosts that may lie elsewhere."""

    def __init__(self, allowed: Iterable[str] = (), resolver: Resolve = resolve) -> None:
        self._allowed = frozenset(host.lower() for host in allowed)
        self._resolve = resolver
        self._made: httpx.AsyncClient | None = None

    async def send(self, post: Post) -> PushAnswer:
        """One try; never raises."""
        try:
            async with asyncio.timeout(PATIENCE / 1000):
                return await self._send(post)
        except TimeoutError:
            return PushAnswer(cause=Cause("push.timeout"))
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            return PushAnswer(cause=Cause("push.unreachable", {"reason": str(error) or type(error).__name__}))

    async def close(self) -> None:
        if self._made is not None:
            await self._made.aclose()

    async def _send(self, post: Post) -> PushAnswer:
        url = httpx.URL(post.url)
        addresses = await self._resolve(url.host, url.port or (443 if url.scheme == "https" else 80))
        address = next((one for one in addresses if self._may(url.host, one)), None)
        if address is None:
            return PushAnswer(cause=Cause("push.refused-address", {"host": url.host}))
        request = self._client.build_request(
            post.method, url.copy_with(host=address), content=post.body or None,
            headers={**post.headers, "Host": url.netloc.decode()}, extensions={"sni_hostname": url.host},
        )  # fmt: skip
        answer = await self._client.send(request, stream=True)
        try:
            body = bytearray()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > MAX_ANSWER:
                    break
        finally:
            await answer.aclose()
        return PushAnswer(answer.status_code, bytes(body[:MAX_ANSWER]).decode("utf-8", "replace"))

    def _may(self, host: str, address: str) -> bool:
        return host.lower() in self._allowed or ipaddress.ip_address(address.partition("%")[0]).is_loopback

    @property
    def _client(self) -> httpx.AsyncClient:
        """Made when first needed: to read the certificates takes a good part of the start."""
        if self._made is None:
            self._made = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=None)
        return self._made
