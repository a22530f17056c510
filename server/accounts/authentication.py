"""From a token to an actor, for every request and every new connection."""

from __future__ import annotations

from server.accounts.logins import Recognised, authenticate, note_seen
from server.accounts.tokens import token_hash
from server.actor import ANYONE, Actor
from server.errors import Refusal
from server.storage.lanes import Lanes
from server.storage.readers import Readers


class Authentication:
    """Looks tokens up with one statement and keeps none of it, so that an ended login is over at once."""

    def __init__(self, readers: Readers, lanes: Lanes) -> None:
        self._readers, self._lanes = readers, lanes

    async def actor(self, token: str) -> Actor:
        """Who holds the token, or ANYONE. Raises Refusal storage_unavailable."""
        found: Recognised | None = await self._readers.run(authenticate, ANYONE, token_hash(token))
        if found is None:
            return ANYONE
        if found.is_worth_noting:
            self._note(found.actor)
        return found.actor

    def _note(self, actor: Actor) -> None:
        try:
            self._lanes.submit(note_seen, actor, None, lambda result, error: None, str(actor.account_id))
        except Refusal:
            return  # a full lane has better things to do; the next request notes it
