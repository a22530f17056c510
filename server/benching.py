"""`sohva bench`: what this machine carries. The load generator comes with the source code, not with the package."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

import click


@click.command()
@click.option("--rooms", type=click.IntRange(1, 5_000), default=25, show_default=True)
@click.option("--people", type=click.IntRange(1, 5_000), default=200, show_default=True, help="People in each room.")
@click.option("--rate", type=float, help="Messages a second in all; without it, as many as are answered.")
@click.option("--seconds", type=float, default=10.0, show_default=True)
def bench(rooms: int, people: int, rate: float | None, seconds: float) -> None:
    """Put made-up people on a database of their own, and print what this machine carries."""
    if find_spec("bench") is None:
        click.echo("the load generator comes with the source code; run this there", err=True)
        sys.exit(1)
    for line in import_module("bench.carrying").carry(rooms, people, rate, seconds):
        click.echo(line)
