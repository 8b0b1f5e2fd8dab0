"""`lpntk serve`: the page comes up where it says, and goes on Ctrl-C."""

from __future__ import annotations

import json
import re
import signal
import urllib.error
import urllib.request

import pytest

from support.commands import Finished, start_lpntk


def test_it_serves_until_ctrl_c(finished: Finished) -> None:
    process = start_lpntk("serve", "--no-browser", "--port", "0", "--db", finished.db)
    assert process.stdout is not None
    address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert address is not None
    with urllib.request.urlopen(f"{address[0]}api/analyses", timeout=30) as answer:
        assert "A few digits" in json.dumps(json.load(answer))
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert stderr == ""


def test_the_token_may_come_from_the_environment(finished: Finished) -> None:
    process = start_lpntk("serve", "--no-browser", "--port", "0", "--db", finished.db, LPNTK_TOKEN="secret")
    assert process.stdout is not None
    address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert address is not None
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{address[0]}api/analyses", timeout=30)
    request = urllib.request.Request(f"{address[0]}api/analyses", headers={"Authorization": "Bearer secret"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
