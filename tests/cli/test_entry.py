from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from lpntk.cli import entry


def test_ctrl_c_ends_the_command_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "lpntk.cli.main", SimpleNamespace(run=interrupted))

    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == 130
