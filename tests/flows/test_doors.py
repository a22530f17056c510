"""Coming in by the real doors: over HTTP, with cookies, by strangers and by those who are known."""

import pytest

from server.rooms.http import ENDPOINTS
from server.web.endpoints import Who
from tests.flows.stage import PASSWORD, Stage, link, newcomer, open_room

NOBODYS = "0" * 26


async def test_stranger_reads_the_door_asks_and_is_let_in_and_heard(stage: Stage) -> None:
    radu = await stage.organiser()
    room = await open_room(radu, joins_by="application")
    aino = await newcomer(stage, radu, room, "Aino", "facilitator")
    kuusi = stage.visitor()
    (card,) = (await kuusi.ask("GET", "/api/directory"))["rooms"]
    assert (card["name"], card["free_seats"], card["staff"], card["who_can_read"]) == (
        "Tuesday circle",
        6,
        ["Eeva", "Aino"],
        ["people_in_room"],
    )
    body = {"pseudonym": "Kuusi", "password": PASSWORD, "display_name": "Kuusi", "note": "May I?", "language": "fi"}
    asked = await kuusi.ask("POST", f"/api/rooms/{room}/applications", body, status=201)
    assert len(asked["codes"]) == 8
    (mine,) = (await kuusi.ask("GET", "/api/rooms"))["applications"]
    assert mine["application"] == asked["application"]
    (waiting,) = (await aino.ask("GET", f"/api/rooms/{room}/applications"))["applications"]
    assert (waiting["display_name"], waiting["note"]) == ("Kuusi", "May I?")
    await aino.ask("POST", f"/api/applications/{waiting['id']}/accept", {}, status=204)
    guide, guest = await aino.connect(), await kuusi.connect()
    await guide.follow(room)
    you = (await guest.follow(room))["you"]
    await guest.say(room, "Thank you for having me")
    await guide.until(lambda: bool(guide.log.get(room)))
    assert guide.log[room][0]["message"]["author"]["participation"] == you["participation"]
    assert (await kuusi.ask("GET", "/api/me"))["language"] == "fi"


async def test_link_is_looked_at_used_once_and_then_dead(stage: Stage) -> None:
    radu = await stage.organiser()
    secret = await link(radu, await open_room(radu))
    kuusi, meri = stage.visitor(), stage.visitor()
    for visitor in (kuusi, meri):
        assert (await visitor.ask("POST", "/api/invitations/look", {"secret": secret}))["organisation"] == "Toivo"
    await kuusi.come_in(secret, "Kuusi")
    for path in ("look", "redeem"):
        body = {"secret": secret}
        assert await meri.refused("POST", f"/api/invitations/{path}", body) == "invitation_invalid"


async def test_who_is_signed_in_comes_in_with_a_name_only_and_a_stranger_must_say_who_they_are(
    small_stage: Stage,
) -> None:
    radu = await small_stage.organiser()
    first, second = await open_room(radu), await open_room(radu, "Elsewhere")
    kuusi = await newcomer(small_stage, radu, first, "Kuusi")
    secret = await link(radu, second)
    body = {"secret": secret, "display_name": "Aalto"}
    assert await small_stage.visitor().refused("POST", "/api/invitations/redeem", body) == "not_signed_in"
    known = body | {"pseudonym": "Somebody", "password": PASSWORD}
    assert await kuusi.refused("POST", "/api/invitations/redeem", known) == "bad_request"
    entered = await kuusi.ask("POST", "/api/invitations/redeem", body, status=201)
    assert (entered["room"]["id"], entered["codes"]) == (second, None)


@pytest.mark.parametrize("password", ["too short", "aaaaaaaaaaaaaaaaaaaaaaaa"])
async def test_bad_password_uses_no_invitation_up(small_stage: Stage, password: str) -> None:
    radu = await small_stage.organiser()
    secret = await link(radu, await open_room(radu))
    body = {"secret": secret, "pseudonym": "Kuusi", "password": password}
    kuusi = small_stage.visitor()
    assert (await kuusi.refused("POST", "/api/invitations/redeem", body)).startswith("password_too_")
    await kuusi.come_in(secret, "Kuusi")


WRONG = [
    ({"name": "x"}, ["capacity", "language", "purpose"]),
    ({"name": "", "purpose": "To talk.", "language": "en"}, ["name"]),
    ({"name": "x" * 81, "purpose": "To talk.", "language": "en"}, ["name"]),
    ({"name": "x", "purpose": "  ", "language": "en"}, ["purpose"]),
    ({"name": "x", "purpose": "To talk.", "language": "english"}, ["language"]),
    ({"name": "x", "purpose": "To talk.", "language": "en", "capacity": 1}, ["capacity"]),
    ({"name": "x", "purpose": "To talk.", "language": "en", "capacity": "many"}, ["capacity"]),
    ({"name": "x", "purpose": "To talk.", "language": "en", "joins_by": "force"}, ["joins_by"]),
    ({"name": 7, "purpose": "To talk.", "language": "en"}, ["name"]),
]


@pytest.mark.parametrize(("body", "fields"), WRONG, ids=range(len(WRONG)))
async def test_wrong_description_is_refused_by_field(
    small_stage: Stage, body: dict[str, object], fields: list[str]
) -> None:
    radu = await small_stage.organiser()
    error = (await radu.ask("POST", "/api/rooms", body, status=422))["error"]
    assert (error["code"], set(error["details"]["fields"]) <= set(fields)) == ("bad_request", True)


FILLED = {
    "/api/rooms/{room}": {"name": "Mine now"},
    "/api/rooms/{room}/invitations": {"role": "participant"},
    "/api/participations/{participation}/role": {"role": "facilitator"},
}


async def test_outsider_gets_the_same_answer_for_what_is_foreign_and_what_is_not_there(small_stage: Stage) -> None:
    radu = await small_stage.organiser()
    room = await open_room(radu, joins_by="application")
    kuusi = await newcomer(small_stage, radu, room, "Kuusi")
    participation = (await kuusi.ask("GET", "/api/rooms"))["rooms"][0]["my"]["participation"]
    applicant = small_stage.visitor()
    body = {"pseudonym": "Tammi", "password": PASSWORD}
    application = (await applicant.ask("POST", f"/api/rooms/{room}/applications", body, status=201))["application"]
    await link(radu, room)
    (invitation,) = (await radu.ask("GET", f"/api/rooms/{room}/invitations"))["invitations"]
    real = {
        "room": room,
        "participation": participation,
        "application": application,
        "invitation": invitation["id"],
    }
    elsewhere = await open_room(radu, "Elsewhere")
    outsiders = [await newcomer(small_stage, radu, elsewhere, "Meri"), small_stage.visitor()]
    guarded = [row for row in ENDPOINTS if "{" in row.path and row.who is Who.SIGNED_IN]
    assert len(guarded) == 10
    for row in guarded:
        content = FILLED.get(row.path, {}) if row.method != "GET" else None
        for outsider in outsiders:
            codes = {
                await outsider.refused(row.method, row.path.format(**ids), content)
                for ids in (real, dict.fromkeys(real, NOBODYS))
            }
            assert len(codes) == 1, (row.method, row.path, codes)
