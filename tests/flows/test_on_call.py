"""Saying who is on call, over HTTP: what cannot be called is refused at once, and a trial shows what can."""

from pathlib import Path

import pytest

from tests.distress.listener import listening, status
from tests.flows.stage import Stage, open_stage


@pytest.mark.parametrize(
    ("kind", "address", "reason"),
    [
        ("webhook", "http://oncall.example/", "not_https"),
        ("webhook", "https://127.0.0.1/", "inside"),
        ("webhook", "https://169.254.169.254/latest/meta-data", "inside"),
        ("webhook", "https://localhost/", "inside"),
        ("webhook", "https://[::1]/", "inside"),
        ("webhook", "https://nobody.invalid/", "unknown_host"),
        ("webhook", "somewhere", "not_https"),
        ("mail", "sanna@toivo.example", "mail_not_set_up"),
    ],
)
async def test_address_that_could_not_be_called_is_refused_when_it_is_set(
    small_stage: Stage, kind: str, address: str, reason: str
) -> None:
    radu = await small_stage.organiser()
    contacts = {"contacts": [{"kind": kind, "address": address}]}
    answer = await radu.http.put("/api/on-call", json=contacts)
    error = answer.json()["error"]
    assert (error["code"], error["details"]) == ("contact_unusable", {"contact": 1, "reason": reason})
    assert address not in answer.text
    assert (await radu.ask("GET", "/api/on-call"))["contacts"] == []


async def test_trial_shows_whether_a_contact_can_be_reached(sqlite_url: str, tmp_path: Path) -> None:
    async with open_stage(sqlite_url, tmp_path, webhook_allow_private_networks=True) as stage:
        radu = await stage.organiser()
        async with listening(status(204), status(302, "Location: /")) as listener:
            contacts = {"contacts": [{"kind": "webhook", "address": listener.url, "languages": ["fi", "en"]}]}
            [contact] = (await radu.ask("PUT", "/api/on-call", contacts))["contacts"]
            assert contact["secret"]
            tried = await radu.ask("POST", f"/api/on-call/{contact['id']}/try", {})
            assert (tried["tried_result"], tried["secret"]) == ("reached", None)
            assert listener.heard[0].told["event"] == "trial"
            assert listener.heard[0].told["case"] is None
            tried = await radu.ask("POST", f"/api/on-call/{contact['id']}/try", {})
            assert tried["tried_result"] == "redirected"
        assert await radu.refused("POST", f"/api/on-call/{'0' * 26}/try", {}) == "not_found"
