"""WebSocket frames (RFC 6455, section 5) for the path that every delivery takes.

Outgoing: an event is framed once and the same bytes go to everyone. Incoming: bytes become whole messages, with the
limits that keep one peer from filling the memory. Masks are undone by the websockets library's C code.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterator
from enum import IntEnum

from websockets.exceptions import ProtocolError
from websockets.frames import Close as CloseFrame
from websockets.speedups import apply_mask


class Opcode(IntEnum):
    CONTINUATION = 0
    TEXT = 1
    BINARY = 2
    CLOSE = 8
    PING = 9
    PONG = 10


LARGEST_MESSAGE = 32 * 1024
_MOST_FRAGMENTS = 256
_LARGEST_CONTROL = 125

_TEXT, _CONTINUATION, _CLOSE = int(Opcode.TEXT), int(Opcode.CONTINUATION), int(Opcode.CLOSE)
_KNOWN = frozenset(int(code) for code in Opcode)


class BrokenFrames(Exception):
    """The peer broke the protocol; `code` is what the close frame must say (RFC 6455, section 7.4.1)."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def frame(payload: bytes, opcode: int = _TEXT) -> bytes:
    """A whole server frame: final, unmasked."""
    size = len(payload)
    if size < 126:
        return bytes((0x80 | opcode, size)) + payload
    if size < 65536:
        return bytes((0x80 | opcode, 126)) + size.to_bytes(2, "big") + payload
    return bytes((0x80 | opcode, 127)) + size.to_bytes(8, "big") + payload


def close_frame(code: int, reason: str) -> bytes:
    return frame(code.to_bytes(2, "big") + reason.encode()[:123], Opcode.CLOSE)


def payloads(framed: bytes) -> Iterator[tuple[int, bytes]]:
    """(opcode, payload) of each server frame in a piece made by `frame`."""
    at = 0
    while at < len(framed):
        opcode, size, start = framed[at] & 15, framed[at + 1], at + 2
        if size >= 126:
            width = 2 if size == 126 else 8
            size, start = int.from_bytes(framed[start : start + width], "big"), start + width
        yield opcode, framed[start : start + size]
        at = start + size


class FrameParser:
    """Turns a client's bytes into whole messages: (opcode, payload) with opcode text, ping, pong or close.

    Raises BrokenFrames at anything a browser would never send: unmasked, reserved bits, binary, more than 32 KiB or
    256 fragments, text that is not UTF-8. Nothing may be fed after that.
    """

    __slots__ = ("_fragments", "_rest")

    def __init__(self) -> None:
        self._rest = b""
        self._fragments: _Fragments | None = None

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Each message that is whole now, one by one: what stood before broken bytes has been given when they raise."""
        buffer = self._rest + data if self._rest else data
        at, end = 0, len(buffer)
        while end - at >= 2:
            start, size = _header(buffer, at, end)
            if start < 0 or end - start - 4 < size:
                break
            payload = apply_mask(buffer[start + 4 : start + 4 + size], buffer[start : start + 4])
            message = self._take(buffer[at], payload)
            at = start + 4 + size
            if message is not None:
                yield message
                if message[0] == _CLOSE:
                    at = end  # what follows a close frame is not read (RFC 6455, section 1.4)
        self._rest = buffer[at:] if at < end else b""

    def _take(self, first: int, payload: bytes) -> tuple[int, bytes] | None:
        opcode, is_final = first & 15, first & 0x80
        if opcode >= 8:
            return opcode, payload
        if opcode == _CONTINUATION:
            return self._continue(payload, bool(is_final))
        if self._fragments is not None:
            raise BrokenFrames(1002)
        if is_final:
            return opcode, checked_text(payload)
        self._fragments = _Fragments()
        self._fragments.add(payload, is_last=False)
        return None

    def _continue(self, payload: bytes, is_final: bool) -> tuple[int, bytes] | None:
        if self._fragments is None:
            raise BrokenFrames(1002)
        self._fragments.add(payload, is_final)
        if not is_final:
            return None
        whole, self._fragments = b"".join(self._fragments.parts), None
        return _TEXT, whole


class _Fragments:
    """The beginning of a text, looked at as it comes: what can never become one is not waited for."""

    __slots__ = ("_decoder", "_size", "parts")

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._size = 0
        self._decoder = getincrementaldecoder("utf-8")()

    def add(self, payload: bytes, is_last: bool) -> None:
        self.parts.append(payload)
        self._size += len(payload)
        if self._size > LARGEST_MESSAGE:
            raise BrokenFrames(1009)
        if len(self.parts) > _MOST_FRAGMENTS:
            raise BrokenFrames(1008)
        try:
            self._decoder.decode(payload, is_last)
        except UnicodeDecodeError:
            raise BrokenFrames(1007) from None


def _header(buffer: bytes, at: int, end: int) -> tuple[int, int]:
    """(where the mask starts, payload size), or (-1, 0) while the header is incomplete."""
    first, second = buffer[at], buffer[at + 1]
    opcode = first & 15
    if first & 0x70 or opcode not in _KNOWN or not second & 0x80:
        raise BrokenFrames(1002)
    if opcode == Opcode.BINARY:
        raise BrokenFrames(1003)
    size = second & 0x7F
    if opcode >= 8 and (size > _LARGEST_CONTROL or not first & 0x80):
        raise BrokenFrames(1002)
    start = at + 2
    if size >= 126:
        width = 2 if size == 126 else 8
        if end - start < width:
            return -1, 0
        size, start = int.from_bytes(buffer[start : start + width], "big"), start + width
    if size > LARGEST_MESSAGE:
        raise BrokenFrames(1009)
    return start, size


def checked_text(payload: bytes) -> bytes:
    """The payload, if it is UTF-8."""
    try:
        payload.decode()
    except UnicodeDecodeError:
        raise BrokenFrames(1007) from None
    return payload


def close_code(payload: bytes) -> int:
    """The code of a client's close frame, 1005 where it gives none. Raises BrokenFrames."""
    try:
        return int(CloseFrame.parse(payload).code)
    except UnicodeDecodeError:
        raise BrokenFrames(1007) from None
    except ProtocolError:
        raise BrokenFrames(1002) from None
