"""What a room says on the socket about its agreement."""

from __future__ import annotations

import msgspec

from server.protocol.envelope import LogEvent


class AgreementVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version, without its text. `is_material`: everybody was asked again."""

    version: str
    is_material: bool
    what_changed: str
    text_sha256: str


class AgreementChanged(LogEvent, tag="agreement.changed", frozen=True, kw_only=True):
    """The room's agreement is another now. After a material change one reads on once one has accepted it."""

    agreement: AgreementVersion
