"""Tables as pandas has them, where it is there."""

from __future__ import annotations

from types import ModuleType

from lpntk.domain import InputError


def pandas_for(frame: bool | None) -> ModuleType | None:
    """The pandas module, if a DataFrame is wanted: True, or None where it can be imported. InputError."""
    if frame is False:
        return None
    try:
        import pandas
    except ImportError:
        if frame:
            raise InputError(
                "A DataFrame needs pandas: pip install pandas, or take frame=False.", field="frame"
            ) from None
        return None
    return pandas
