"""Distress over HTTP: worries, who is on call, what is done in a case, side rooms."""

from __future__ import annotations

from server.distress import (
    aside,
    bodies,
    case_bodies,
    contacts,
    looking,
    promise,
    promise_bodies,
    protocol,
    side_bodies,
    side_rooms,
    worries,
)
from server.web.endpoints import Endpoint, Who

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
    Endpoint(
        "POST",
        "/api/cases/{case}/side-room",
        side_rooms.offer_side_room,
        body=side_bodies.OfferTo,
        result=side_bodies.SideRoomCard,
        status=201,
    ),
    Endpoint("GET", "/api/side-rooms", side_rooms.list_side_rooms, result=side_bodies.SideRooms, reads=True),
    *(
        Endpoint("POST", f"/api/side-rooms/{{side_room}}/{word}", use_case, body=body, result=side_bodies.SideRoomCard)
        for word, use_case, body in (
            ("accept", side_rooms.accept_side_room, side_bodies.OneSideRoom),
            ("decline", side_rooms.decline_side_room, side_bodies.OneSideRoom),
            ("extend", side_rooms.stay_longer, side_bodies.OneSideRoom),
            ("close", side_rooms.close_side_room, side_bodies.Close),
            ("hand-over", side_rooms.hand_over_side_room, side_bodies.HandOver),
        )
    ),
    Endpoint(
        "POST",
        "/api/side-rooms/{side_room}/messages",
        aside.say_aside,
        body=side_bodies.SayAside,
        result=side_bodies.SaidAside,
        before=aside.look,
        status=201,
    ),
    Endpoint(
        "GET",
        "/api/side-rooms/{side_room}/messages",
        aside.read_aside,
        body=side_bodies.ReadAside,
        result=side_bodies.AsideMessages,
        reads=True,
    ),
    Endpoint(
        "GET",
        "/api/cases/{case}/distress",
        looking.look_at_distress,
        body=case_bodies.OneCase,
        result=case_bodies.DistressShown,
    ),
    Endpoint(
        "PUT",
        "/api/cases/{case}/steps/{step}",
        protocol.mark_step,
        body=case_bodies.MarkStep,
        status=204,
    ),
    Endpoint("GET", "/api/protocol-steps", protocol.read_steps, result=case_bodies.ProtocolSteps, reads=True),
    Endpoint(
        "PUT",
        "/api/protocol-steps",
        protocol.save_steps,
        body=case_bodies.SaveSteps,
        result=case_bodies.ProtocolSteps,
    ),
    Endpoint("GET", "/api/desk/shift-summary", looking.sum_up_shift, result=case_bodies.ShiftSummary, reads=True),
    Endpoint(
        "GET",
        "/api/rooms/{room}/promise",
        promise.read_promise,
        body=promise_bodies.PromiseOf,
        result=promise_bodies.Kept,
        who=Who.ANYONE,
        reads=True,
    ),
]
