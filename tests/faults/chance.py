"""Chance that is the same in every run, and another in each of the long ones, which say what it was."""

from __future__ import annotations

import os
from random import Random

IS_LONG = bool(os.environ.get("LONG"))


def chance(seed: int) -> Random:
    """In a long trial a fresh seed is taken instead, and printed; SEED=… gives that trial again."""
    if IS_LONG:
        seed = int(os.environ.get("SEED") or int.from_bytes(os.urandom(4)))
        print(f"SEED {seed}")
    return Random(seed)
