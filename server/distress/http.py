"""Distress over HTTP: worries, who is on call, what is done in a case, side rooms."""

from __future__ import annotations

from server.distress import bodies, contacts, worries
from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = [
    Endpoint(
        "POST",
        "/api/rooms/{room}/worries",
        worries.say_worried,
        body=bodies.Worried,
        result=bodies.WorryReceipt,
        status=201,
        key="room",
    ),
    Endpoint("GET", "/api/worries", worries.list_worries, result=bodies.Worries, reads=True),
    Endpoint("GET", "/api/on-call", contacts.read_on_call, result=bodies.OnCall, reads=True),
    Endpoint(
        "PUT",
        "/api/on-call",
        contacts.save_on_call,
        body=bodies.SaveOnCall,
        result=bodies.OnCall,
        before=contacts.check_addresses,
    ),
    Endpoint(
        "POST",
        "/api/on-call/{contact}/try",
        contacts.note_trial,
        body=bodies.OneContact,
        result=bodies.Contact,
        before=contacts.try_contact,
    ),
]
