"""Timed work of this slice: what binds an account now, and where."""

from __future__ import annotations

from server.web.services import Job

JOBS: list[Job] = []
