"""Addresses of this slice: who may write now: seating, turns, rounds, script."""

from __future__ import annotations

from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = []
