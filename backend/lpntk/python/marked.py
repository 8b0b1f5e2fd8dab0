"""What people keep beside an analysis, here, on the page or in a terminal: decisions, tags, notes, views."""

from __future__ import annotations

from contextlib import AbstractContextManager

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.pipeline.results import tags
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.review import decisions, saved_views, tagging
from lpntk.pipeline.workspace import Workspace
from lpntk.python.album import Album
from lpntk.python.listed import Decisions, Notes, Tags, View, Views


class Marked:
    """What can be marked.

    Parameters
    ----------
    workspace, analysis_id
        The open database, and the number of the analysis in it.
    """

    def __init__(self, workspace: Workspace, analysis_id: int) -> None:
        self.workspace = workspace
        self.id = analysis_id

    def decisions(self) -> Decisions:
        """What is decided on the samples of this data, by index; what was taken back is not among it."""
        with self._results() as results:
            return Decisions(decisions.current(results).values(), self._album(results))

    @property
    def tags(self) -> Tags:
        """By the name of each tag the indices of the samples that have it: (n,) int64, sorted."""
        with self._results() as results:
            found = {tag.name: tag.indices for tag in tags.get_all(results)}
            return Tags(found, self._album(results))

    def tag(self, name: str, indices: ArrayLike) -> NDArray[np.int64]:
        """Put a tag on samples, in every analysis of the same data.

        Returns
        -------
        indices
            (n,) int64, sorted: who has it now.

        Raises
        ------
        NotFoundError
            If there is no such sample.
        InputError
            If the name is none, or no sample is named.
        """
        with self._results() as results:
            return tagging.change(results, name, add=indices).tag.indices

    def untag(self, name: str, indices: ArrayLike) -> NDArray[np.int64]:
        """As `tag`, but take it away; without samples it is gone. NotFoundError if there is no such tag."""
        with self._results() as results:
            return tagging.change(results, name, remove=indices).tag.indices

    @property
    def notes(self) -> Notes:
        """What is written on samples, by index."""
        with self._results() as results:
            found = {note.index: note.text for note in tags.all_notes(results)}
            return Notes(found, self._album(results))

    def note(self, index: int, text: str) -> None:
        """Write on a sample, in place of what is there; "" takes that away. NotFoundError, InputError."""
        with self._results() as results:
            tagging.write_note(results, index, text)

    @property
    def views(self) -> Views:
        """The views that were saved on the page, by name; `views["mine"].selected` has the indices of one."""
        with self._results() as results:
            found = [
                View.of(view, saved_views.selected(results, view)) for view in saved_views.get_all(results)
            ]
            return Views(found, self._album(results))

    def _album(self, results: Results) -> Album:
        return Album(results.class_names, self.workspace, self.id)

    def _results(self) -> AbstractContextManager[Results]:
        return self.workspace.results(self.id)
