"""One HTTP request from somebody who is signed in."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any


def ask(port: int, method: str, path: str, cookie: str = "", body: Any = None, seconds: float = 20) -> int:
    """The status of the answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=seconds)
    headers = {"Host": f"localhost:{port}", "Content-Type": "application/json"} | ({"Cookie": cookie} if cookie else {})
    try:
        connection.request(method, path, None if body is None else json.dumps(body).encode(), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
