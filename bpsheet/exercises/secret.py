"""What follows from the teacher's secret: exercise ids, and choices that any machine repeats.

Everything is an HMAC (RFC 2104, with SHA-256) under a key that is stretched from the seed by scrypt
(RFC 7914): whoever knows an exercise id and the program has to spend a tenth of a second on each
seed that they guess.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

SALT = b"bpsheet exercise, version 1"
COST, BLOCKS = 2**14, 8
ID_LENGTH = 16  # hexadecimal digits


@lru_cache(maxsize=8)
def key_of(seed: str) -> bytes:
    """Return the key of a teacher's seed."""
    return hashlib.scrypt(seed.encode(), salt=SALT, n=COST, r=BLOCKS, p=1, dklen=32)


def exercise_id(key: bytes, exercise: str, student: str) -> str:
    """Return what a student's workbook carries in place of the student's id.

    Arguments:
        key: of the teacher's seed.
        exercise: what makes exercises with the same seed different: the template and what is asked.
        student: the id in the roster.
    """
    return digest(key, "exercise id", exercise, student)[:ID_LENGTH]


def digest(key: bytes, *words: str) -> str:
    """Return an HMAC of some words as hexadecimal digits; where a word ends makes a difference."""
    return hmac.new(key, _message(words), hashlib.sha256).hexdigest()


class Choices:
    """Choices that depend on a key and some words only: the same on every machine.

    >>> choices = Choices(b"secret", "s001")
    >>> choices.of(range(100)) == Choices(b"secret", "s001").of(range(100))
    True
    """

    def __init__(self, key: bytes, *words: str) -> None:
        self._numbers = _numbers(key, _message(words))

    def of(self, options: Sequence[T]) -> T:
        """Return one of `options`, each as likely as the others (the bias is below 2⁻⁴⁰)."""
        return options[next(self._numbers) % len(options)]

    def order(self, options: Sequence[T]) -> tuple[T, ...]:
        """Return `options` in some order."""
        left, chosen = list(options), []
        while left:
            chosen.append(left.pop(next(self._numbers) % len(left)))
        return tuple(chosen)


def _numbers(key: bytes, message: bytes) -> Iterator[int]:
    """Yield whole numbers of 64 bits."""
    counter = 0
    while True:
        block = hmac.new(key, message + counter.to_bytes(8, "big"), hashlib.sha256).digest()
        yield from (int.from_bytes(block[start : start + 8], "big") for start in range(0, 32, 8))
        counter += 1


def _message(words: Sequence[str]) -> bytes:
    encoded = (word.encode() for word in words)
    return b"".join(len(word).to_bytes(8, "big") + word for word in encoded)
