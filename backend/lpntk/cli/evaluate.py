"""`lpntk evaluate`: the proof, by retraining."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import check_output, console, duration, print_json, write_whole
from lpntk.cli.progress import reading_progress
from lpntk.cli.tables import percent, plain_table
from lpntk.cli.tasks import run_task
from lpntk.domain import InputError
from lpntk.domain.evaluation import FULL, SCHEDULES, EvaluationSummary
from lpntk.domain.evaluation_request import EvaluationEstimate, EvaluationRequest, IndexList

if TYPE_CHECKING:
    from lpntk.pipeline.results.evaluations import EvaluationView
    from lpntk.pipeline.workspace import Workspace

_FORMATS = ("csv", "json")
_BOTH = "both"


def evaluate(
    analysis_id: AnalysisId,
    strategy: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A pruning strategy to try; give it again for another."),
    ] = None,
    keep: Annotated[
        list[float] | None,
        typer.Option(metavar="SHARE", help="A share to keep, above 0 and below 1; again for another."),
    ] = None,
    seeds: Annotated[int, typer.Option(help="How many trainings of each, 1 to 20.")] = 5,
    test: Annotated[
        str | None,
        typer.Option(
            metavar="SOURCE",
            help="Samples to test on: a folder, an .npz file, or a split of the named data set.",
            show_default="the analysis's test set, or what its training held out",
        ),
    ] = None,
    index_list: Annotated[
        list[Path] | None,
        typer.Option(
            "--list",
            metavar="FILE",
            help="Indices to keep from elsewhere: .npy, .txt, .json or .csv; again for another.",
        ),
    ] = None,
    schedule: Annotated[
        str,
        typer.Option(
            help=f"Train for as many {' or '.join(SCHEDULES)} as the full set is trained; or {_BOTH}."
        ),
    ] = "updates",
    plan: Annotated[
        bool, typer.Option("--plan", help="Only say what it would take on this machine.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write every training there: .csv, .json."),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Retrain from scratch on what strategies keep, and say whether they are better than random.

    The full set and random samples at each share are always trained on besides. The same command again goes
    on where it was stopped, and shows the result where it is finished; with an ID alone, the latest result.
    """
    format_name = check_output(output, _FORMATS) if output else None
    from lpntk.pipeline.results import evaluations
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        if strategy or keep or index_list:
            request = EvaluationRequest.of(
                strategy or (),
                keep or (),
                seeds,
                SCHEDULES if schedule == _BOTH else (schedule,),
                _lists(workspace, analysis_id, index_list or ()),
                test,
            )
            if plan:
                _print_estimate(_estimate(workspace, analysis_id, request), as_json)
                return
            task_id = _evaluate(workspace, analysis_id, request)
        else:
            task_id = _latest(workspace, analysis_id)
        with workspace.results(analysis_id) as results:
            view = evaluations.get(results, task_id)
            values = evaluations.values(results, view)
            content = evaluations.file(results, view, format_name) if format_name else b""
    if output:
        write_whole(output, content)
    if as_json:
        print_json(values)
    else:
        _print(view, output)


def _lists(workspace: Workspace, analysis_id: int, files: Sequence[Path]) -> Iterator[IndexList]:
    from lpntk.pruning.reading import read_indices

    with workspace.results(analysis_id) as results:
        fingerprint = results.dataset.fingerprint
    for file in files:
        yield IndexList.of(file.stem, read_indices(file, "list", fingerprint))


def _latest(workspace: Workspace, analysis_id: int) -> int:
    from lpntk.pipeline.results import evaluations

    with workspace.results(analysis_id) as results:
        found = evaluations.all_of(results)
    if not found:
        raise InputError(
            "Say what to evaluate: --strategy NAME --keep SHARE, or --list FILE; there is no evaluation of "
            f"analysis {analysis_id} yet.",
            field="strategy",
        )
    return found[0].id


def _estimate(workspace: Workspace, analysis_id: int, request: EvaluationRequest) -> EvaluationEstimate:
    with reading_progress("Reading the samples") as reading:
        return workspace.estimate_evaluation(analysis_id, request, reading)


def _evaluate(workspace: Workspace, analysis_id: int, request: EvaluationRequest) -> int:
    """Bring an evaluation to its end, with progress on standard error; the task's number."""
    earlier = workspace.find_evaluation(analysis_id, request)
    if earlier is None:
        typer.echo(_estimate_text(_estimate(workspace, analysis_id, request)), err=True)
    elif len(earlier.units) < earlier.trainings:
        typer.echo(f"{len(earlier.units)} of {earlier.trainings} trainings are there.", err=True)
    task_id = workspace.evaluate(analysis_id, request)
    run_task(workspace, task_id)
    return task_id


def _estimate_text(estimate: EvaluationEstimate) -> str:
    return (
        f"{estimate.trainings:,} trainings, {estimate.updates:,} updates, about {duration(estimate.seconds)} "
        f"on this machine."
    )


def _print_estimate(estimate: EvaluationEstimate, as_json: bool) -> None:
    if as_json:
        print_json(vars(estimate))
        return
    typer.echo(_estimate_text(estimate))
    typer.echo(
        f"The full set of {estimate.samples:,} samples takes {estimate.full_updates:,} updates; "
        f"{estimate.test_samples:,} samples judge."
    )


def _print(view: EvaluationView, output: Path | None) -> None:
    terminal = console()
    for schedule in view.request.schedules:
        found = view.summaries_of(schedule)
        terminal.print(f"The same number of {schedule} as the full set:")
        table = plain_table("Arm", "Keep", "Samples", "Seeds", "Accuracy", "±", "95 % interval", "Verdict")
        for column in table.columns[1:7]:
            column.justify = "right"
        for one in found:
            table.add_row(*_cells(one))
        terminal.print(table)
        for one in found:
            if one.against_random is not None:
                terminal.print(f"{one.arm} at {one.keep:.4g}: {one.sentence}")
        terminal.print()
    terminal.print(view.note)
    if output:
        terminal.print(f"Written to {output}.")


def _cells(one: EvaluationSummary) -> tuple[str, ...]:
    low, high = one.interval or (None, None)
    verdict = ""
    if one.against_random is not None:
        verdict = one.against_random.verdict
    elif one.arm == FULL:
        verdict = "all samples"
    return (
        one.arm,
        f"{one.keep:.4g}",
        f"{one.kept:,.0f}",
        str(one.seeds),
        percent(one.mean),
        "" if one.std is None else f"{100 * one.std:.1f}",
        "" if low is None else f"{percent(low)} to {percent(high)}",
        verdict,
    )
