"""The exact kernel matrix and its sketch: ours beside other ways, and the floor, in one run.

    python tests/bench/run.py [--models lenet resnet vit] [--samples 500 1000] [--ways ours floor …]
                              [--repeats 3] [--memory-gib 2] [--json FILE] [--markdown FILE]

Run it on a machine that does nothing else: every time is wall-clock time. Each way has a process of its own,
one after the other; ours and the floor are the best of some runs, the others run once. Without --samples,
LeNet is measured at 500 to 4,000 and the others at 500 and 1,000. neural-tangents and TRAK get environments
of their own (tests/bench/.environments), made with pip on the first run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from bench.environments import NEURAL_TANGENTS, TRAKER, Environment  # noqa: E402
from bench.exchange import GIB, Entry, Settings  # noqa: E402
from bench.table import NAMES, as_markdown, as_rich  # noqa: E402

SAMPLES = {"lenet": (500, 1000, 2000, 4000), "resnet": (500, 1000), "vit": (500, 1000)}
# Ours comes first, since the others are compared with it.
WAYS = ("ours", "floor", "nt_structured", "torch_func", "pairwise", "sketch", "trak")
ENVIRONMENTS: dict[str, Environment] = {"nt_structured": NEURAL_TANGENTS, "trak": TRAKER}
LENET_ONLY = {"nt_structured"}
ONCE_A_MODEL = {"sketch", "trak"}


def compare(
    model: str, samples: int, ways: Sequence[str], settings: Settings, say: Callable[[str], None]
) -> Iterator[Entry]:
    """Measure some ways on one case, one after the other."""
    with tempfile.TemporaryDirectory() as place:
        for way in ways:
            say(f"{model}, N = {samples:,}: {NAMES[way]}")
            try:
                if not (Path(place) / "case.npz").is_file():
                    _run(sys.executable, str(HERE / "cases.py"), model, str(samples), place)
                yield _measure(way, Path(place), settings, say)
            except RuntimeError as error:
                yield Entry(model, samples, way, None, notes=f"left out: {error}")


def suited(ways: Sequence[str], model: str, first: bool) -> list[str]:
    """The ways that are measured on a model, at its first N or a later one, in their order."""
    return [
        way
        for way in WAYS
        if way in ways and (first or way not in ONCE_A_MODEL) and (model == "lenet" or way not in LENET_ONLY)
    ]


def _measure(way: str, folder: Path, settings: Settings, say: Callable[[str], None]) -> Entry:
    python = ENVIRONMENTS[way].python(say) if way in ENVIRONMENTS else sys.executable
    _run(str(python), str(HERE / "worker.py"), way, str(folder), json.dumps(asdict(settings)))
    return Entry.load(folder)


def _run(*command: str) -> None:
    """Run a process to its end.

    Raises
    ------
    RuntimeError
        If it fails; with the last line of what it said.
    """
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with status {done.returncode}"]
        raise RuntimeError(lines[-1])


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, measure, print the table."""
    options = _options(arguments)
    settings = Settings(repeats=options.repeats, memory_budget=int(options.memory_gib * GIB))
    progress = Console(stderr=True, highlight=False)
    entries: list[Entry] = []
    for model in options.models:
        for number, samples in enumerate(options.samples or SAMPLES[model]):
            ways = suited(options.ways, model, first=number == 0)
            for entry in compare(model, samples, ways, settings, progress.print):
                entries.append(entry)
                # After each, so that what was measured is not lost when somebody stops it.
                if options.json:
                    options.json.write_text(json.dumps([asdict(each) for each in entries], indent=1))
                if options.markdown:
                    options.markdown.write_text(as_markdown(entries))
    Console(highlight=False, width=None if sys.stdout.isatty() else 120).print(as_rich(entries))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", nargs="+", choices=SAMPLES, default=list(SAMPLES))
    parser.add_argument("--samples", nargs="+", type=int)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--repeats", type=int, default=Settings.repeats)
    parser.add_argument("--memory-gib", type=float, default=Settings.memory_budget / GIB, help="for ours")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--markdown", type=Path, metavar="FILE")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
