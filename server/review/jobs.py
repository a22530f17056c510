"""Timed work of this slice: cases on the desk: reports, holds, claims, decisions, appeals."""

from __future__ import annotations

from server.web.services import Job

JOBS: list[Job] = []
