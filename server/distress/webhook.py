"""One alert to one address: signed, without a name or a word of anybody's, and without a second way to go.

Answers are read no further than their first line. A redirect is an answer like any other that is not a yes.
"""

from __future__ import annotations

import asyncio
import hmac
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from server.distress.addresses import Target

_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})(?: |\r?\n)")
_LONGEST_LINE = 4096


class NoAnswer(Exception):
    """Nobody answered, or not in HTTP."""


@dataclass(frozen=True, slots=True)
class Post:
    """What is sent: a body of JSON, the secret it is signed with, when, and as which delivery."""

    body: bytes
    secret: str
    timestamp: int
    delivery: str

    def headers(self, target: Target) -> Mapping[str, str]:
        return {
            "Host": target.host_header,
            "Content-Type": "application/json",
            "Content-Length": str(len(self.body)),
            "User-Agent": "Sohva",
            "Sohva-Delivery": self.delivery,
            "Sohva-Signature": signature(self.secret, self.timestamp, self.body),
            "Connection": "close",
        }


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """`t=SECONDS,v1=HEX`: HMAC-SHA-256 of `SECONDS.BODY` with the contact's secret.

    Whoever checks it refuses times that lie further back than five minutes, so that no old alert can be played again.
    """
    return f"t={timestamp},v1={hmac.new(secret.encode(), b'%d.%s' % (timestamp, body), sha256).hexdigest()}"


async def send(target: Target, post: Post, context: ssl.SSLContext) -> int:
    """Posts to the addresses that were looked up, the first that takes it. Returns the status; raises NoAnswer."""
    for host in target.hosts:
        try:
            return await _send_to(host, target, post, context)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            continue
    raise NoAnswer


async def _send_to(host: str, target: Target, post: Post, context: ssl.SSLContext) -> int:
    security = {"ssl": context, "server_hostname": target.name} if target.is_secure else {}
    reader, writer = await asyncio.open_connection(host, target.port, limit=_LONGEST_LINE, **security)  # type: ignore[arg-type]
    try:
        head = "".join(f"{name}: {value}\r\n" for name, value in post.headers(target).items())
        writer.write(f"POST {target.path} HTTP/1.1\r\n{head}\r\n".encode() + post.body)
        await writer.drain()
        found = _STATUS.match(await reader.readuntil(b"\n"))
    finally:
        writer.transport.abort()  # a peer that never ends its connection keeps none of ours
    if found is None:
        raise NoAnswer
    return int(found[1])
