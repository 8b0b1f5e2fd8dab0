"""The tables. Rows never leave this package: its other modules turn them into domain objects.

Times are seconds since 1970 (UTC). What belongs to an analysis goes with it (ON DELETE CASCADE); data sets
and checkpoints are shared between analyses and go when nobody uses them any more.

Every row that is believed has a `seal`, a checksum over the rest of it; see seals.py.
"""

from lpntk.store.tables.analyses import (
    AnalysisArray,
    AnalysisRow,
    JobRow,
    KernelRow,
    KernelTile,
    PlanForecastRow,
    RevisionRow,
    StageRow,
    UnitArray,
    UnitRow,
)
from lpntk.store.tables.base import ArrayColumns, Base, Blob, NamedArray, Sealed
from lpntk.store.tables.kept import ColumnArray, ColumnRow, DecisionRow, NoteRow, SavedViewRow, TagRow
from lpntk.store.tables.samples import (
    CellColumnRow,
    CheckpointArray,
    CheckpointRow,
    DatasetArray,
    DatasetRow,
    SampleRow,
    TraceEpoch,
)

__all__ = [
    "AnalysisArray",
    "AnalysisRow",
    "ArrayColumns",
    "Base",
    "Blob",
    "CellColumnRow",
    "CheckpointArray",
    "CheckpointRow",
    "ColumnArray",
    "ColumnRow",
    "DatasetArray",
    "DatasetRow",
    "DecisionRow",
    "JobRow",
    "KernelRow",
    "KernelTile",
    "NamedArray",
    "NoteRow",
    "PlanForecastRow",
    "RevisionRow",
    "SampleRow",
    "SavedViewRow",
    "Sealed",
    "StageRow",
    "TagRow",
    "TraceEpoch",
    "UnitArray",
    "UnitRow",
]
