"""Data sets and classifiers, which analyses share, and which go when none uses them any more."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lpntk.store.tables.base import NEVER_REUSED, ArrayColumns, Base, NamedArray, Sealed


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
