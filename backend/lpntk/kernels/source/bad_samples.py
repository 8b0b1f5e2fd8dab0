"""What happens with samples that have no finite gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lpntk.domain import ON_BAD_GRADIENT, InputError, OnBadGradient, require_one_of
from lpntk.kernels.source.samples import Samples


class BadSamples:
    """Stops at the first of them, or remembers which ones are left out.

    Parameters
    ----------
    samples
        For what to call them.
    on_bad_gradient
        "stop" or "exclude".

    Attributes
    ----------
    excluded
        The rows that were left out so far.
    """

    def __init__(self, samples: Samples, on_bad_gradient: OnBadGradient) -> None:
        require_one_of(on_bad_gradient, ON_BAD_GRADIENT, "way with bad gradients", field="on_bad_gradient")
        self._samples = samples
        self._stops = on_bad_gradient == "stop"
        self.excluded: set[int] = set()

    def leave_out(self, rows: Sequence[int], what: Callable[[int], str]) -> None:
        """Note that rows are bad; `what` says what is wrong with the first of them, by its place in `rows`.

        Raises
        ------
        InputError
            If there is one and it stops the work.
        """
        if rows and self._stops:
            raise InputError(
                f"The {what(0).format(sample=self._samples.describe(rows[0]))}: check this sample and the "
                'model\'s weights, or leave such samples out (on_bad_gradient "exclude").',
                field="on_bad_gradient",
            )
        self.excluded.update(rows)
