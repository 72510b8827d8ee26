"""Damage at random to a file of arrays, whose digest is then not right any more."""

from __future__ import annotations

import random
import struct

from tests.core.model import damage

__all__ = ["mutated"]


def mutated(good: bytes, number: int, rng: random.Random) -> bytes:
    """Return a file that was damaged in one of these ways, which the number chooses."""
    return _MUTATIONS[number % len(_MUTATIONS)](bytearray(good), rng)


def _bits(data: bytearray, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 30))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def _cut(data: bytearray, rng: random.Random) -> bytes:
    return bytes(data[: rng.randrange(len(data))])


def _extended(data: bytearray, rng: random.Random) -> bytes:
    return bytes(data) + rng.randbytes(rng.choice((1, 8, 4096)))


def _header_edit(data: bytearray, rng: random.Random) -> bytes:
    """Put one digit or letter of the header, or its length, for another."""
    (length,) = struct.unpack("<Q", data[:8])
    if rng.random() < 0.2:
        data[:8] = struct.pack("<Q", rng.choice((0, 2**63, length - 1, length + 1, 10**8)))
    else:
        at = 8 + rng.randrange(length)
        data[at] = rng.choice(b'0123456789{}[],:"-eE ').to_bytes(1, "little")[0]
    return bytes(data)


def _swapped(data: bytearray, rng: random.Random) -> bytes:
    """Give two arrays each other's place."""
    header, arrays = damage.split(bytes(data))
    one, other = rng.sample([name for name in header if name != "__metadata__"], 2)
    header[one], header[other] = header[other], header[one]
    return damage.join(header, arrays)


def _moved(data: bytearray, rng: random.Random) -> bytes:
    """Move a block of bytes elsewhere."""
    start, size = rng.randrange(len(data)), rng.randrange(1, 64)
    block = bytes(data[start : start + size])
    del data[start : start + size]
    at = rng.randrange(len(data))
    return bytes(data[:at] + block + data[at:])


_MUTATIONS = (_bits, _cut, _extended, _header_edit, _swapped, _moved)
