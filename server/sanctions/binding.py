"""What binds somebody at this moment."""

from __future__ import annotations

from typing import Any

from server.storage.tx import Tx


def require_unbarred(tx: Tx, ground: Any, account_id: str) -> None:
    """Raises Refusal for whoever may read but not write here now."""
