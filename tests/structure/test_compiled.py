from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from lpntk.structure.compiled import keep_compiled

CODE = """
import doubled
from lpntk.structure.compiled import keep_compiled

keep_compiled([doubled])
print(doubled.double(4), sum(doubled.double.stats.cache_hits.values()))
"""


def test_what_one_process_compiles_the_next_need_not(tmp_path: Path) -> None:
    (tmp_path / "doubled.py").write_text("import numba\n\n@numba.njit\ndef double(x):\n    return 2 * x\n")

    def run() -> str:
        environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
        command = [sys.executable, "-c", CODE]
        pipes: dict[str, Any] = {"capture_output": True, "text": True}
        # The working folder is where `python -c` looks for modules first.
        return subprocess.run(command, env=environment, check=True, cwd=tmp_path, **pipes).stdout

    assert [run(), run()] == ["8 0\n", "8 1\n"]


def test_where_nothing_can_be_kept_it_goes_on_without() -> None:
    class Function:
        def enable_caching(self) -> None:
            raise RuntimeError("cannot cache function: no locator available")

    module = ModuleType("nowhere")
    module.function = Function()

    keep_compiled([module])
