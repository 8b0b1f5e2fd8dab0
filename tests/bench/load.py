"""Many people at the page of one server, while it computes: how long an answer takes, and what it costs.

    python tests/bench/load.py [--clients 100] [--seconds 60] [--samples 1000] [--clicks N] [--json FILE]

Makes two analyses of the built-in digits in a temporary folder, one exact and one by a sketch, starts a real
server on a port of its own and a job on it, and then lets every client ask once a second for what the page
asks: the list, an analysis, its page, a sample, previews, a plan, a figure. Each listens to the events, too.
With --clicks, some of them ask for neighbours of the sketch that have to be ranked first. Run it on a
machine that does nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles

import httpx
from rich.console import Console

from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings
from lpntk.pipeline.workspace import Workspace

SERVER = "import sys; from lpntk.serving.server import serve; serve(sys.argv[1], port=0, open_browser=False)"
JOB = {"source": "digits", "epochs": 2_000, "name": "Meanwhile", "device": "cpu"}
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Target:
    """What there is to ask about: an exact analysis, a sketch, their data set, and their samples."""

    exact: int
    sketch: int
    dataset: int
    indices: tuple[int, ...]

    def path(self, draw: random.Random) -> str:
        """An address that the page asks for, the frequent ones more often."""
        index, analysis = draw.choice(self.indices), f"/api/analyses/{self.exact}"
        preview = f"/api/datasets/{self.dataset}/previews/{index}?v=1"
        return draw.choice(
            (
                *(preview,) * 8,
                *(f"{analysis}/samples/{index}",) * 4,
                f"/api/analyses/{self.sketch}/samples/{index}?rank=false",
                "/api/analyses",
                analysis,
                f"{analysis}/page",
                f"{analysis}/columns?name=index&name=label&name=x&name=y",
                f"{analysis}/plan/order?strategy=fpc-largest&keep=0.{draw.randint(5, 9)}",
                f"{analysis}/figures/histogram",
            )
        )

    def click(self, draw: random.Random) -> str:
        """An address that makes the server compute, mostly."""
        return f"/api/analyses/{self.sketch}/samples/{draw.choice(self.indices)}"


@dataclass
class Figures:
    """What came of the requests; times in milliseconds, memory in MiB."""

    milliseconds: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def errors(self) -> int:
        """Answers that were none, or a refusal."""
        return sum(count for answer, count in self.answers.items() if answer != "200")


@dataclass(frozen=True)
class Usage:
    """What a process takes: resident memory in MiB, its peak, and its threads."""

    memory: float
    peak: float
    threads: int

    @classmethod
    def of(cls, process: int) -> Usage:
        """Of a process of this machine."""
        lines = (line.split() for line in Path(f"/proc/{process}/status").read_text().splitlines())
        values = {line[0].rstrip(":"): line[1] for line in lines if len(line) > 1}
        memory, peak = int(values["VmRSS"]) / 1024, int(values["VmHWM"]) / 1024
        return cls(round(memory, 1), round(peak, 1), int(values["Threads"]))


def prepare(url: str, samples: int) -> Target:
    """Compute the two analyses that are asked about."""
    data, learning = DataSettings("digits", limit=samples), LearningSettings(epochs=2)
    kernels = (KernelSettings(), KernelSettings(method="sketch", sketch_width=512))
    with Workspace.open(url) as workspace:
        numbers = [workspace.submit(AnalysisRequest(data, learning, kernel)).id for kernel in kernels]
        for number in numbers:
            workspace.run(number)
        with workspace.results(numbers[0]) as results:
            return Target(numbers[0], numbers[1], results.dataset_id, tuple(results.indices.tolist()))


async def ask(client: httpx.AsyncClient, path: str, times: list[float], figures: Figures) -> None:
    """One request, timed from its sending to its last byte."""
    began = time.perf_counter()
    try:
        answer = str((await client.get(path)).status_code)
    except httpx.HTTPError as error:
        answer = type(error).__name__
    times.append((time.perf_counter() - began) * 1000)
    figures.answers[answer] += 1


async def visit(
    address: str, target: Target, until: float, clicks: bool, seed: int, figures: Figures
) -> None:
    """One client: listens to the events, and asks once a second, from a moment of its own on."""
    draw = random.Random(seed)
    # Without certificates, which take a client's time and are not wanted here.
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS, verify=False) as client:
        listening = asyncio.create_task(listen(client))
        await asyncio.sleep(draw.random())
        while (began := time.monotonic()) < until:
            await ask(client, target.path(draw), figures.milliseconds, figures)
            if clicks:
                await ask(client, target.click(draw), figures.clicks, figures)
            await asyncio.sleep(max(0.0, began + 1 - time.monotonic()))
        listening.cancel()


async def listen(client: httpx.AsyncClient) -> None:
    """Hear what the server tells, as a page does."""
    async with client.stream("GET", "/api/events", timeout=None) as answer:
        async for _ in answer.aiter_bytes():
            pass


async def visit_all(address: str, target: Target, options: argparse.Namespace) -> Figures:
    """All clients at once."""
    figures, until = Figures(), time.monotonic() + options.seconds
    await asyncio.gather(
        *(
            visit(address, target, until, number < options.clicks, number, figures)
            for number in range(options.clients)
        )
    )
    return figures


def measure(url: str, target: Target, options: argparse.Namespace) -> tuple[Figures, Usage, Usage]:
    """The figures, and what the server took before and after."""
    process = subprocess.Popen([sys.executable, "-c", SERVER, url], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        httpx.post(f"{address}api/analyses", json=JOB, timeout=PATIENCE_SECONDS).raise_for_status()
        for path in {target.path(random.Random(seed)) for seed in range(200)}:
            httpx.get(address.rstrip("/") + path, timeout=PATIENCE_SECONDS)
        before = Usage.of(process.pid)
        figures = asyncio.run(visit_all(address, target, options))
        return figures, before, Usage.of(process.pid)
    finally:
        process.terminate()
        process.wait()


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, measure, print the figures."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        url = f"sqlite:///{folder}/lpntk.db"
        target = prepare(url, options.samples)
        figures, before, after = measure(url, target, options)
    summary = {
        "clients": options.clients,
        "seconds": options.seconds,
        "requests": len(figures.milliseconds),
        "errors": figures.errors,
        "answers": dict(figures.answers),
        **_times("", figures.milliseconds),
        **_times("clicks_", figures.clicks),
        "before": asdict(before),
        "after": asdict(after),
    }
    if options.json:
        options.json.write_text(json.dumps(summary, indent=1))
    Console(highlight=False).print_json(data=summary)


def _times(prefix: str, milliseconds: list[float]) -> dict[str, float]:
    if len(milliseconds) < 2:
        return {}
    found = {
        "median_ms": median(milliseconds),
        "p95_ms": quantiles(milliseconds, n=20)[-1],
        "max_ms": max(milliseconds),
    }
    return {f"{prefix}{name}": round(value, 1) for name, value in found.items()}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--clicks", type=int, default=0, help="how many of the clients make it compute")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
