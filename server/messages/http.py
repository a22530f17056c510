"""Messages over HTTP: what waits of one's own, whom one does not want to read, notes, caution."""

from __future__ import annotations

from server.messages import bodies, caution, noting, own
from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = [
    Endpoint("GET", "/api/rooms/{room}/held", own.list_held, body=bodies.OfRoom, result=bodies.Held, reads=True),
    Endpoint("GET", "/api/rooms/{room}/mutes", own.list_mutes, body=bodies.OfRoom, result=bodies.Mutes, reads=True),
    Endpoint(
        "PUT",
        "/api/rooms/{room}/mutes/{participation}",
        own.mute_person,
        body=bodies.MutePerson,
        result=bodies.Mutes,
    ),
    Endpoint(
        "DELETE",
        "/api/rooms/{room}/mutes/{participation}",
        own.unmute_person,
        body=bodies.MutePerson,
        result=bodies.Mutes,
    ),
    Endpoint("POST", "/api/messages/{message}/content-note", noting.set_note, body=bodies.SetNote, status=204),
    Endpoint(
        "GET", "/api/rooms/{room}/caution", caution.see_caution, body=bodies.OfRoom, result=bodies.Caution, reads=True
    ),
    Endpoint(
        "POST",
        "/api/rooms/{room}/lockdown",
        caution.set_lockdown,
        body=bodies.SetLockdown,
        result=bodies.Caution,
        key="room",
    ),
    Endpoint(
        "PUT",
        "/api/rooms/{room}/premoderation",
        caution.look_at_newcomers,
        body=bodies.OfRoom,
        result=bodies.Caution,
        key="room",
    ),
    Endpoint(
        "DELETE",
        "/api/rooms/{room}/premoderation",
        caution.trust_newcomers,
        body=bodies.OfRoom,
        result=bodies.Caution,
        key="room",
    ),
    Endpoint(
        "PUT",
        "/api/participations/{participation}/premoderation",
        caution.look_at_person,
        body=bodies.OnePerson,
        result=bodies.Caution,
    ),
    Endpoint(
        "DELETE",
        "/api/participations/{participation}/premoderation",
        caution.trust_person,
        body=bodies.OnePerson,
        result=bodies.Caution,
    ),
]
