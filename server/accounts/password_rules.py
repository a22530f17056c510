"""Which passwords are long and odd enough, since there is no second factor and no e-mail to warn anybody."""

from __future__ import annotations

import unicodedata

from server.errors import ErrorCode, Refusal

SHORTEST, LONGEST = 15, 128
_FEWEST_DIFFERENT = 6
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "12345678901234567890",
    "qwertyuiopåasdfghjklöäzxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
)


def usable_password(text: str, pseudonym: str = "") -> str:
    """The password as it is hashed, composed (NFC) and otherwise as typed.

    Raises Refusal password_too_short, password_too_long, or password_too_easy: few different characters, one piece
    repeated, a row of the keyboard, or little more than the pseudonym.
    """
    password = composed(text)
    if len(password) < SHORTEST:
        raise Refusal(ErrorCode.PASSWORD_TOO_SHORT, shortest=SHORTEST)
    if len(password) > LONGEST:
        raise Refusal(ErrorCode.PASSWORD_TOO_LONG, longest=LONGEST)
    if _is_easy(password.casefold(), pseudonym.casefold()):
        raise Refusal(ErrorCode.PASSWORD_TOO_EASY)
    return password


def composed(text: str) -> str:
    """The one form of a password, however its accents were typed."""
    return unicodedata.normalize("NFC", text)


def _is_easy(password: str, pseudonym: str) -> bool:
    unguessed = password.replace(pseudonym, "") if pseudonym else password
    return (
        len(set(password)) < _FEWEST_DIFFERENT
        or password in (password + password)[1:-1]  # a piece repeated is found inside its own double
        or any(password in 3 * row or password in 3 * row[::-1] for row in _ROWS)
        or len(unguessed) < SHORTEST // 2
    )
