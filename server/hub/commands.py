"""The hub's own commands: following a room, coming back to it, reading what was before."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from server.protocol.envelope import RoomCommand

Seq = Annotated[int, Meta(ge=0, le=2**53)]


class FollowRoom(RoomCommand, tag="room.follow", frozen=True, kw_only=True):
    """Be told what happens in a room from now on, and what it is like now."""


class ResumeRoom(RoomCommand, tag="room.resume", frozen=True, kw_only=True):
    """Go on after the last event one has. `history` is the one that number is from, as `hello` named it."""

    after: Seq
    history: Annotated[str, Meta(max_length=40)] | None = None


class PageRoom(RoomCommand, tag="room.page", frozen=True, kw_only=True):
    """Older events, back to where one joined."""

    before: Seq
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class UnfollowRoom(RoomCommand, tag="room.unfollow", frozen=True, kw_only=True):
    """Be told nothing more of a room."""


HUB_COMMANDS = (FollowRoom, ResumeRoom, PageRoom, UnfollowRoom)
