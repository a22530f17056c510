"""Addresses of this slice: what binds an account now, and where."""

from __future__ import annotations

from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = []
