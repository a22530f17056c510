"""Timed work of this slice: who may write now: seating, turns, rounds, script."""

from __future__ import annotations

from server.web.services import Job

JOBS: list[Job] = []
