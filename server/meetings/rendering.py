"""Lines of the log made into events: scheduled sessions: registration, waiting lists, professionals."""

from __future__ import annotations

from server.rooms.log import Renderer

RENDERERS: dict[str, Renderer] = {}
