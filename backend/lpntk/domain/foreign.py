"""A person's own code inside ours: what it raises is told as theirs, with where it happened."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Iterator

from lpntk.domain.errors import InputError, LpntkError

# Packages whose lines are of no help to who wrote the code that called them.
_BETWEEN = {"lpntk", "torch", "torchvision", "timm", "transformers", *sys.stdlib_module_names} - {"__main__"}

# torch's error for a full device, by its name, since torch takes seconds to import.
_OUT_OF_MEMORY = "OutOfMemoryError"


@contextlib.contextmanager
def foreign_code(what: str, advice: str, *, field: str) -> Iterator[None]:
    """Whatever the code within raises, sys.exit() included, becomes one sentence.

    Parameters
    ----------
    what, advice
        What failed and what to do; between them the sentence says why and where.
    field
        Which of a person's values the code is.

    Raises
    ------
    InputError
        If the code raises anything but an error of ours, or that the memory is full.
    """
    try:
        yield
    except (LpntkError, MemoryError):
        raise
    except (Exception, SystemExit) as error:
        if type(error).__name__ == _OUT_OF_MEMORY:
            raise
        raise InputError(f"{what} ({reason(error)}): {advice}.", field=field) from error


def reason(error: BaseException) -> str:
    """The exception's type, the first line of what it says, and the last line of a person's own that ran."""
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    first_line = next(iter(said.strip().splitlines()), "")
    kind = type(error).__name__
    return (f"{kind}: {first_line}" if first_line else kind) + _place(error)


def _place(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f", in {error.filename}, line {error.lineno}"
    theirs = [
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if str(frame.f_globals.get("__name__")).partition(".")[0] not in _BETWEEN
    ]
    return f", in {theirs[-1][0]}, line {theirs[-1][1]}" if theirs else ""
