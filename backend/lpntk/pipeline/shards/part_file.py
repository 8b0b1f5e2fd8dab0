"""What a shard comes to, as a file that is there whole or not at all."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, StoreError, Tile
from lpntk.domain.shard import Shard
from lpntk.pipeline.stages.assignment import Assignment, versions
from lpntk.pipeline.stages.crew import Part, Piece

_HEADER, _DONE, _STATE, _TILE, _SKETCH, _EXCLUDED = "header", "done", "state", "tile", "sketch", "excluded"


@dataclass(frozen=True)
class PartFile:
    """The file of a shard in a folder that all processes see.

    Parameters
    ----------
    folder
        Where parts of analyses are.
    assignment
        What they are parts of.
    shard
        Which part.
    """

    folder: Path
    assignment: Assignment
    shard: Shard

    @property
    def path(self) -> Path:
        """Where it is."""
        width = len(str(self.shard.count))
        number = f"{self.shard.number:0{width}d}-of-{self.shard.count}"
        return self.folder / f"analysis-{self.assignment.analysis_id}-part-{number}.npz"

    def done(self) -> frozenset[Piece]:
        """Which pieces are there, without reading what they come to; else as `read`."""
        return _pieces(self._read(lambda name: name == _DONE))

    def read(self) -> Part:
        """What there is; nothing if there is no file.

        Raises
        ------
        InputError
            If the file is damaged, another analysis's, or of other versions of the programs.
        """
        arrays = self._read()
        states: dict[int, dict[str, NDArray[Any]]] = {}
        sketch, tiles = {}, []
        for name, values in arrays.items():
            kind, _, rest = name.partition("/")
            if kind == _STATE:
                start, _, what = rest.partition("/")
                states.setdefault(int(start), {})[what] = values
            elif kind == _TILE:
                tiles.append(_tile(self.assignment, rest, values))
            elif kind == _SKETCH:
                sketch[int(rest)] = values
        excluded = frozenset(arrays.get(_EXCLUDED, np.empty(0)).tolist())
        return Part(_pieces(arrays), dict(states), tuple(tiles), sketch, excluded)

    def write(self, part: Part) -> None:
        """Put this in the file's place. StoreError if it cannot be written."""
        starts = {start: block for block, (start, _) in enumerate(self.assignment.blocks)}
        arrays: dict[str, NDArray[Any]] = {
            _DONE: np.array(sorted(part.done), dtype=np.int64),
            _EXCLUDED: np.array(sorted(part.excluded), dtype=np.int64),
        }
        for start, state in part.states.items():
            arrays |= {f"{_STATE}/{start}/{name}": values for name, values in state.items()}
        for tile in part.tiles:
            arrays[f"{_TILE}/{starts[tile.row_start]}/{starts[tile.column_start]}"] = tile.values
        for block, values in part.sketch.items():
            arrays[f"{_SKETCH}/{block}"] = values
        self._write(arrays)

    def _read(self, wanted: Callable[[str], bool] = lambda name: True) -> dict[str, NDArray[Any]]:
        try:
            with np.load(self.path, allow_pickle=False) as archive:
                self._require_ours(json.loads(bytes(archive[_HEADER])))
                return {name: archive[name] for name in archive.files if name != _HEADER and wanted(name)}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(
                f"{self.path} cannot be read ({error}): remove it, and compute shard {self.shard} again.",
                field="folder",
            ) from error

    def _require_ours(self, header: Mapping[str, Any]) -> None:
        if header["work"] != self.assignment.work:
            raise InputError(
                f"{self.path} was written for another state of the analysis, or another one: remove it, or "
                "name another folder.",
                field="folder",
            )
        theirs, ours = header["versions"], versions()
        for name, used in theirs.items():
            if used != ours.get(name):
                raise InputError(
                    f"{self.path} was computed with {name} {used}, and here is {ours.get(name)}: use one "
                    "version everywhere, and remove the file.",
                    field="folder",
                )

    def _write(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        header = json.dumps({"work": self.assignment.work, "versions": versions()}).encode()
        content: dict[str, Any] = {_HEADER: np.frombuffer(header, dtype=np.uint8), **arrays}
        temporary = self.path.with_name(f".{self.path.name}.{os.uname().nodename}.{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                np.savez(file, **content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise StoreError(
                f"{self.path} cannot be written ({error.strerror or error}): see to it that the folder is "
                "there, has room and may be written to."
            ) from error


def _pieces(arrays: Mapping[str, NDArray[Any]]) -> frozenset[Piece]:
    return frozenset(tuple(piece) for piece in arrays.get(_DONE, np.empty(0)).tolist())


def _tile(assignment: Assignment, place: str, values: NDArray[np.float32]) -> Tile:
    row, _, column = place.partition("/")
    rows, columns = assignment.blocks[int(row)], assignment.blocks[int(column)]
    return Tile(*rows, *columns, values)
