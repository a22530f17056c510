"""Rows of this slice: worry about a person: clocks, contacts on call, side rooms."""
