"""Rows of this slice: scheduled sessions: registration, waiting lists, professionals."""
