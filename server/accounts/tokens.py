"""Tokens and recovery codes: what is made, how people write it, and what is kept of it."""

from __future__ import annotations

import secrets
from hashlib import sha256

CODES = 8
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LETTERS = 16  # of five bits each: no amount of guessing finds one, so a plain SHA-256 keeps it
_MISREAD = str.maketrans("oil", "011", " -–\u00a0")


def new_codes() -> list[str]:
    """Eight codes such as `7k2m-x9qp-04td-hw3c`, without letters that are mistaken for digits."""
    return [_new_code() for _ in range(CODES)]


def code_hash(typed: str) -> str:
    """What is kept of a code, however its capitals, hyphens, and o, i, l were typed."""
    return sha256(f"code:{typed.strip().lower().translate(_MISREAD)}".encode()).hexdigest()


def new_token() -> str:
    """A bearer token of 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return sha256(f"login:{token}".encode()).hexdigest()


def _new_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS))
    return "-".join(letters[i : i + 4] for i in range(0, _LETTERS, 4))
