"""What an experiment is, and what it is asked with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from lpntk.domain import AnalysisRequest, ConflictError, InputError
from lpntk.domain.errors import shown
from lpntk.domain.experiment import ExperimentResult
from lpntk.domain.settings import Setting

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lpntk.domain.exports import Theme
    from lpntk.pipeline.stages.run import Run

Units: TypeAlias = Mapping[str, Mapping[str, Any]]

KIND = "experiment"
"""The kind of task."""


@dataclass(frozen=True)
class Experiment:
    """One of the paper's phenomena.

    Attributes
    ----------
    name, title
        What it is called where it is typed, and where it is read.
    claim
        The paper's claim in one sentence.
    method
        How it is put to the test, in a few sentences.
    options
        What may be asked for; all have defaults.
    compute
        Keeps the units that are not there yet.
    conclude
        From all units to the result. It computes nothing that takes time.
    draw
        From all units to the figure.
    check
        Refuses what does not fit an analysis, and gives the options as they are to be kept.
    """

    name: str
    title: str
    claim: str
    method: str
    options: tuple[Setting, ...]
    compute: Callable[[Run], None]
    conclude: Callable[[Units], ExperimentResult]
    draw: Callable[[Units, Theme], go.Figure]
    check: Callable[[AnalysisRequest, dict[str, Any]], dict[str, Any]] = lambda request, options: options

    def asked(self, request: AnalysisRequest, options: Mapping[str, Any]) -> dict[str, Any]:
        """The request of a task, with defaults for what is left out or None.

        Parameters
        ----------
        request
            Of the analysis.
        options
            By name.

        Raises
        ------
        InputError
            If there is no such option, or a value is out of bounds.
        ConflictError
            If it cannot be done with such an analysis.
        """
        known = {option.name: option for option in self.options}
        for name in options:
            if name not in known:
                offered = ", ".join(known) or "none"
                raise InputError(
                    f"The experiment {self.name} has no option '{shown(name)}': it has {offered}.", field=name
                )
        _require_trained(request, self.name)
        chosen: dict[str, Any] = {}
        for name, option in known.items():
            value = options.get(name)
            chosen[name] = option.default if value is None else _of_kind(option, value)
            option.check_new(chosen[name])
        return {"name": self.name, **self.check(request, chosen)}


def option(name: str, kind: str, title: str, text: str, **more: Any) -> Setting:
    """An option of an experiment; see `Setting` for what can be said of it."""
    return Setting(name, "experiment", kind, title, text, **more)  # type: ignore[arg-type]


def runs_option(default: int) -> Setting:
    """How often an experiment is repeated with other randomness."""
    return option(
        "runs",
        "integer",
        "Runs",
        "How often it is repeated, each time with other initial weights and draws.",
        default=default,
        minimum=1,
        maximum=100,
    )


def _of_kind(option: Setting, value: Any) -> Any:
    wanted = {"integer": int, "number": (int, float)}.get(option.kind, str)
    if not isinstance(value, wanted) or isinstance(value, bool):  # type: ignore[arg-type]
        what = {"integer": "a whole number", "number": "a number"}.get(option.kind, "text")
        raise InputError(f"{option.name} is {shown(str(value))}: give {what}.", field=option.name)
    return value


def _require_trained(request: AnalysisRequest, name: str) -> None:
    if request.learning.checkpoint is not None:
        raise ConflictError(
            f"The experiment {name} is about a training, and the classifier of this analysis was brought: "
            "analyse the data without a checkpoint."
        )
    if request.extends is not None:
        raise ConflictError(
            f"The experiment {name} is about a training, and this analysis took the classifier of analysis "
            f"{request.extends}, which it extends: run it on that one."
        )
