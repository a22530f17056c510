"""Appeals, complaints, second voices and what waits of one's own, over HTTP."""

from __future__ import annotations

from server.review import appeals, complaints, second_answer, second_voice, withdrawing
from server.review import redress_bodies as bodies
from server.review.bodies import OneCase
from server.review.turns import wait_for_turn
from server.sanctions.bodies import SanctionCard
from server.web.endpoints import Endpoint, Who

ENDPOINTS: list[Endpoint] = [
    Endpoint(
        "POST",
        "/api/sanctions/{sanction}/appeal",
        appeals.ask_for_review,
        body=bodies.AskForReview,
        result=SanctionCard,
    ),
    Endpoint("GET", "/api/cases/{case}/appeal", appeals.see_appeal, body=OneCase, result=bodies.AppealShown),
    Endpoint(
        "POST",
        "/api/complaints",
        complaints.complain,
        body=bodies.Complain,
        result=bodies.MyComplaint,
        status=201,
        before=wait_for_turn,
    ),
    Endpoint("GET", "/api/complaints", complaints.list_complaints, result=bodies.MyComplaints, reads=True),
    Endpoint(
        "GET",
        "/api/cases/{case}/complaint",
        complaints.see_complaint,
        body=OneCase,
        result=bodies.ComplaintShown,
    ),
    Endpoint("GET", "/api/second-voices", second_voice.list_voices, result=bodies.Voices),
    Endpoint(
        "POST",
        "/api/second-voices/{second_voice}/answer",
        second_answer.answer_voice,
        body=bodies.OneVoice,
        status=204,
    ),
    Endpoint(
        "GET",
        "/api/public/criticism-count",
        second_voice.count_criticism,
        result=bodies.CriticismCount,
        who=Who.ANYONE,
        reads=True,
    ),
    Endpoint("DELETE", "/api/held/{message}", withdrawing.withdraw_held, body=bodies.OneHeld, status=204),
]
