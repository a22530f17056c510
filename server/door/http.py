"""Addresses of this slice: what one reads before entering."""

from __future__ import annotations

from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = []
