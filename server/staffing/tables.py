"""Rows of this slice: who is trained, who is on duty, and what that does to a room."""
