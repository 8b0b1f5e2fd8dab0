"""`lpntk.Page`: the page that `lpntk.serve` shows, as a notebook or script holds it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Self

from lpntk.domain import InputError
from lpntk.serving.server import PageServer, page_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lpntk.python.analysis import Analysis

FRAME_HEIGHT = 700


class Page:
    """A page that is served in the background; as a context manager, until the end of the block.

    As the last value of a notebook's cell it shows itself.

    Parameters
    ----------
    server
        It serves already.
    analysis
        The one that the page is opened on; None for the list of all.

    Examples
    --------
    >>> import lpntk
    >>> with lpntk.serve("sqlite:///my.db", port=0, open_browser=False, block=False) as page:
    ...     page.url.startswith("http://127.0.0.1:")
    The page is at http://127.0.0.1:.../
    True
    """

    def __init__(self, server: PageServer, analysis: Analysis | None = None) -> None:
        self._server, self._analysis = server, analysis
        self._analysis_id = None if analysis is None else analysis.id
        self._path = page_path(self._analysis_id)

    @property
    def url(self) -> str:
        """Where the page is, with the token if there is one."""
        return self._server.url(self._path)

    @property
    def selected(self) -> NDArray[np.int64]:
        """(n,) int64: the indices of the samples that are selected on the page now, ascending."""
        return self._server.selections.chosen(self._analysis_id)

    @property
    def tags(self) -> dict[str, NDArray[np.int64]]:
        """By the name of each tag the indices of the samples that have it now: (n,) int64, ascending.

        InputError where the page is opened on the list of all analyses.
        """
        if self._analysis is None:
            raise InputError(
                "The page is opened on the list of analyses: give lpntk.serve one, or ask an lpntk.Analysis.",
                field="analysis",
            )
        return self._analysis.tags

    def close(self) -> None:
        """Stop serving the page; what is stored stays."""
        self._server.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<lpntk page at {self.url}>"

    def _repr_html_(self) -> str:
        """A frame with the page, for Jupyter."""
        address = html.escape(self._server.url(self._path, proxied=True))
        return (
            f'<iframe src="{address}" title="lpNTK" width="100%" height="{FRAME_HEIGHT}" style="border: 0">'
            "</iframe>"
            f'<p><a href="{address}" target="_blank" rel="noopener">Open in a tab of its own</a></p>'
        )
