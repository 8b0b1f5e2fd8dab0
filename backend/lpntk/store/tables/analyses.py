"""Analyses with what was computed for them, which goes with them; and the work to be done."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from lpntk.store.tables.base import NEVER_REUSED, ArrayColumns, Base, NamedArray, Sealed


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


class RevisionRow(Base):
    """One row whose number grows with every change that a list of analyses would show."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(BigInteger)
