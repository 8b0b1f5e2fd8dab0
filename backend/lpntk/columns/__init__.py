"""Columns that people bring: from files, frames and arrays to columns of the samples of a data set."""

from lpntk.columns.frames import given_of
from lpntk.columns.joining import Described, joined
from lpntk.columns.matching import Matched, Owner, matched
from lpntk.columns.reading import FORMATS, read

__all__ = ["FORMATS", "Described", "Matched", "Owner", "given_of", "joined", "matched", "read"]
