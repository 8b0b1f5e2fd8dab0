"""`lpntk.open`: the analyses of a database, by name or number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self

from lpntk.domain import NotFoundError
from lpntk.domain.errors import shown
from lpntk.domain.words import some
from lpntk.pipeline.results.views import AnalysisView
from lpntk.pipeline.workspace import Workspace
from lpntk.python import summary
from lpntk.python.analysis import Analysis
from lpntk.python.notebook import many

_NAMED_AT_MOST = 5


class Library(Mapping[int | str, Analysis]):
    """The analyses of a database: a mapping from number or name, the newest first; a context manager too.

    Those that are not finished are among them, and say so when they are asked for something.

    Attributes
    ----------
    workspace
        The open database, for all that is not here.

    Examples
    --------
    >>> import lpntk, torch
    >>> data = torch.utils.data.TensorDataset(torch.rand(30, 1, 4, 4), torch.arange(30) % 2)
    >>> model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16, 2))
    >>> analysis = lpntk.analyse(model, data, "sqlite:///my.db", name="my digits")
    >>> with lpntk.open("sqlite:///my.db") as analyses:
    ...     columns = analyses["my digits"].scores(frame=False)
    >>> len(columns["loss"])
    30
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def __getitem__(self, key: int | str) -> Analysis:
        """An analysis by its number, or by a name that no other has. NotFoundError, a KeyError."""
        views = self.workspace.analyses()
        found = [view.id for view in views if key in (view.id, view.name)]
        if len(found) == 1:
            return Analysis(self.workspace, found[0])
        if found:
            raise MissingAnalysis(
                f"Analyses {some(found, _NAMED_AT_MOST)} are called '{shown(str(key))}': give the number of "
                "one."
            )
        there = some([f"{view.id} ({view.name})" for view in views], _NAMED_AT_MOST) or "none"
        raise MissingAnalysis(
            f"There is no analysis '{shown(str(key))}' in {self.workspace.place}: there is {there}."
        )

    def __iter__(self) -> Iterator[int]:
        return (view.id for view in self.workspace.analyses())

    def __len__(self) -> int:
        return len(self.workspace.analyses())

    def __repr__(self) -> str:
        views = self.workspace.analyses()
        width = max((len(str(view.id)) for view in views), default=0)
        lines = [_line(view, width) for view in views]
        count = many(len(views), "analysis", "analyses")
        return "\n".join([f"{count} in {self.workspace.place}", *lines])

    def _repr_html_(self) -> str:
        """The analyses as a table, for a notebook."""
        return summary.of_all(self.workspace)

    def close(self) -> None:
        """Let go of the database."""
        self.workspace.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class MissingAnalysis(NotFoundError, KeyError):  # noqa: N818 - what it says is for people
    """A name or number of no analysis, or of several."""

    def __str__(self) -> str:
        return self.message


def open_database(db: str | None = None) -> Library:
    """Open a database with analyses, as `lpntk analyse`, the page or `lpntk.analyse` has made it.

    Parameters
    ----------
    db
        sqlite:///FILE or postgresql://...; None: LPNTK_DB, else sqlite:///data/lpntk.db.

    Raises
    ------
    StoreError
        If there is none, or it cannot be opened.

    Examples
    --------
    >>> import lpntk, torch
    >>> data = torch.utils.data.TensorDataset(torch.rand(30, 1, 4, 4), torch.arange(30) % 2)
    >>> model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16, 2))
    >>> analysis = lpntk.analyse(model, data, "sqlite:///my.db", name="my digits")
    >>> lpntk.open("sqlite:///my.db")
    1 analysis in ...my.db
      1  my digits  (done)
    """
    return Library(Workspace.open(db, create=False))


def _line(view: AnalysisView, width: int) -> str:
    return f"  {view.id:>{width}}  {view.name}  ({view.state})"
