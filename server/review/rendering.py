"""Lines of the log made into events: cases on the desk: reports, holds, claims, decisions, appeals."""

from __future__ import annotations

from server.rooms.log import Renderer

RENDERERS: dict[str, Renderer] = {}
