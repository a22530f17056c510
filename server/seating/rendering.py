"""Lines of the log made into events: who may write now: seating, turns, rounds, script."""

from __future__ import annotations

from server.rooms.log import Renderer

RENDERERS: dict[str, Renderer] = {}
