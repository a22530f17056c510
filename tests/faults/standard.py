"""What RFC 6455 asks of a server, as a table: what a peer sends, in pieces, and everything that it must hear.

The groups are those in which the protocol's public test suite has its cases, so that one can be read beside the other;
the cases are our own, with our limits in them (text alone, 32 KiB, 256 fragments).
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from server.hub.frames import LARGEST_MESSAGE, Opcode
from tests.faults.bare import masked

TEXT, BINARY, CLOSE, PING, PONG, MORE = Opcode.TEXT, Opcode.BINARY, Opcode.CLOSE, Opcode.PING, Opcode.PONG, 0
Heard = tuple[str, object]


class Case(NamedTuple):
    """`pieces` go out one by one. Where `hears` does not end with a close, the connection must be alive afterwards."""

    pieces: list[bytes]
    hears: list[Heard]


def asked(id_: str = "7", size: int = 0, with_: bytes = b"") -> bytes:
    """A text that is answered with its id, of `size` bytes, with other bytes in the middle of it."""
    start, end = f'{{"type":"none","id":"{id_}","more":"'.encode() + with_, b'"}'
    return start + b"x" * (size - len(start) - len(end)) + end


def text(payload: bytes, opcode: int = TEXT, *, is_final: bool = True) -> bytes:
    return masked(payload, opcode, is_final=is_final)


def closing(code: int | None = None, reason: bytes = b"") -> bytes:
    return masked((b"" if code is None else code.to_bytes(2, "big")) + reason, CLOSE)


def chopped(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def fragments(parts: list[bytes], between: bytes = b"") -> bytes:
    """One message in as many frames, with something between each two."""
    last = len(parts) - 1
    frames = [text(part, MORE if at else TEXT, is_final=at == last) for at, part in enumerate(parts)]
    return between.join(frames)


def answered(id_: str = "7") -> Heard:
    return ("answer", id_)


def closed(code: int | None) -> Heard:
    return ("close", code)


def _reserved(bits: int, frame: bytes) -> bytes:
    return bytes((frame[0] | bits << 4,)) + frame[1:]


def _framing() -> dict[str, Case]:
    cases = {}
    for size in (125, 126, 127, 128, 255, 256, LARGEST_MESSAGE - 1, LARGEST_MESSAGE):
        frame = text(asked(size=size))
        cases[f"{size} bytes"] = Case([frame], [answered()])
        cases[f"{size} bytes in pieces"] = Case(chopped(frame, 997), [answered()])
    cases["nothing"] = Case([text(b"")], [answered("")])
    cases["byte by byte"] = Case(chopped(text(asked(size=130)), 1), [answered()])
    for size in (LARGEST_MESSAGE + 1, 65_535, 65_536, 1 << 20):
        cases[f"{size} bytes are too many"] = Case([text(b"x" * size)], [closed(1009)])
    for size in (0, 125, 126, 65_536):
        cases[f"{size} bytes that are no text"] = Case([text(b"\xfe" * size, BINARY)], [closed(1003)])
    cases["a size that no machine has"] = Case([b"\x81\xff" + (1 << 63).to_bytes(8, "big")], [closed(1009)])
    cases["without a mask"] = Case([b"\x81\x02{}"], [closed(1002)])
    return cases


def _pings() -> dict[str, Case]:
    ten = [masked(b"%d" % n, PING) for n in range(10)]
    pongs: list[Heard] = [("pong", b"%d" % n) for n in range(10)]
    longest = masked(b"x" * 125, PING)
    return {
        "empty": Case([masked(b"", PING)], [("pong", b"")]),
        "with words": Case([masked(b"hello", PING)], [("pong", b"hello")]),
        "with bytes": Case([masked(b"\x00\xff\xfe", PING)], [("pong", b"\x00\xff\xfe")]),
        "longest": Case([longest], [("pong", b"x" * 125)]),
        "longest, byte by byte": Case(chopped(longest, 1), [("pong", b"x" * 125)]),
        "too long": Case([masked(b"x" * 126, PING)], [closed(1002)]),
        "pong that nobody asked for": Case([masked(b"", PONG)], []),
        "pong with words": Case([masked(b"hello", PONG)], []),
        "pong, then ping": Case([masked(b"no", PONG), masked(b"yes", PING)], [("pong", b"yes")]),
        "ten": Case(ten, pongs),
        "ten, byte by byte": Case(chopped(b"".join(ten), 1), pongs),
    }


def _reserved_bits() -> dict[str, Case]:
    cases = {}
    frames = {"text": text(asked()), "ping": masked(b"", PING), "pong": masked(b"", PONG), "close": closing(1000)}
    for bits, (name, frame) in product(range(1, 8), frames.items()):
        cases[f"{bits} on {name}"] = Case([text(asked()), _reserved(bits, frame)], [answered(), closed(1002)])
    cases["in a fragment"] = Case([text(b"{", is_final=False), _reserved(2, text(b"}", MORE))], [closed(1002)])
    return cases


def _opcodes() -> dict[str, Case]:
    return {
        f"{opcode} with {len(payload)} bytes": Case(
            [text(asked()), masked(payload, opcode)], [answered(), closed(1002)]
        )
        for opcode, payload in product((3, 4, 5, 6, 7, 11, 12, 13, 14, 15), (b"", b"reserved"))
    }


def _fragmentation() -> dict[str, Case]:
    whole, ping, wrong = asked(), masked(b"?", PING), [closed(1002)]
    halves, singly = [whole[:9], whole[9:]], [whole[at : at + 1] for at in range(len(whole))]
    pongs: list[Heard] = [("pong", b"?")]
    begun = text(b"{", is_final=False)
    return {
        "two": Case([fragments(halves)], [answered()]),
        "two, byte by byte": Case(chopped(fragments(halves), 1), [answered()]),
        "two with a ping between": Case([fragments(halves, ping)], [*pongs, answered()]),
        "two with a ping between, byte by byte": Case(chopped(fragments(halves, ping), 1), [*pongs, answered()]),
        "two with a pong between": Case([fragments(halves, masked(b"", PONG))], [answered()]),
        "one for each byte": Case([fragments(singly)], [answered()]),
        "empty ones": Case([fragments([b"", whole, b""])], [answered()]),
        "nothing but empty ones": Case([fragments([b"", b"", b""])], [answered("")]),
        "as many as may be": Case([fragments([whole, *[b""] * 255])], [answered()]),
        "too many": Case([fragments([whole, *[b""] * 256])], [closed(1008)]),
        "in large ones": Case([fragments(chopped(asked(size=LARGEST_MESSAGE), 1300))], [answered()]),
        "too long together": Case([fragments(chopped(b"x" * (LARGEST_MESSAGE + 1), 20_000))], [closed(1009)]),
        "two messages": Case([fragments(halves), fragments([asked("8")[:5], asked("8")[5:]])], [answered(), answered("8")]),
        "a whole one after it": Case([fragments(halves) + text(asked("8"))], [answered(), answered("8")]),
        "ping in two": Case([masked(b"a", PING, is_final=False), masked(b"b", MORE)], wrong),
        "pong in two": Case([masked(b"a", PONG, is_final=False), masked(b"b", MORE)], wrong),
        "close in two": Case([masked(b"\x03\xe8", CLOSE, is_final=False)], wrong),
        "end of nothing": Case([text(whole, MORE)], wrong),
        "middle of nothing": Case([text(whole, MORE, is_final=False)], wrong),
        "end of nothing after a message": Case([text(whole), text(b"", MORE)], [answered(), *wrong]),
        "another before the end": Case([begun, text(whole)], wrong),
        "another begun before the end": Case([begun, begun], wrong),
        "binary before the end": Case([begun, masked(b"", BINARY)], [closed(1003)]),
    }  # fmt: skip


def _ends() -> dict[str, Case]:
    cases = {
        "without a code": Case([closing()], [closed(None)]),
        "with words": Case([closing(1000, b"bye")], [closed(1000)]),
        "with words in Finnish": Case([closing(1000, "hyvää yötä".encode())], [closed(1000)]),
        "with the most words": Case([closing(1000, b"x" * 123)], [closed(1000)]),
        "with too many words": Case([closing(1000, b"x" * 124)], [closed(1002)]),
        "half a code": Case([masked(b"\x03", CLOSE)], [closed(1002)]),
        "words that are no text": Case([closing(1000, b"\xce\xba\xed\xa0\x80")], [closed(1007)]),
        "byte by byte": Case(chopped(closing(1000, b"bye"), 1), [closed(1000)]),
        "in one piece with a message": Case([text(asked()) + closing(1000)], [answered(), closed(1000)]),
        "twice": Case([closing(1000) + closing(1000)], [closed(1000)]),
        "and a ping behind it": Case([closing(1000) + masked(b"", PING)], [closed(1000)]),
        "and a message behind it": Case([closing(1000) + text(asked())], [closed(1000)]),
        "and noise behind it": Case([closing(1000) + b"\xff" * 50], [closed(1000)]),
        "in the middle of a message": Case([text(b"{", is_final=False), closing(1000)], [closed(1000)]),
    }
    for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999):
        cases[f"{code}"] = Case([closing(code)], [closed(code)])
    for code in (0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535):
        cases[f"{code}, which means nothing"] = Case([closing(code)], [closed(1002)])
    return cases


GROUPS: dict[str, dict[str, Case]] = {
    "1 framing (5.2, 5.3, 10.4)": _framing(),
    "2 pings and pongs (5.5.2, 5.5.3)": _pings(),
    "3 reserved bits (5.2)": _reserved_bits(),
    "4 opcodes (5.2)": _opcodes(),
    "5 fragmentation (5.4)": _fragmentation(),
    "7 ends (5.5.1, 7)": _ends(),
}
