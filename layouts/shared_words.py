"""Answers without the words that a browser holds, for the wire: half the bytes of an action.

``assets/answer_words.txt`` has the words that answers are made of. A browser that can fetches it when it has nothing else to
do, keeps it for a year and names it with each question; the answer is then compressed against it (RFC 9842, ``dcz``). A
browser that cannot, or that holds another version's words, gets an answer compressed by itself. Nothing in the file is of a
reader or a store: it is made of the demonstration, by ``python -m tests.benchmarks.answer_words``.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from hashlib import sha256
from typing import Final

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDict, compress
else:
    from backports.zstd import ZstdDict, compress

WORDS: Final = "answer_words.txt"
ENCODING: Final = "dcz"
MAGIC: Final = b"\x5e\x2a\x4d\x18\x20\x00\x00\x00"  # then the words' hash, then the answer
LEVEL: Final = 3  # a fraction of a millisecond; 19 takes a hundred times that for a twelfth fewer bytes
SMALLEST: Final = 200  # bytes: less does not become smaller


class SharedWords:
    """Words that both sides hold, and answers told by them."""

    def __init__(self, words: bytes) -> None:
        digest = sha256(words).digest()
        self.name = f":{b64encode(digest).decode()}:"  # as the header Available-Dictionary says it
        self._head = MAGIC + digest
        self._words = ZstdDict(words, is_raw=True)

    def told(self, answer: bytes) -> bytes:
        return self._head + compress(answer, LEVEL, zstd_dict=self._words)
