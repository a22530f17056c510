"""Rows of this slice: what staff did and why, in a chain that shows every alteration."""
