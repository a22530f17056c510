"""Questions, notes of a sitting and scripts over HTTP."""

from __future__ import annotations

from server.seating import attendance, bodies, questions, templates
from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = [
    Endpoint(
        "GET",
        "/api/rooms/{room}/questions",
        questions.list_questions,
        body=bodies.OneRoom,
        result=bodies.Questions,
        reads=True,
    ),
    Endpoint(
        "GET",
        "/api/rooms/{room}/notes-of-sitting",
        attendance.read_notes_of_sitting,
        body=bodies.OneRoom,
        result=bodies.NotesOfSitting,
        reads=True,
    ),
    Endpoint("GET", "/api/script-templates", templates.list_script_templates, result=bodies.Templates, reads=True),
    Endpoint(
        "PUT",
        "/api/script-templates",
        templates.save_script_templates,
        body=bodies.SaveTemplates,
        result=bodies.Templates,
    ),
]
