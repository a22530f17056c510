"""Receipts: what somebody accepted, in a form that they keep and anybody can check.

What is signed is one line of JSON: `sohva receipt 1` and the fields below in their order, without the signature. A
receipt names nobody but by the name they had in the room, and holds no identifier of an account.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC
from enum import StrEnum
from pathlib import Path

from pydantic import ConfigDict, Field, ValidationError

from server.agreements.tables import Acceptance, Agreement
from server.agreements.versions import Version
from server.storage.sealing import read_key
from server.storage.signing import Signer, is_signed
from server.web.endpoints import Body, Result

_KIND = "sohva receipt 1"
_LONGEST_FILE = 16 * 1024


class How(StrEnum):
    """How somebody accepted."""

    HERE = "here"
    ON_PAPER = "on_paper"


class Statement(Result):
    """What a receipt says. `at` is when it was accepted here, or when the organiser recorded what was signed on paper.

    `text_sha256`: of the agreement's text, as UTF-8.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True, strict=True)

    display_name: str = Field(max_length=64)
    group: str = Field(max_length=80)
    room: str = Field(max_length=64)
    version: str = Field(max_length=20)
    language: str = Field(max_length=12)
    text_sha256: str = Field(max_length=64)
    how: str = Field(max_length=10)
    signed_on: str | None = Field(max_length=10)
    at: str = Field(max_length=40)


class Receipt(Statement):
    """A statement with the server's signature. `public_key` and `signature` are base64."""

    public_key: str = Field(max_length=44)
    signature: str = Field(max_length=88)


class ReceiptToCheck(Body):
    """A receipt, as it was downloaded."""

    receipt: Receipt


def receipt_of(signer: Signer, acceptance: Acceptance, agreement: Agreement) -> Receipt:
    """The receipt for an acceptance: made as often as it is asked for, always the same."""
    at = acceptance.accepted_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    statement = {
        "display_name": acceptance.display_name,
        "group": acceptance.room_name,
        "room": agreement.room_id,
        "version": str(Version(agreement.major, agreement.edits)),
        "language": agreement.language,
        "text_sha256": agreement.text_hash,
        "how": (How.ON_PAPER if acceptance.signed_on else How.HERE).value,
        "signed_on": acceptance.signed_on.isoformat() if acceptance.signed_on else None,
        "at": at,
    }
    signature = signer.sign(_signed_words(Statement.model_validate(statement)))
    return Receipt.model_validate(
        {**statement, "public_key": _spelled(signer.public_key), "signature": _spelled(signature)}
    )


def is_genuine(receipt: Receipt, public_key: bytes) -> bool:
    """Whether the owner of this key has signed the receipt as it stands here."""
    signature = _read(receipt.signature)
    if signature is None or receipt.public_key != _spelled(public_key):
        return False
    return is_signed(_signed_words(receipt), signature, public_key)


def read_receipt(content: bytes) -> Receipt | None:
    """The receipt in a file, None where there is none."""
    try:
        return Receipt.model_validate_json(content) if len(content) <= _LONGEST_FILE else None
    except ValidationError:
        return None


def verdict_on(file: Path, key_file: Path) -> tuple[str, bool]:
    """A sentence on the receipt in a file, and whether it is genuine. Raises SealKeyError, OSError."""
    with file.open("rb") as opened:
        receipt = read_receipt(opened.read(_LONGEST_FILE + 1))
    if receipt is None:
        return "This file is not a receipt.", False
    if not is_genuine(receipt, Signer(read_key(key_file)).public_key):
        return "This receipt was not signed here, or it was altered.", False
    day = f" on paper on {receipt.signed_on}, recorded" if receipt.signed_on else ""
    said = f"{receipt.display_name} accepted version {receipt.version} of the agreement of {receipt.group}"
    return f"Genuine: {said}{day} at {receipt.at}.", True


def _signed_words(statement: Statement) -> bytes:
    fields = [getattr(statement, name) for name in Statement.model_fields]
    return json.dumps([_KIND, *fields], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _spelled(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _read(spelled: str) -> bytes | None:
    """The bytes, None where they are spelled in any other than the one right way."""
    try:
        raw = base64.b64decode(spelled, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if _spelled(raw) == spelled else None
