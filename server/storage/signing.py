"""Signatures of the house: Ed25519 (RFC 8032), with a key derived from the one that seals (HKDF, RFC 5869).

So there is no second file to keep: whoever restores the sealing key can sign and check as before.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derived_key(key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose alone, 32 bytes, which tells nothing of the one that it comes from."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)


class Signer:
    """Signs in the name of this installation, and checks what it has signed."""

    def __init__(self, key: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(derived_key(key, b"sohva signatures"))
        self.public_key = self._private.public_key().public_bytes_raw()

    def sign(self, words: bytes) -> bytes:
        """The signature, 64 bytes: the same words always have the same one."""
        return self._private.sign(words)


def is_signed(words: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the owner of the public key has signed exactly these words."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, words)
    except (InvalidSignature, ValueError):
        return False
    return True
