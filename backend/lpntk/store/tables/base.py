"""What holds for every table: names, types, seals and arrays."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Double, LargeBinary, MetaData, String, TypeDecorator, text
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
