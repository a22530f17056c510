"""Reports and the desk over HTTP. Opening a case is no mere reading: that it was done stands in the log."""

from __future__ import annotations

from server.review import bodies, claiming, closing, handing_over, listing, pausing, reporting, viewing
from server.review.turns import wait_for_turn
from server.rooms.bodies import OneRoom
from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = [
    Endpoint(
        "POST",
        "/api/rooms/{room}/reports",
        reporting.send_report,
        body=bodies.SendReport,
        result=bodies.Receipt,
        status=201,
        before=wait_for_turn,
        key="room",
    ),
    Endpoint("GET", "/api/reports", reporting.list_my_reports, result=bodies.MyReports, reads=True),
    Endpoint("GET", "/api/desk", listing.see_desk, body=bodies.DeskOf, result=bodies.Desk, reads=True),
    Endpoint(
        "GET",
        "/api/rooms/{room}/duty/cases",
        handing_over.list_cases_of_duty,
        body=OneRoom,
        result=bodies.CasesOfDuty,
        reads=True,
    ),
    Endpoint("POST", "/api/desk/pause", pausing.take_pause, body=bodies.Pause, result=bodies.Paused),
    Endpoint("DELETE", "/api/desk/pause", pausing.end_pause, result=bodies.Paused),
    Endpoint("GET", "/api/cases/{case}", viewing.open_the_case, body=bodies.OneCase, result=bodies.CaseShown),
    Endpoint("GET", "/api/cases/{case}/log", viewing.read_log, body=bodies.OneCase, result=bodies.CaseLog, reads=True),
    Endpoint("POST", "/api/cases/{case}/claim", claiming.claim_case, body=bodies.AtVersion, result=bodies.Claimed),
    Endpoint("PUT", "/api/cases/{case}/claim", claiming.keep_claim, body=bodies.OneCase, result=bodies.Claimed),
    Endpoint("POST", "/api/cases/{case}/release", claiming.release_case, body=bodies.AtVersion, result=bodies.Moved),
    Endpoint("POST", "/api/cases/{case}/hand-on", claiming.hand_on, body=bodies.AtVersion, result=bodies.Moved),
    Endpoint("POST", "/api/cases/{case}/escalate", claiming.escalate_case, body=bodies.Escalate, result=bodies.Moved),
    Endpoint("POST", "/api/cases/{case}/note", claiming.write_note, body=bodies.WriteNote, status=204),
    Endpoint("POST", "/api/cases/{case}/decide", closing.decide_case, body=bodies.Decide, result=bodies.Moved),
]
