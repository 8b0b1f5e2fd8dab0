"""Which labels are wrong: how well each score finds known errors, beside cleanlab's confident learning.

    python tests/bench/labels.py [--cases mnist-best mnist-overfitted cifar] [--samples N] [--epochs N]
                                 [--json FILE] [--markdown FILE]

The cases: 5,000 of MNIST with 5 % of the labels flipped, LeNet at its best epoch on held-out samples, and
after 30 epochs on all samples, when it has learnt the wrong labels, too; 5,000 of CIFAR-10 with 10 % flipped.
Each is an analysis as the command line makes it, and its scores are those that it shows. cleanlab is given
probabilities of five networks, each trained without the fifth that it is asked about, in an environment of
its own (tests/bench/.environments). The data are taken from LPNTK_TEST_DATA, by default ../shared/data.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from bench.environments import Environment  # noqa: E402
from lpntk.devices import choose_device  # noqa: E402
from lpntk.domain import AnalysisRequest, Architecture, Dataset, LearningSettings, silent  # noqa: E402
from lpntk.learning import build_model  # noqa: E402
from lpntk.learning.batches import Batches  # noqa: E402
from lpntk.learning.descent import Descent, batches_per_epoch  # noqa: E402
from lpntk.learning.predictions import predict  # noqa: E402
from lpntk.learning.seeding import seeded  # noqa: E402
from lpntk.learning.weights import write_weights  # noqa: E402
from lpntk.pipeline.material.requested import RequestedMaterial  # noqa: E402
from lpntk.pipeline.results.known_errors import Detection, detection, known_errors  # noqa: E402
from lpntk.pipeline.workspace import Workspace  # noqa: E402
from lpntk.scores import Known, scores_of  # noqa: E402
from lpntk.scores.epochs import known_of_epochs  # noqa: E402
from support.data import data_folder  # noqa: E402

CLEANLAB = Environment("cleanlab", ("cleanlab==2.9.0",))
FOLDS = 5
_CONFIDENT_LEARNING = """
import sys, numpy as np
from cleanlab.rank import get_label_quality_scores
given = np.load(sys.argv[1])
quality = get_label_quality_scores(
    given["labels"], given["probabilities"], method="self_confidence", adjust_pred_probs=True)
np.save(sys.argv[2], -quality)
"""


@dataclass(frozen=True)
class Case:
    """A data set with known errors, and a training."""

    title: str
    request: AnalysisRequest
    overfitted: bool = False


@dataclass(frozen=True)
class Found:
    """What came of a case: how well each order finds the errors, and the seconds for analysis and folds."""

    title: str
    wrong: int
    samples: int
    accuracy: float
    seconds: float
    folds_seconds: float
    results: tuple[Detection, ...]


def cases(samples: int | None, epochs: int | None) -> dict[str, Case]:
    """All there are, by name."""

    def request(**settings: Any) -> AnalysisRequest:
        if epochs is not None:
            settings["epochs"] = epochs
        return AnalysisRequest.from_settings({"limit": samples or 5000, "device": "cpu", **settings})

    mnist = {"source": "mnist", "root": str(data_folder()), "label_noise": 0.05}
    pictures = str(data_folder() / "cifar10-subset" / "train")
    cifar = {"source": pictures, "label_noise": 0.1, "learning_rate": 0.02}
    return {
        "mnist-best": Case("MNIST, 5 % flipped, LeNet at its best epoch", request(epochs=10, **mnist)),
        "mnist-overfitted": Case(
            "MNIST, 5 % flipped, LeNet after 30 epochs", request(epochs=30, **mnist), overfitted=True
        ),
        "cifar": Case("CIFAR-10, 10 % flipped, LeNet at its best epoch", request(epochs=20, **cifar)),
    }


def try_case(case: Case, say: Callable[[str], None]) -> Found:
    """Analyse, compare, and ask cleanlab."""
    with tempfile.TemporaryDirectory() as folder:
        request, trace = case.request, None
        if case.overfitted:
            say("training on all samples")
            weights, trace = _overfit(request)
            (Path(folder) / "last.pt").write_bytes(weights)
            learning = replace(request.learning, checkpoint=str(Path(folder) / "last.pt"))
            request = replace(request, learning=learning)
        say("analysing")
        began = time.perf_counter()
        with Workspace.open(f"sqlite:///{folder}/lpntk.db") as workspace:
            number = workspace.submit(request).id
            workspace.run(number)
            seconds = time.perf_counter() - began
            accuracy = workspace.analysis(number).accuracy or 0.0
            with workspace.results(number) as results:
                known, labels, truth = known_errors(results), results.labels, results.true_labels
        assert known is not None, "labels were flipped"
        assert truth is not None, "labels were flipped"
        wrong = labels != truth
        detections = list(known.results)
        if trace is not None:
            detections += _of_training(trace, labels, wrong, {one.score for one in detections})
        say(f"training {FOLDS} networks for cleanlab")
        began = time.perf_counter()
        probabilities = out_of_fold(case.request)
        folds_seconds = time.perf_counter() - began
        detections += _cleanlab(probabilities, labels, wrong, Path(folder), say)
    detections.sort(key=lambda one: -one.average_precision)
    return Found(
        case.title, int(wrong.sum()), len(labels), accuracy, seconds, folds_seconds, tuple(detections)
    )


def _material(request: AnalysisRequest) -> tuple[RequestedMaterial, Dataset, Architecture, Batches]:
    material = RequestedMaterial(request)
    dataset = material.open(silent)
    architecture = material.architecture(dataset)
    return material, dataset, architecture, Batches(material.tensors(dataset, architecture), material.device)


def _epochs(
    request: AnalysisRequest,
    dataset: Dataset,
    architecture: Architecture,
    batches: Batches,
    rows: NDArray[np.int64],
) -> Iterator[torch.nn.Module]:
    """A network after each epoch on some rows."""
    device = choose_device(request.device)
    with seeded(request.seed, device):
        model = build_model(architecture).to(device)
        descent = Descent(
            model,
            batches,
            labels=torch.tensor(dataset.labels, device=device),
            rows=torch.from_numpy(rows),
            architecture=architecture,
            settings=request.learning,
            generator=torch.Generator().manual_seed(request.seed),
            steps=request.learning.epochs * batches_per_epoch(len(rows), request.learning.batch_size),
        )
        for _ in range(request.learning.epochs):
            descent.epoch(after_batch=lambda: None)
            yield model


def _overfit(request: AnalysisRequest) -> tuple[bytes, list[NDArray[np.float32]]]:
    """The weights after the last epoch on all samples, and what was predicted after each."""
    _, dataset, architecture, batches = _material(request)
    trace, weights = [], b""
    for model in _epochs(request, dataset, architecture, batches, np.arange(len(dataset))):
        trace.append(predict(model, batches, architecture, silent))
        weights = write_weights(model)
    return weights, trace


def out_of_fold(request: AnalysisRequest) -> NDArray[np.float32]:
    """(N, K) float32: each sample's probabilities by a network that was trained on four other fifths."""
    _, dataset, architecture, batches = _material(request)
    settings = request if request.learning.epochs <= 20 else replace(request, learning=LearningSettings())
    fold = np.random.default_rng(request.seed).permutation(len(dataset)) % FOLDS
    found = np.empty((len(dataset), len(dataset.class_names)), dtype=np.float32)
    for number in range(FOLDS):
        *_, model = _epochs(settings, dataset, architecture, batches, np.flatnonzero(fold != number))
        found[fold == number] = predict(model, batches, architecture, silent)[fold == number]
    return found


def _of_training(
    trace: list[NDArray[np.float32]], labels: NDArray[np.int64], wrong: NDArray[np.bool_], there: set[str]
) -> Iterator[Detection]:
    """By the scores over the training, which an analysis of a given checkpoint does not have."""
    known = {"labels": labels, **known_of_epochs(trace, labels)}
    for name, score in scores_of(known).items():
        if score.suspicious is not None and name not in there:
            values = score.of(Known(known.__getitem__)).astype(np.float64)
            suspicion = values if score.suspicious == "high" else -values
            yield detection(name, score.title, suspicion, wrong)


def _cleanlab(
    probabilities: NDArray[np.float32],
    labels: NDArray[np.int64],
    wrong: NDArray[np.bool_],
    folder: Path,
    say: Callable[[str], None],
) -> Iterator[Detection]:
    own = -probabilities[np.arange(len(labels)), labels]
    yield detection("out-of-fold", "Out-of-fold probability of the label, five networks", own, wrong)
    np.savez(folder / "given.npz", labels=labels, probabilities=probabilities)
    command = [CLEANLAB.python(say), "-c", _CONFIDENT_LEARNING, folder / "given.npz", folder / "found.npy"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        say(f"cleanlab failed: {done.stderr.strip().splitlines()[-1]}")
        return
    suspicion = np.load(folder / "found.npy")
    yield detection("cleanlab", "cleanlab, confident learning on those", suspicion, wrong)


def as_markdown(found: Found) -> str:
    """A table, the best first."""
    lines = [
        f"{found.title}: {found.wrong:,} of {found.samples:,} labels wrong; "
        f"{found.accuracy:.1%} of the labels as given are predicted. "
        f"The analysis took {found.seconds:.0f} s, the five networks {found.folds_seconds:.0f} s.",
        "",
        "| | average precision | AUROC | precision of the first |",
        "|---|--:|--:|--:|",
    ]
    lines += [
        f"| {one.title} | {one.average_precision:.3f} | {one.auroc:.3f} | {one.precision:.3f} |"
        for one in found.results
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, try the cases, print what came of them."""
    options = _options(arguments)
    console = Console(highlight=False)
    there = cases(options.samples, options.epochs)
    found = []
    for name in options.cases or there:
        found.append(try_case(there[name], lambda text, name=name: console.print(f"{name}: {text}")))
        console.print(_as_table(found[-1]))
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], indent=1))
    if options.markdown:
        options.markdown.write_text("\n".join(map(as_markdown, found)))


def _as_table(found: Found) -> Table:
    table = Table("", "AP", "AUROC", "first", title=f"{found.title}: {found.wrong} of {found.samples} wrong")
    for one in found.results:
        table.add_row(one.title, f"{one.average_precision:.3f}", f"{one.auroc:.3f}", f"{one.precision:.3f}")
    return table


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", nargs="+", choices=list(cases(None, None)))
    parser.add_argument("--samples", type=int, help="5,000 by default")
    parser.add_argument("--epochs", type=int, help="instead of each case's own")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables there, too")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
