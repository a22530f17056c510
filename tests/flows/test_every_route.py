"""Every address of the application: who may knock, from which pages, and what every answer says to the browser.

Rooms have a table of their own (tests/rooms/test_rights.py); this one holds the whole application to the rules.
"""

from __future__ import annotations

import re

import pytest
from starlette.routing import BaseRoute, Route, WebSocketRoute

from server.web.pages import PATHS
from tests.flows.stage import Stage, Visitor, newcomer, open_room

NOBODYS = "0" * 26
KEPT_NOWHERE = {"no-store", "no-cache"}
PLAIN = {
    ("GET", path)
    for path in (*PATHS, "/help", "/healthz", "/readyz", "/metrics", "/static/{path:path}", "/api/openapi.json")
} | {("GET", "/api/texts/{language}.json"), ("GET", "/api/texts/{language}/later.json")}
DOORS = {
    ("GET", "/api/rooms/{room}/promise"),
    ("GET", "/api/organisation"),
    ("GET", "/api/directory"),
    ("GET", "/api/rooms/{room}/card"),
    ("GET", "/api/rooms/{room}/agreement"),
    ("GET", "/api/rooms/{room}/agreement/versions"),
    ("GET", "/api/agreements/key"),
    ("POST", "/api/receipts/verify"),
    ("POST", "/api/logins"),
    ("DELETE", "/api/logins/current"),
    ("POST", "/api/recoveries"),
    ("POST", "/api/invitations/look"),
    ("POST", "/api/invitations/redeem"),
    ("POST", "/api/rooms/{room}/applications"),
    ("GET", "/api/rooms/{room}/door"),
    ("POST", "/api/professionals/look"),
    ("POST", "/api/professionals/redeem"),
    ("GET", "/calendar/{secret}.ics"),
    ("GET", "/api/public/criticism-count"),
}
OWN = {
    # what is one's own is there for everybody who is signed in, whatever their role
    ("GET", "/api/me"): 200,
    ("PATCH", "/api/me"): 200,
    ("GET", "/api/logins"): 200,
    ("DELETE", "/api/logins/{login}"): 404,
    ("POST", "/api/recovery-codes"): 403,
    ("POST", "/api/password"): 403,
    ("GET", "/api/rooms"): 200,
    ("GET", "/api/receipts"): 200,
    ("GET", "/api/worries"): 200,
    ("GET", "/api/side-rooms"): 200,
    ("GET", "/api/desk/shift-summary"): 200,
    ("GET", "/api/reports"): 200,
    ("GET", "/api/desk"): 200,
    ("POST", "/api/desk/pause"): 200,
    ("DELETE", "/api/desk/pause"): 200,
    ("GET", "/api/sanctions"): 200,
    ("GET", "/api/complaints"): 200,
    ("POST", "/api/complaints"): 201,
    ("GET", "/api/meetings"): 200,
    ("GET", "/api/reminders"): 200,
    ("GET", "/api/me/mail-address"): 200,
    ("PUT", "/api/me/mail-address"): 409,
    ("DELETE", "/api/me/mail-address"): 204,
    ("POST", "/api/calendar"): 201,
    ("GET", "/api/calendar"): 200,
    ("DELETE", "/api/calendar"): 204,
}
STAFF = {
    # what the staff's work needs: an organiser, a participant, a professional, a facilitator, a moderator of a room
    ("GET", "/api/on-call"): (200, 403, 403, 403, 403),
    ("PUT", "/api/on-call"): (200, 403, 403, 403, 403),
    ("GET", "/api/protocol-steps"): (200, 403, 403, 200, 200),
    ("PUT", "/api/protocol-steps"): (200, 403, 403, 403, 403),
    ("GET", "/api/script-templates"): (200,) * 5,
    ("PUT", "/api/script-templates"): (200, 403, 403, 403, 403),
    ("GET", "/api/reason-templates"): (200, 403, 403, 403, 403),
    ("PUT", "/api/reason-templates"): (200, 403, 403, 403, 403),
    ("GET", "/api/trainings"): (200, 403, 403, 403, 403),
    ("POST", "/api/trainings"): (404, 403, 403, 403, 403),
    # for reviewers alone, who are nobody of these
    ("GET", "/api/sealed-copies"): (403, 403, 403, 403, 403),
    ("GET", "/api/second-voices"): (403, 403, 403, 403, 403),
}
BODIES = {
    "/api/on-call": {"contacts": []},
    "/api/trainings": {"participation": NOBODYS, "kind": "facilitator", "valid_until": "2099-01-01T00:00:00Z"},
    "/api/protocol-steps": {"steps": []},
    "/api/script-templates": {"templates": []},
    "/api/reason-templates": {"language": "en", "reason": "spam", "text": "It was advertising."},
    "/api/complaints": {"words": "Nobody listens."},
    "/api/me": {"language": "en"},
    "/api/recovery-codes": {"password": "not the right one"},
    "/api/me/mail-address": {"address": "kuusi@mail.example"},
    "/api/calendar": {},
    "/api/desk/pause": {"minutes": 5},
    "/api/password": {"current_password": "not the right one", "new_password": "a river under the white ice"},
}


@pytest.fixture
def stage(small_stage: Stage) -> Stage:
    """One process: what may be asked does not depend on where."""
    return small_stage


def routes(stage: Stage) -> list[BaseRoute]:
    """All that the application answers to, whether it stands in a table of ours or not."""
    found: list[BaseRoute] = stage.house.app._app.routes  # type: ignore[attr-defined]
    return found


def doors(stage: Stage) -> list[tuple[str, str]]:
    """(method, path) of every HTTP route."""
    http = [route for route in routes(stage) if isinstance(route, Route)]
    return [(method, route.path) for route in http for method in sorted(route.methods or ()) if method != "HEAD"]


def filled(path: str) -> str:
    return re.sub(r"{\w+(:path)?}", NOBODYS, path)


async def test_who_is_not_signed_in_gets_no_further_than_the_doors(stage: Stage) -> None:
    anybody = stage.visitor()
    assert {type(route) for route in routes(stage)} == {Route, WebSocketRoute}
    for method, path in doors(stage):
        response = await anybody.http.request(method, filled(path))
        is_open = (method, path) in PLAIN | DOORS
        assert (response.status_code == 401) is not is_open, (method, path, response.status_code)


async def test_pages_of_other_origins_change_nothing_not_even_without_a_body(stage: Stage) -> None:
    radu = await stage.organiser()
    writing = [(method, path) for method, path in doors(stage) if method not in {"GET", "HEAD"}]
    assert len(writing) > 15
    for origin in ("https://elsewhere.example", "null", stage.url + ".elsewhere.example"):
        for method, path in writing:
            response = await radu.http.request(method, filled(path), headers={"origin": origin})
            assert response.json()["error"]["code"] == "foreign_origin", (method, path, origin)
    await radu.ask("GET", "/api/me")


async def test_every_answer_carries_the_policy_and_is_kept_nowhere(stage: Stage) -> None:
    radu = await stage.organiser()
    for visitor in (radu, stage.visitor()):
        for method, path in doors(stage):
            if (method, path) != ("DELETE", "/api/logins/current"):
                response = await visitor.http.request(method, filled(path))
                assert "require-trusted-types-for 'script'" in response.headers["content-security-policy"]
                assert response.headers["x-content-type-options"] == "nosniff"
                assert response.headers["cache-control"] in KEPT_NOWHERE, (method, path)


async def test_accounts_and_the_organisation_answer_by_role(stage: Stage) -> None:
    radu = await stage.organiser()
    room = await open_room(radu)
    people: list[Visitor] = [radu]
    for name, role in (
        ("Meri", "participant"),
        ("Lumi", "professional"),
        ("Aino", "facilitator"),
        ("Onni", "moderator"),
    ):
        people.append(await newcomer(stage, radu, room, name, role))
    foreign = (await people[1].ask("GET", "/api/logins"))["logins"][0]["id"]
    for person in people:
        for (method, path), status in OWN.items():
            response = await person.http.request(
                method, filled(path), **({"json": BODIES[path]} if method in {"POST", "PATCH", "PUT"} else {})
            )
            assert response.status_code == status, (method, path)
        if person is not people[1]:
            assert await person.refused("DELETE", f"/api/logins/{foreign}") == "not_found"
    for person in people[1:]:
        assert await person.refused("PUT", "/api/organisation", {}) in {"not_permitted", "bad_request"}
        card = await person.ask("GET", "/api/organisation")
        card.pop("is_set_up")
        assert await person.refused("PUT", "/api/organisation", card) == "not_permitted"


async def test_who_has_a_desk_is_told_so_without_having_opened_a_room(stage: Stage) -> None:
    radu = await stage.organiser()
    room = await open_room(radu)
    roles = {"Meri": "participant", "Lumi": "professional", "Aino": "facilitator", "Onni": "moderator"}
    people = [radu, *[await newcomer(stage, radu, room, name, role) for name, role in roles.items()]]
    found = [(await person.ask("GET", "/api/me"))["has_desk"] for person in people]
    assert found == [True, False, False, True, True]
    assert (await people[1].ask("PATCH", "/api/me", {"language": "en"}))["has_desk"] is False


async def test_what_staff_work_with_answers_by_role(stage: Stage) -> None:
    radu = await stage.organiser()
    room = await open_room(radu)
    roles = {"Meri": "participant", "Lumi": "professional", "Aino": "facilitator", "Onni": "moderator"}
    people = [radu, *[await newcomer(stage, radu, room, name, role) for name, role in roles.items()]]
    for (method, path), expected in STAFF.items():
        body = {"json": BODIES[path]} if method in {"PUT", "POST"} else {}
        found = [(await person.http.request(method, path, **body)).status_code for person in people]
        assert tuple(found) == expected, (method, path)


def test_no_address_lacks_a_place_in_the_tables(stage: Stage) -> None:
    about_rooms = {(method, path) for method, path in doors(stage) if path.startswith("/api/") and "{" in path}
    about_rooms |= {("POST", "/api/rooms")}
    known = PLAIN | DOORS | OWN.keys() | STAFF.keys() | {("PUT", "/api/organisation")}
    assert set(doors(stage)) - known - about_rooms == set()
    assert known <= set(doors(stage))
