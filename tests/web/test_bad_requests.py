"""HTTP requests that are wrong in every way: a code, no echo, and a server that goes on."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from tests.hub.house import serve_house

SECRET = "kuusi-typed-this"


@pytest.fixture
async def http(empty_sqlite_url: str, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    async with serve_house(empty_sqlite_url, tmp_path) as served:
        cookie = served.people[0][0]
        async with httpx2.AsyncClient(base_url=served.url, headers={"cookie": cookie}, trust_env=False) as client:
            yield client


BODIES = [
    (b"{", "bad_request"),
    (b"[]", "bad_request"),
    (b'"' + SECRET.encode() + b'"', "bad_request"),
    (b"\xff\xfe", "bad_request"),
    (b'{"language":7}', "bad_request"),
    (b'{"language":"en","more":"' + SECRET.encode() + b'"}', "bad_request"),
    (b'{"language":"' + SECRET.encode() + b'"}', "bad_request"),
    (b'{"language":"e\\u0000"}', "text_unusable"),
    (b'{"language":"\\ud800"}', "bad_request"),
    (b'{"language":' + b"[" * 30 + b"]" * 30 + b"}", "text_unusable"),
    (b'{"language":"' + b"x" * 70_000 + b'"}', "too_large"),
    (b"[" * 60_000, "bad_request"),
]


@pytest.mark.parametrize(("body", "code"), BODIES, ids=range(len(BODIES)))
async def test_broken_body_is_refused_without_echo(http: httpx2.AsyncClient, body: bytes, code: str) -> None:
    response = await http.patch("/api/me", content=body, headers={"content-type": "application/json"})
    assert response.json()["error"]["code"] == code
    assert SECRET not in response.text
    assert (await http.get("/api/me")).status_code == 200


async def test_body_of_another_kind_is_refused(http: httpx2.AsyncClient) -> None:
    response = await http.patch("/api/me", content=b"language=en", headers={"content-type": "text/plain"})
    assert response.json()["error"]["code"] == "bad_request"


async def test_page_of_another_origin_changes_nothing(http: httpx2.AsyncClient) -> None:
    headers = {"content-type": "application/json", "origin": "https://elsewhere.example"}
    response = await http.patch("/api/me", content=json.dumps({"language": "fi"}).encode(), headers=headers)
    assert (response.status_code, response.json()["error"]["code"]) == (403, "foreign_origin")
    assert (await http.get("/api/me")).json()["language"] == "en"


@pytest.mark.parametrize("room", ["%00", "a%2F..%2Fb", "%F0%9F%8C%B2" * 30, "x" * 500])
async def test_odd_places_answer_like_places_that_are_not_there(http: httpx2.AsyncClient, room: str) -> None:
    response = await http.get(f"/api/rooms/{room}/card")
    assert response.status_code in {404, 422}
    assert response.json()["error"]["code"] in {"not_found", "bad_request", "text_unusable"}


async def test_body_without_end_is_refused_when_it_is_too_large(http: httpx2.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 4096

    response = await http.patch("/api/me", content=endless(), headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")
