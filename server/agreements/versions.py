"""Numbers of versions: 1.0 is new to everybody, 1.0.1 only reads better, 2.0 asks everybody again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

_WRITTEN = re.compile(r"([1-9][0-9]{0,5})\.0(?:\.([1-9][0-9]{0,5}))?", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Version:
    """`major` moves with a material change, `edits` with an editorial one."""

    major: int
    edits: int = 0

    def __str__(self) -> str:
        return f"{self.major}.0.{self.edits}" if self.edits else f"{self.major}.0"

    @classmethod
    def read(cls, written: str) -> Self | None:
        """The version behind "1.0" or "1.0.1", None where it is none."""
        found = _WRITTEN.fullmatch(written)
        return cls(int(found[1]), int(found[2] or 0)) if found else None

    def after(self, *, is_material: bool) -> Version:
        """The number of the change that follows."""
        return Version(self.major + 1) if is_material else Version(self.major, self.edits + 1)
