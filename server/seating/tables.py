"""Rows of this slice: who may write now: seating, turns, rounds, script."""
