"""Timed work of this slice: scheduled sessions: registration, waiting lists, professionals."""

from __future__ import annotations

from server.web.services import Job

JOBS: list[Job] = []
