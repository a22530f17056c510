"""Links for professionals: a secret of 192 bits, and the server's signature, without which nobody looks it up."""

from __future__ import annotations

import base64
import binascii
import secrets
from hashlib import sha256

from server.storage.signing import Signer, is_signed

PREFIX = "pro."
_SECRET_BYTES = 24


def new_link(signer: Signer) -> str:
    """`pro.SECRET.SIGNATURE`, in letters that an address may have."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    signature = base64.urlsafe_b64encode(signer.sign(_words(secret))).decode().rstrip("=")
    return f"{PREFIX}{secret}.{signature}"


def hash_of(link: str, signer: Signer) -> str | None:
    """What is kept of a link; None where this server has not signed it."""
    kind, _, rest = link.partition(".")
    secret, _, signature = rest.partition(".")
    try:
        signed = base64.urlsafe_b64decode(signature + "==")
    except (binascii.Error, ValueError):
        return None
    if f"{kind}." != PREFIX or not is_signed(_words(secret), signed, signer.public_key):
        return None
    return sha256(_words(secret)).hexdigest()


def _words(secret: str) -> bytes:
    return f"sohva professional link 1:{secret}".encode()
