"""Which samples are selected on the page."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from lpntk.api.schemas.base import Answer

MAX_INDEX = 2**31 - 1


class SelectionIn(BaseModel):
    """The selected samples by their index, in any order."""

    model_config = ConfigDict(extra="forbid")

    indices: list[Annotated[int, Field(ge=0, le=MAX_INDEX)]]

    def to_array(self) -> NDArray[np.int64]:
        """(n,) int64, ascending, each once."""
        return np.unique(np.array(self.indices, dtype=np.int64))


class SelectionOut(Answer):
    """The selected samples by their index, ascending."""

    indices: list[int]
