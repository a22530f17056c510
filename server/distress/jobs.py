"""Timed work of this slice: worry about a person: clocks, contacts on call, side rooms."""

from __future__ import annotations

from server.web.services import Job

JOBS: list[Job] = []
