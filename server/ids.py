"""Identifiers: 128 random bits in 26 lower-case characters, safe in URLs and without a meaning.

Messages get time-ordered ones (the layout of ULID, https://github.com/ulid/spec), because rows that are written
together should lie together on disk. Accounts and participations get random ones, so that two of them tell nothing.
"""

from __future__ import annotations

import os
import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(high + low for high in _ALPHABET for low in _ALPHABET)
_LETTERS = (_ALPHABET * 8).encode()  # for any byte, one of them: each stands for eight
LENGTH = 26


def new_id() -> str:
    """A random identifier."""
    return _spell(secrets.randbits(128))


def new_ordered_id() -> str:
    """A random identifier that sorts by the millisecond it was made in."""
    at = time.time_ns() // 1_000_000
    when = _PAIRS[at >> 40] + _PAIRS[at >> 30 & 1023] + _PAIRS[at >> 20 & 1023] + _PAIRS[at >> 10 & 1023]
    return when + _PAIRS[at & 1023] + os.urandom(16).translate(_LETTERS).decode()


def _spell(number: int) -> str:
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
