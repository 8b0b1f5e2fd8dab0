"""The tables. Rows never leave this package: its other modules turn them into domain objects.

Times are seconds since 1970 (UTC). What belongs to an analysis goes with it (ON DELETE CASCADE); data sets
and checkpoints are shared between analyses and go when nobody uses them any more.

Every row that is believed has a `seal`, a checksum over the rest of it; see seals.py.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Blob(TypeDecorator[bytes]):
    """Bytes as the driver hands them over.

    Where damage has left a number or text it stays one, and does not fit its checksum; SQLAlchemy's own type
    would fail at it, or make bytes of it.
    """

    impl = LargeBinary
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Leave what was read alone."""


class Base(DeclarativeBase):
    """Naming and types that hold for every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way
        bytes: Blob,
        float: Double,
        dict[str, Any]: JSON,
        list[int]: JSON,
        list[float]: JSON,
        list[str]: JSON,
    }


# Numbers of deleted rows are never given again: addresses and browsers' caches hold on to them.
NEVER_REUSED = {"sqlite_autoincrement": True}


class Sealed:
    """A row with a seal.

    It covers every column but itself, the row's own number unless `seals_number`, BLOBs, whose checksums it
    covers, and those that `unsealed` names, which change while work is done.
    """

    unsealed: ClassVar[frozenset[str]] = frozenset()
    seals_number: ClassVar[bool] = False

    seal: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class ArrayColumns(Sealed):
    """The columns of an array; see blobs.py."""

    dtype: Mapped[str] = mapped_column(String(8))
    shape: Mapped[list[int]]
    checksum: Mapped[int] = mapped_column(BigInteger)
    data: Mapped[bytes]


class NamedArray(ArrayColumns):
    """A named array, cut by rows into parts. See arrays.py.

    `start` is the first row of a part, `length` says how many rows all parts together have.
    """

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    length: Mapped[int] = mapped_column(server_default=text("0"))


class DatasetRow(Sealed, Base):
    """A data set.

    `identity` is the fingerprint together with all that the fingerprint leaves out; None while samples are
    still being added, so that nobody else finds it.
    """

    __tablename__ = "dataset"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str | None] = mapped_column(String(64), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)
    split: Mapped[str] = mapped_column(Text)
    samples: Mapped[int]
    input_shape: Mapped[list[int]]
    class_names: Mapped[list[str]]
    modality: Mapped[str] = mapped_column(String(20), server_default="images")
    notes: Mapped[list[str]] = mapped_column(server_default="[]")
    source_fingerprint: Mapped[str] = mapped_column(String(64), server_default="")
    original_size: Mapped[int | None]


class DatasetArray(NamedArray, Base):
    """Labels and indices, and the labels before some were flipped."""

    __tablename__ = "dataset_array"

    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id", ondelete="CASCADE"), primary_key=True)


class SampleRow(Sealed, Base):
    """What is kept of one sample: where it lay below its source's root, and a small file that shows it."""

    __tablename__ = "sample"

    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id", ondelete="CASCADE"), primary_key=True)
    index: Mapped[int] = mapped_column("sample_index", primary_key=True, autoincrement=False)
    location: Mapped[str | None] = mapped_column(Text)
    preview_checksum: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    preview: Mapped[bytes]


class CellColumnRow(ArrayColumns, Base):
    """A column of a table whose rows are samples: numbers, or places in `categories`."""

    __tablename__ = "cell_column"

    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    heading: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    categories: Mapped[list[str]]


class CheckpointRow(Sealed, Base):
    """A trained classifier: `key` says what its training depended on."""

    __tablename__ = "checkpoint"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"), index=True)
    model: Mapped[str] = mapped_column(Text)
    num_classes: Mapped[int]
    input_shape: Mapped[list[int]]
    mean: Mapped[list[float]]
    std: Mapped[list[float]]
    parameters: Mapped[int] = mapped_column(BigInteger)
    epoch: Mapped[int | None]
    validation_accuracy: Mapped[float | None]
    accuracy: Mapped[float]
    weights_checksum: Mapped[int] = mapped_column(BigInteger)
    weights: Mapped[bytes]
    modality: Mapped[str] = mapped_column(String(20), server_default="images")


class CheckpointArray(NamedArray, Base):
    """What the classifier says of every sample, and which ones were held out of its training."""

    __tablename__ = "checkpoint_array"

    checkpoint_id: Mapped[int] = mapped_column(
        ForeignKey("checkpoint.id", ondelete="CASCADE"), primary_key=True
    )


class TraceEpoch(ArrayColumns, Base):
    """The probabilities (N, K) after one epoch, from 1, of so many `epochs`; 0: as the weights were kept."""

    __tablename__ = "trace_epoch"

    checkpoint_id: Mapped[int] = mapped_column(
        ForeignKey("checkpoint.id", ondelete="CASCADE"), primary_key=True
    )
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epochs: Mapped[int] = mapped_column(server_default=text("0"))


class AnalysisRow(Sealed, Base):
    """An analysis: `key` says what its result depends on; data set and checkpoint come with their stages.

    One that is `in_memory` can be computed by nobody but the process that was given its model and data.
    """

    __tablename__ = "analysis"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Text)
    request: Mapped[dict[str, Any]]
    created_at: Mapped[float]
    dataset_id: Mapped[int | None] = mapped_column(ForeignKey("dataset.id"), index=True)
    checkpoint_id: Mapped[int | None] = mapped_column(ForeignKey("checkpoint.id"), index=True)
    in_memory: Mapped[bool] = mapped_column(server_default=false())


class StageRow(Sealed, Base):
    """A stage of an analysis: the seconds spent on it so far, and when its result was complete."""

    __tablename__ = "stage"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(20), primary_key=True)
    seconds: Mapped[float]
    finished_at: Mapped[float | None]


class AnalysisArray(NamedArray, Base):
    """The results of an analysis but for the kernel's tiles."""

    __tablename__ = "analysis_array"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True)


class KernelRow(Sealed, Base):
    """How a kernel is computed, and how far it is; see `kernels.KernelRecord`. A sketch has no groups."""

    __tablename__ = "kernel"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True)
    boundaries: Mapped[list[int]]
    groups: Mapped[list[int]]
    pieces_done: Mapped[int]
    keeps_matrix: Mapped[bool]
    excluded: Mapped[list[int]]
    without_rule: Mapped[list[str]]
    sketch_error: Mapped[dict[str, Any] | None]


class KernelTile(ArrayColumns, Base):
    """One tile of the upper triangle: float32 kappa between two blocks of rows."""

    __tablename__ = "kernel_tile"

    analysis_id: Mapped[int] = mapped_column(
        ForeignKey("kernel.analysis_id", ondelete="CASCADE"), primary_key=True
    )
    row_block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    column_block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class JobRow(Sealed, Base):
    """Work to be done for an analysis; see jobs.py for who may write what and when."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("analysis_id", "kind", "key"),
        Index(None, "state", "heartbeat_at"),
        NEVER_REUSED,
    )
    unsealed = frozenset(
        {"heartbeat_at", "cancel_requested", "stage", "done", "total", "unit", "rate", "remaining"}
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(64))
    request: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20))
    attempt: Mapped[int]
    worker: Mapped[str | None] = mapped_column(Text)
    heartbeat_at: Mapped[float | None]
    cancel_requested: Mapped[bool]
    error: Mapped[str | None] = mapped_column(Text)
    stage: Mapped[str | None] = mapped_column(String(20))
    done: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(String(20))
    rate: Mapped[float | None]
    remaining: Mapped[float | None]
    created_at: Mapped[float]
    started_at: Mapped[float | None]
    finished_at: Mapped[float | None]


class UnitRow(Sealed, Base):
    """A part of what a job comes to, there whole or not at all; see units.py."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("job_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    value: Mapped[dict[str, Any]]


class UnitArray(NamedArray, Base):
    """Arrays of a job's units."""

    __tablename__ = "unit_array"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)


class PlanForecastRow(Sealed, Base):
    """How many of so many held-out samples the linearised model has right, taught by what a plan keeps."""

    __tablename__ = "plan_forecast"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True)
    strategy: Mapped[str] = mapped_column(String(100), primary_key=True)
    keep: Mapped[float] = mapped_column(primary_key=True)
    seed: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    right: Mapped[int]
    samples: Mapped[int]


class DecisionRow(Sealed, Base):
    """What a person made of a sample's label: a log of which the latest entry on a sample counts.

    It is of a data set whatever its labels are, by `Dataset.source_fingerprint`, and of no analysis, so that
    it outlives them. `previous` is the entry on the same sample before it, 0 for the first: as no two have
    the same one, nobody decides on what another has decided on meanwhile. `analysis_id` is the analysis that
    was looked at, which may be gone.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("fingerprint", "sample_index", "previous"), NEVER_REUSED)
    seals_number = True

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    index: Mapped[int] = mapped_column("sample_index")
    previous: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    label: Mapped[int | None]
    decided_at: Mapped[float]
    analysis_id: Mapped[int]


class TagRow(ArrayColumns, Base):
    """A tag on samples of a data set, which is known as that of a `DecisionRow` is.

    Its array has one bit a sample, by index (`numpy.packbits`, up to the last that has the tag): to tag
    60,000 samples writes one row of 7.5 kB, and to add or take away is an operation on bits. `key` is what no
    two names share, `colour` the number of its colour.
    """

    __tablename__ = "tag"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    colour: Mapped[int]
    changed_at: Mapped[float]


class ColumnRow(Sealed, Base):
    """A column of what people know of samples of a data set, which is known as that of a `DecisionRow` is.

    `key` is what no two names share; one that takes another's place has another number.
    """

    __tablename__ = "own_column"
    __table_args__ = (UniqueConstraint("fingerprint", "key"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    categories: Mapped[list[str]]
    known: Mapped[int]
    dimensions: Mapped[int]
    added_at: Mapped[float]


class ColumnArray(NamedArray, Base):
    """The values of a column, and the indices of the samples that they are of."""

    __tablename__ = "own_column_array"

    column_id: Mapped[int] = mapped_column(ForeignKey("own_column.id", ondelete="CASCADE"), primary_key=True)


class NoteRow(Sealed, Base):
    """What a person wrote about a sample of a data set, which is known as that of a `DecisionRow` is."""

    __tablename__ = "note"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    index: Mapped[int] = mapped_column("sample_index", primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[float]


class SavedViewRow(Sealed, Base):
    """What the page shows of an analysis, by a name: the part of its address that says so."""

    __tablename__ = "saved_view"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(400), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    search: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[float]


class RevisionRow(Base):
    """One row whose number grows with every change that a list of analyses would show."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(BigInteger)
