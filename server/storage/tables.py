"""Every table of every slice, gathered for migrations. The only place that names them all."""

from __future__ import annotations

from sqlmodel import SQLModel

import server.accounts.tables
import server.actions.tables
import server.agreements.tables
import server.distress.tables
import server.door.tables
import server.meetings.tables
import server.messages.tables
import server.organisation.tables
import server.review.tables
import server.rooms.tables
import server.sanctions.tables
import server.seating.tables
import server.staffing.tables
import server.storage.history
import server.storage.leader
import server.storage.probe
import server.storage.seal_check  # noqa: F401

metadata = SQLModel.metadata
