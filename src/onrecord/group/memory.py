"""Answers of pure functions remembered under all that they are made of: the same with any memory or none."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from hashlib import blake2b
from typing import TypeVar

import msgspec

from onrecord.version import VERSION

T = TypeVar("T")
Memory = MutableMapping[str, bytes]


def remembered(memory: Memory | None, name: str, made_of: object, make: Callable[[], T], kind: type[T]) -> T:
    """What `make` answers, taken from memory where it was made of the same before.

    `made_of` is plain data with an order (no sets), and has to hold everything that the answer depends on but the code;
    `name` tells one function from another.
    """
    if memory is None:
        return make()
    key = blake2b(msgspec.msgpack.encode((VERSION, name, made_of)), digest_size=16).hexdigest()
    known = memory.get(key)
    if known is not None:
        return msgspec.msgpack.decode(known, type=kind)
    made = make()
    memory[key] = msgspec.msgpack.encode(made)
    return made
