"""What pruning really does: every strategy forecast and retrained, and how well the two agree.

    python tests/bench/pruning.py [--cases digits mnist] [--strategies NAME …] [--keep SHARE …] [--seeds N]
                                  [--device NAME] [--out DIR]

The cases: the built-in digits, 1,297 to train on and 500 to test on; 5,000 of MNIST, tested on its 10,000
test images; 5,000 images of CIFAR-10 in folders, tested on 1,000 more, by ResNet-18, which wants a card. The
latter two are taken from LPNTK_TEST_DATA, by default ../shared/data. Each is an analysis as the command line
makes it; then every strategy is forecast and retrained at each share, for as many updates and for as many
epochs as the full set, with a seed each. Written into the folder: CASE.json with all trainings, CASE.md with
the tables, and CASE-updates.html with the chart.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from lpntk.domain import AnalysisRequest, DataSettings, JobProgress, LearningSettings  # noqa: E402
from lpntk.domain.agreement import Agreement  # noqa: E402
from lpntk.domain.evaluation import FULL, RANDOM, EvaluationSummary  # noqa: E402
from lpntk.domain.evaluation_request import EvaluationRequest  # noqa: E402
from lpntk.domain.plan_forecast import Outlook  # noqa: E402
from lpntk.pipeline.results import evaluations  # noqa: E402
from lpntk.pipeline.results.evaluations import EvaluationView  # noqa: E402
from lpntk.pipeline.results.outlook import outlooks, retrained  # noqa: E402
from lpntk.pipeline.workspace import Workspace  # noqa: E402
from lpntk.pruning import STRATEGIES  # noqa: E402
from support.data import data_folder  # noqa: E402

Say = Callable[[str], None]


@dataclass(frozen=True)
class Case:
    """What is analysed, and what of it is retrained."""

    request: Callable[[Path], AnalysisRequest]
    strategies: tuple[str, ...]
    keeps: tuple[float, ...]
    seeds: int
    schedules: tuple[str, ...] = ("updates", "epochs")


def digits(folder: Path) -> AnalysisRequest:
    """The digits in two parts, written where an analysis reads them."""
    images, labels = load_digits(return_X_y=True)
    scaled = (images.reshape(-1, 8, 8) / 16 * 255).astype(np.uint8)
    parts = train_test_split(scaled, labels, test_size=500, stratify=labels, random_state=0)
    for name, (part, its) in {"train": (parts[0], parts[2]), "test": (parts[1], parts[3])}.items():
        np.savez(folder / f"digits-{name}.npz", images=part, labels=its)
    return AnalysisRequest(
        DataSettings(str(folder / "digits-train.npz")),
        LearningSettings(test=str(folder / "digits-test.npz")),
        name="digits",
    )


def mnist(folder: Path) -> AnalysisRequest:
    """5,000 of MNIST."""
    return AnalysisRequest(
        DataSettings("mnist", root=str(data_folder()), limit=5_000),
        LearningSettings(test="test"),
        name="mnist",
    )


def cifar(folder: Path) -> AnalysisRequest:
    """The images of CIFAR-10 that there are."""
    root = data_folder() / "cifar10-subset"
    return AnalysisRequest(
        DataSettings(str(root / "train")),
        LearningSettings("resnet18", epochs=15, test=str(root / "test")),
        name="cifar",
    )


CASES = {
    "digits": Case(digits, tuple(name for name in STRATEGIES if name != RANDOM), (0.9, 0.7, 0.5, 0.3), 5),
    "mnist": Case(
        mnist,
        (
            *("fpc-largest", "hierarchical", "average-high", "average-low", "el2n", "ccs", "dual"),
            *("infomax", "k-center", "left-out"),
        ),
        (0.7, 0.5, 0.3),
        3,
    ),
    "cifar": Case(
        cifar,
        ("fpc-largest", "average-high", "average-low", "infomax", "el2n", "dual", "k-center", "left-out"),
        (0.7, 0.4),
        3,
        ("updates",),
    ),
}


@dataclass(frozen=True)
class Found:
    """What a case came to."""

    view: EvaluationView
    forecasts: dict[tuple[str, float], Outlook]
    agreement: Agreement
    seconds: dict[str, float]


def measure(case: Case, request: AnalysisRequest, url: str, say: Say) -> Found:
    """Analyse, forecast and retrain."""
    seconds: dict[str, float] = {}
    with Workspace.open(url) as workspace:
        began = time.perf_counter()
        analysis_id = workspace.submit(request).id
        workspace.run(analysis_id)
        seconds["analysis"] = time.perf_counter() - began
        say(f"analysed in {seconds['analysis']:.0f} s")

        began = time.perf_counter()
        forecasts: dict[tuple[str, float], Outlook] = {}
        with workspace.results(analysis_id) as results:
            results.features()
            for strategy in (RANDOM, *case.strategies):
                found = outlooks(results, strategy, case.keeps)
                forecasts |= {(strategy, one.keep): one for one in found}
        seconds["forecasts"] = time.perf_counter() - began
        say(f"forecast in {seconds['forecasts']:.0f} s")

        began = time.perf_counter()
        asked = EvaluationRequest.of(case.strategies, case.keeps, case.seeds, case.schedules, [], None)
        task_id = workspace.evaluate(analysis_id, asked)
        try:
            workspace.run_task(task_id, _told(say))
        except KeyboardInterrupt:
            say("stopped: what was trained until then is written down")
        seconds["retraining"] = time.perf_counter() - began
        say(f"retrained in {seconds['retraining']:.0f} s")
        with workspace.results(analysis_id) as results:
            return Found(evaluations.get(results, task_id), forecasts, retrained(results), seconds)


def _told(say: Say) -> Callable[[JobProgress], None]:
    last = time.monotonic()

    def tell(progress: JobProgress) -> None:
        nonlocal last
        if time.monotonic() - last > 20:
            last = time.monotonic()
            left = "" if progress.remaining is None else f", {progress.remaining:.0f} s left"
            say(f"{progress.stage}: {progress.done:,} of {progress.total:,} {progress.unit}{left}")

    return tell


def tables(found: Found, case: Case) -> str:
    """Markdown: accuracy by strategy and share for each schedule, forecasts, and how well they agree."""
    parts = [found.view.note, ""]
    for schedule in found.view.request.schedules:
        summaries = {(one.arm, one.keep): one for one in found.view.summaries_of(schedule)}
        full = summaries.get((FULL, 1.0))
        of_all = "" if full is None else f"; all samples {_cell(full, None)}"
        parts += [
            f"For the same number of {schedule}{of_all}.",
            "",
            "| strategy | " + " | ".join(f"keep {keep:g}" for keep in case.keeps) + " |",
            "|---|" + "--:|" * len(case.keeps),
        ]
        for arm in _by_mean(summaries, case):
            cells = [
                _cell(summaries.get((arm, keep)), found.forecasts.get((arm, keep))) for keep in case.keeps
            ]
            parts.append(f"| {arm} | " + " | ".join(cells) + " |")
        parts.append("")
    parts += [f"Spearman between forecast and retraining: {_agreed(found.agreement)}.", ""]
    parts += recommended(found, case)
    return "\n".join(parts) + "\n"


def _by_mean(summaries: dict[tuple[str, float], EvaluationSummary], case: Case) -> list[str]:
    def total(arm: str) -> float:
        return sum(summaries[arm, keep].mean for keep in case.keeps if (arm, keep) in summaries)

    return sorted((RANDOM, *case.strategies), key=total, reverse=True)


def _cell(one: EvaluationSummary | None, forecast: Outlook | None) -> str:
    if one is None:
        return "–"
    mark = {"better": " ▲", "worse": " ▼"}.get(one.against_random.verdict if one.against_random else "", "")
    expected = "" if forecast is None else f" ({100 * forecast.accuracy:.1f})"
    return f"{100 * one.mean:.2f} ± {100 * (one.std or 0):.2f}{mark}{expected}"


def _agreed(found: Agreement) -> str:
    within = "unknown" if found.within is None else f"{found.within:.2f}"
    overall = "unknown" if found.correlation is None else f"{found.correlation:.2f}"
    return f"{overall} over all {found.plans} plans, {within} within a share"


def recommended(found: Found, case: Case) -> list[str]:
    """At each share, the plan of the highest forecast, and what became of it."""
    lines = []
    summaries = {(one.arm, one.keep): one for one in found.view.summaries_of("updates")}
    for keep in case.keeps:
        best = max(case.strategies, key=lambda strategy: found.forecasts[strategy, keep].accuracy)
        one = summaries.get((best, keep))
        what = "not retrained" if one is None else f"retrained {one.sentence}"
        standing = found.forecasts[best, keep].standing.value
        lines.append(f"- Recommended at {keep:g}: `{best}`, {standing} by forecast; {what}")
    compared = [one for one in summaries.values() if one.against_random is not None]
    worse = [one for one in compared if one.against_random and one.against_random.verdict == "worse"]
    warned = [one for one in worse if found.forecasts[one.arm, one.keep].warning]
    lines.append(
        f"- Of {len(worse)} plans that retrain to worse than random, {len(warned)} carried a warning."
    )
    return lines


def write(name: str, found: Found, case: Case, out: Path) -> None:
    """Everything that a case came to, as files."""
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.md").write_text(tables(found, case))
    values = {
        "seconds": found.seconds,
        "agreement": asdict(found.agreement),
        "forecasts": [{**asdict(one), "standing": one.standing} for one in found.forecasts.values()],
        "summaries": [asdict(one) for one in found.view.summaries],
        "trainings": [asdict(unit) for unit in found.view.units],
    }
    (out / f"{name}.json").write_text(json.dumps(values))
    figure = evaluations.figure(found.view, "updates")
    (out / f"{name}-updates.html").write_text(figure.to_html(include_plotlyjs=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the cases that are named."""
    parser = argparse.ArgumentParser(description="What pruning really does.")
    parser.add_argument("--cases", nargs="+", choices=tuple(CASES), default=["digits", "mnist"])
    parser.add_argument("--strategies", nargs="+")
    parser.add_argument("--keep", nargs="+", type=float)
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--out", type=Path, default=Path("pruning"))
    options = parser.parse_args(arguments)
    console = Console(highlight=False)
    for name in options.cases:
        case = CASES[name]
        case = replace(
            case,
            strategies=tuple(options.strategies or case.strategies),
            keeps=tuple(options.keep or case.keeps),
            seeds=options.seeds or case.seeds,
        )
        with tempfile.TemporaryDirectory() as folder:
            request = case.request(Path(folder))
            values = {**request.to_dict(), "device": options.device}
            if options.epochs is not None:
                values["learning"]["epochs"] = options.epochs
            found = measure(
                case,
                AnalysisRequest.from_dict(values),
                f"sqlite:///{folder}/pruning.db",
                lambda text, name=name: console.print(f"{name}: {text}"),
            )
            write(name, found, case, options.out)
        console.print((options.out / f"{name}.md").read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
