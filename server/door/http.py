"""The door over HTTP."""

from __future__ import annotations

from server.door import bodies, service
from server.web.endpoints import Endpoint, Who

ENDPOINTS: list[Endpoint] = [
    Endpoint(
        "GET",
        "/api/rooms/{room}/door",
        service.read_door,
        body=bodies.DoorOf,
        result=bodies.DoorCard,
        who=Who.ANYONE,
        reads=True,
    ),
    Endpoint(
        "PUT",
        "/api/rooms/{room}/door",
        service.write_letter,
        body=bodies.WriteLetter,
        result=bodies.Letter,
        key="room",
    ),
]
