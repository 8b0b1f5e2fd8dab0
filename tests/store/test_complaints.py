from __future__ import annotations

import re

import pytest

from lpntk.store.complaints import complaint

SERVER = "postgresql+psycopg://ada:***@db/lpntk"


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ('connection failed: connection to server at "db", port 5432 failed: refused', "does not answer"),
        ("failed to resolve host 'db': [Errno -2] Name or service not known", "does not answer"),
        ("terminating connection due to administrator command", "does not answer"),
        ("invalid memory alloc request size 1258291203", "in one piece.*in an SQLite file"),
        ('could not extend file "base/5/2": No space left on device', "is full: make room"),
        ("deadlock detected DETAIL: Process 3 waits for ShareLock", "in use by others.*try again"),
        ('value "9999999999" is out of range for type integer', "failed: value"),
    ],
)
def test_what_a_server_complains_of_is_told_with_what_to_do(reason: str, sentence: str) -> None:
    assert re.search(sentence, complaint(SERVER, reason, 30))
