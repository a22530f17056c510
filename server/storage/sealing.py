"""Text sealed at rest: AES-256-GCM, bound to the row it belongs to (NIST SP 800-38D).

The key lies in a file of its own beside the database, readable by its owner only, and in no backup by default:
whoever finds the database alone can read who was in which room, and not a word of what was said.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.storage.signing import Signer, derived_key

_NONCE_BYTES = 12
_KEY_BYTES = 32


class SealKeyError(Exception):
    """The key file is missing where it must exist, has the wrong size, or others may read it."""


class Sealer:
    """Seals and opens text, and has the signer and the action log's key, which come from the same one.

    Whoever moves a sealed text to another row can no longer open it.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self.signer = Signer(key)
        self.log_key = derived_key(key, b"sohva action log")

    def seal(self, text: str, *bound: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), "\x1f".join(bound).encode())

    def open(self, sealed: bytes, *bound: str) -> str:
        """The text. Raises cryptography's InvalidTag where key, row or bytes are not the ones it was sealed with."""
        nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return self._cipher.decrypt(nonce, body, "\x1f".join(bound).encode()).decode()


def read_key(path: Path) -> bytes:
    """The key in a file. Raises SealKeyError."""
    try:
        mode, key = path.stat().st_mode, path.read_bytes()
    except FileNotFoundError:
        raise SealKeyError(f"the key file {path} is missing") from None
    if len(key) != _KEY_BYTES:
        raise SealKeyError(f"the key file {path} must hold {_KEY_BYTES} bytes")
    if mode & 0o077:
        raise SealKeyError(f"the key file {path} can be read by others; chmod 600 it")
    return key


def make_key(path: Path) -> bytes:
    """Makes a key file, 0600, or reads the one that another process has just made."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(_KEY_BYTES))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, path)  # a link refuses to overwrite, which a rename would not
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return read_key(path)
