"""Addresses of this slice: scheduled sessions: registration, waiting lists, professionals."""

from __future__ import annotations

from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = []
