"""Addresses of this slice: worry about a person: clocks, contacts on call, side rooms."""

from __future__ import annotations

from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = []
