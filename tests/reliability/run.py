"""What lpNTK does when it is killed, when the disk is full, when its database or its input is damaged.

    python tests/reliability/run.py [kills|disk|damage|calls|mutations|all] [--seed 0] [--seconds LIMIT]
                                    [--kills 30] [--fills 60] [--damages 1000] [--calls 5000] [--files 1000]
                                    [--only CASE] [--json FILE]

kills: random signals to the command, the server and its worker. disk: a disk that is full at one write after
the other. damage: changed values and overwritten pages in a finished analysis's database. calls: fuzzed calls
of the API. mutations: damaged image files, archives and checkpoints.

Everything lies in temporary folders. The exit status is 1 if anything came out wrong. Cases are numbered, and
a wrong one is told with the command that tries it alone; what depends on the moment of a signal may differ.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import signal
import sys
import warnings
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]
# What libraries think of each other is not what is tried here; the processes that are started read it too.
os.environ["PYTHONWARNINGS"] = "ignore"
warnings.simplefilter("ignore")

from reliability.outcomes import Counts, Outcome, Settings, Verdict  # noqa: E402

KINDS = ("kills", "disk", "damage", "calls", "mutations")
NO_CALLS = "No calls are tried: they need schemathesis, which `pip install -e '.[reliability]'` brings."
COLUMNS = ("", "tried", "right", "refused with a sentence", "wrong")

Rows = dict[str, Counts]


def try_kind(kind: str, settings: Settings, console: Console) -> tuple[Rows, list[Outcome]]:
    """Try one kind of trouble, with progress; its counts, and what came out wrong."""
    rows: Rows = {}
    wrong: list[Outcome] = []
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with (
        Progress(*columns, console=console, transient=True) as progress,
        closing(_outcomes(kind, settings)) as found,
    ):
        task = progress.add_task(f"{kind}: preparing", total=None)
        for outcome in found:
            rows.setdefault(outcome.group, Counts()).add(outcome.verdict)
            if outcome.verdict is Verdict.WRONG:
                wrong.append(outcome)
                console.print(f"{outcome.text}\n  {repeated(kind, outcome, settings)}", markup=False)
            tried = sum(counts.tried for counts in rows.values())
            progress.update(task, description=f"{kind}: {tried:,} tried, {len(wrong):,} wrong")
    return rows, wrong


def repeated(kind: str, outcome: Outcome, settings: Settings) -> str:
    """The command that tries one case again."""
    return f"python tests/reliability/run.py {kind} --seed {settings.seed} --only {outcome.number}"


def table(rows: Rows) -> Table:
    """For a terminal: a line a group."""
    made = Table()
    for name in COLUMNS:
        made.add_column(name, justify="right" if name else "left")
    for group, counts in rows.items():
        made.add_row(group, *(f"{count:,}" for count in asdict(counts).values()))
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the options, try, print the table; the exit status."""
    options = _parser().parse_args(arguments)
    console = Console(stderr=True, highlight=False)
    rows: Rows = {}
    found: dict[str, list[dict[str, object]]] = {}
    kinds = _chosen(options.kind)
    for kind in kinds:
        settings = _settings(options)
        counts, wrong = try_kind(kind, settings, console)
        rows |= counts
        found[kind] = [{**asdict(one), "repeat": repeated(kind, one, settings)} for one in wrong]
        # After each kind, so that what was found is not lost when somebody stops it.
        if options.json:
            content = {"counts": {name: asdict(row) for name, row in rows.items()}, "wrong": found}
            options.json.write_text(json.dumps({"seed": options.seed, **content}, indent=1))
    Console(highlight=False, width=None if sys.stdout.isatty() else 100).print(table(rows))
    return int(not kinds or any(row.wrong for row in rows.values()))


def _chosen(kind: str) -> list[str]:
    """The kinds to try; without schemathesis there are no calls."""
    kinds = list(KINDS) if kind == "all" else [kind]
    if "calls" in kinds and importlib.util.find_spec("schemathesis") is None:
        kinds.remove("calls")
        Console(stderr=True).print(NO_CALLS, markup=False)
    return kinds


def _outcomes(kind: str, settings: Settings) -> Generator[Outcome, None, None]:
    """The outcomes of a kind, which is loaded only now: each needs libraries that take their time to load."""
    yield from importlib.import_module(f"reliability.{kind}").outcomes(settings)


def _settings(options: argparse.Namespace) -> Settings:
    """With a clock that begins now: `--seconds` are for each kind."""
    names = ("seed", "kills", "fills", "damages", "calls", "files", "seconds", "only")
    return Settings(**{name: getattr(options, name) for name in names})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", nargs="?", choices=(*KINDS, "all"), default="all")
    for name in ("seed", "kills", "fills", "damages", "calls", "files"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Settings, name))
    parser.add_argument("--seconds", type=float, default=Settings.seconds, help="at most, for each kind")
    parser.add_argument("--only", type=int, metavar="CASE", help="try this case alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the counts and what is wrong there")
    return parser


if __name__ == "__main__":
    # Who ends it otherwise than by Ctrl-C should find nothing left of it either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sys.exit(main())
