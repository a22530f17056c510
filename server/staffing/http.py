"""Addresses of this slice: who is trained, who is on duty, and what that does to a room."""

from __future__ import annotations

from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = []
