"""Lines of the log made into events: who is trained, who is on duty, and what that does to a room."""

from __future__ import annotations

from server.rooms.log import Renderer

RENDERERS: dict[str, Renderer] = {}
