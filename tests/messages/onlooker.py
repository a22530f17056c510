"""A room as somebody sees it who does nothing but read events: state and event give the next state."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

Event = dict[str, Any]


class Onlooker:
    """Follows from a snapshot or from nothing. Known events change nothing; a gap is an error."""

    def __init__(self) -> None:
        self.head = 0
        self.card: dict[str, Any] = {}
        self.people: dict[str, Any] = {}
        self.messages: dict[str, Any] = {}

    def sees(self, events: Iterable[Event]) -> Onlooker:
        for event in events:
            if event["seq"] > self.head:
                assert event["seq"] == self.head + 1, "a gap"
                self.head = event["seq"]
                self._apply(deepcopy(event))
        return self

    def _apply(self, event: Event) -> None:
        match event["type"]:
            case "message.posted":
                self.messages[event["message"]["id"]] = event["message"]
            case "message.removed":
                self._forget(event["message"], event["removed_by"])
            case "message.restored":
                self.messages[event["message"]["id"]] = event["message"]
            case "message.noted":
                self.messages.get(event["message"], {}).update(note=event["note"], is_veiled=event["is_veiled"])
            case "reaction.changed":
                self._react(event)
            case "participation.joined" | "participation.changed":
                self.people[event["person"]["participation"]] = event["person"]
            case "participation.left":
                self.people.pop(event["participation"], None)
            case "room.changed":
                self.card = event["card"]
            case "room.state_changed":
                self.card = {**self.card, "state": event["state"]}

    def _forget(self, message_id: str, by: str) -> None:
        if message_id in self.messages:
            gone = {
                "text": None,
                "is_removed": True,
                "removed_by": by,
                "masks": [],
                "is_veiled": False,
                "note": None,
                "reactions": {},
            }
            self.messages[message_id] |= gone

    def _react(self, event: Event) -> None:
        message = self.messages.get(event["message"])
        if message is not None:
            others = [one for one in message["reactions"].pop(event["kind"], []) if one != event["participation"]]
            now = [*others, event["participation"]] if event["is_on"] else others
            message["reactions"] |= {event["kind"]: now} if now else {}

    @property
    def view(self) -> dict[str, Any]:
        return {"head": self.head, "card": self.card, "people": self.people, "messages": self.messages}
