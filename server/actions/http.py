"""Addresses of this slice: what staff did and why, in a chain that shows every alteration."""

from __future__ import annotations

from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = []
