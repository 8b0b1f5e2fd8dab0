"""Texts as tokens, without a vocabulary: each word has the number that its hash gives it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 14
"""How many numbers there are for words and pairs of words; 0 is for the places after the last."""

_WORD = re.compile(r"\w+|[^\w\s]")


def words_of(text: str) -> list[str]:
    """The words and marks of a text in small letters."""
    return _WORD.findall(text.lower())


def word_encoder(tokens: int) -> Callable[[Sequence[str]], NDArray[np.int64]]:
    """What turns n texts into (n, tokens) int64: words, then pairs of neighbours, as far as they fit.

    The hashing trick (Weinberger et al. 2009), which fastText (Joulin et al. 2017) has for pairs. A word
    has the same number on every machine.
    """

    def encode(texts: Sequence[str]) -> NDArray[np.int64]:
        found = np.zeros((len(texts), tokens), np.int64)
        for row, text in enumerate(texts):
            words = words_of(text)
            pairs = [f"{first} {second}" for first, second in pairwise(words)]
            numbers = [_number(one) for one in (words + pairs)[:tokens]]
            found[row, : len(numbers)] = numbers
        return found

    return encode


@lru_cache(maxsize=1 << 16)
def _number(word: str) -> int:
    digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "little") % (BUCKETS - 1)
