"""Rows of this slice: what binds an account now, and where."""
