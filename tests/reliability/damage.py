"""Changed values and overwritten pages in a finished analysis's database, and what the API then answers.

Every column of every table is changed in four ways in a row drawn by chance; of the file's pages, as many as
there are columns are overwritten. An answer must be the undamaged one, or refuse in a sentence.
"""

from __future__ import annotations

import logging
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pysqlite3.dbapi2 as sqlite
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.domain import LpntkError
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.pipeline.review import saved_views, tagging
from lpntk.pipeline.workspace import Workspace
from reliability.addresses import BASE_URL, KEEP, KEPT, Answer, addresses, answer, fault
from reliability.children import Died, in_children
from reliability.commands import Form, finish
from reliability.outcomes import Outcome, Settings, Verdict, is_sentence
from support.experiments import submit

FORM = Form(samples=60, epochs=1)
SECONDS_A_CASE = 120
PAGE_CHANGES = ("zeros", "noise", "another page")
MAX_BITS = 62


@dataclass(frozen=True)
class Damage:
    """One change: of a value, by plain SQL, or of a page of the file where no table is named."""

    number: int
    seed: str
    change: str
    table: str = ""
    column: str = ""

    def __str__(self) -> str:
        where = f"{self.table}.{self.column}" if self.table else "a page"
        return f"{where}: {self.change}"

    def do(self, database: Path) -> bool:
        """Make it; False if that changes nothing or is not allowed, such as NULL where a value must be."""
        chance = random.Random(self.seed)
        if not self.table:
            _overwrite(database, self.change, chance)
            return True
        with closing(sqlite.connect(str(database))) as connection:
            rows = connection.execute(f'SELECT rowid, "{self.column}" FROM "{self.table}"').fetchall()
            row, value = chance.choice(rows)
            changed = CHANGES[self.change](value, chance)
            if changed == value and type(changed) is type(value):
                return False
            try:
                sql = f'UPDATE "{self.table}" SET "{self.column}" = ? WHERE rowid = ?'
                connection.execute(sql, (changed, row))
            except sqlite.IntegrityError:
                return False
            connection.commit()
        return True


def outcomes(settings: Settings) -> Iterator[Outcome]:
    """Damage copies of one database until there were enough or the time is up."""
    with TemporaryDirectory(prefix="lpntk-reliability-") as place:
        original = Path(place) / "lpntk.db"
        finish(FORM, original.parent)
        add_tasks(original)
        expected = undamaged(original)
        planned = damages(original, settings.seed)
        chosen = (planned[number] for number in settings.numbers(len(planned)))
        left = settings.damages
        found = in_children(prepare, (original, expected), chosen, seconds=SECONDS_A_CASE)
        with closing(found):
            for damage, result in found:
                if left <= 0:
                    return
                if result is not None:
                    left -= 1
                    verdict, what = (Verdict.WRONG, result.reason) if isinstance(result, Died) else result
                    group = f"damage: {'a value' if damage.table else 'a page'}"
                    yield Outcome(group, verdict, damage.number, f"{damage}: {what}")


def add_tasks(database: Path) -> None:
    """Run a task of each kind on the analysis of a database, and say something of its samples.

    So there is something to read of each.
    """
    with Workspace.open(f"sqlite:///{database}") as workspace:
        asked = EvaluationRequest.of(["average-low"], [KEEP], seeds=1)
        workspace.run_task(workspace.evaluate(1, asked))
        workspace.run_task(submit(workspace, "kernel-over-training", checkpoints="best"))
        with workspace.results(1) as results:
            first = int(results.indices[0])
            tagging.change(results, KEPT, add=[first])
            tagging.write_note(results, first, "Is it a 7?")
            saved_views.save(results, KEPT, "?tag=kept")


def prepare(original: Path, expected: dict[str, Answer]) -> Callable[[Damage], tuple[Verdict, str] | None]:
    """`look`, in a process of its own whose log nobody reads."""
    logging.disable()
    return partial(look, original, expected)


def look(original: Path, expected: dict[str, Answer], damage: Damage) -> tuple[Verdict, str] | None:
    """How a damaged copy is taken, and what was seen of that; None if nothing was changed."""
    with TemporaryDirectory(prefix="lpntk-reliability-") as place:
        copy = Path(shutil.copy(original, place))
        return _looked(copy, expected) if damage.do(copy) else None


def undamaged(database: Path) -> dict[str, Answer]:
    """Each address that can be read, with its answer.

    Raises
    ------
    RuntimeError
        If an answer is another one the second time, so that no damage could be seen in it.
    """
    with served(database) as client:
        first = {address: answer(client, address) for address in addresses(client, database)}
    with served(database) as client:
        changing = [address for address, expected in first.items() if answer(client, address) != expected]
    if changing:
        raise RuntimeError(f"these answers are never twice the same: {', '.join(changing)}")
    return first


def damages(database: Path, seed: int) -> list[Damage]:
    """Every damage, in an order that mixes the tables."""
    kinds: list[tuple[str, str, str]] = []
    with closing(sqlite.connect(str(database))) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if connection.execute(f'SELECT 1 FROM "{table}"').fetchone() is None:
                continue
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
            kinds += [(change, table, column) for column in columns for change in CHANGES]
    kinds += [(change, "", "") for change in PAGE_CHANGES for _ in range(len(kinds) // len(CHANGES) // 3)]
    random.Random(seed).shuffle(kinds)
    return [Damage(number, f"{seed}/{number}", *kind) for number, kind in enumerate(kinds)]


@contextmanager
def served(database: Path) -> Iterator[TestClient]:
    """A client of an application on a database, in this process; nothing is computed in it."""
    app = create_app(f"sqlite:///{database}", supervise=False)
    with TestClient(app, base_url=BASE_URL, raise_server_exceptions=False) as client:
        yield client


def _looked(database: Path, expected: dict[str, Answer]) -> tuple[Verdict, str]:
    """How every address took it."""
    refused = ""
    try:
        with served(database) as client:
            for address, undamaged_answer in expected.items():
                refuses, complaint = fault(client, address, undamaged_answer)
                if complaint is not None:
                    return Verdict.WRONG, complaint
                refused = refused or (address if refuses else "")
    except LpntkError as error:
        verdict = Verdict.REFUSED if is_sentence(error.message) else Verdict.WRONG
        return verdict, f"the database is not opened: {error.message}"
    except Exception as error:
        return Verdict.WRONG, f"the server does not start: {type(error).__name__}: {error}"
    return (Verdict.REFUSED, f"{refused} refuses") if refused else (Verdict.RIGHT, "every answer is the same")


def _overwrite(database: Path, change: str, chance: random.Random) -> None:
    """Overwrite a page of the file."""
    content = bytearray(database.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    page, other = chance.sample(range(len(content) // size), 2)
    new = {
        "zeros": bytes(size),
        "noise": chance.randbytes(size),
        "another page": content[other * size : (other + 1) * size],
    }[change]
    content[page * size : (page + 1) * size] = new
    database.write_bytes(content)


def _bit_flipped(value: object, chance: random.Random) -> object:
    if isinstance(value, int):
        return value ^ 1 << chance.randrange(MAX_BITS if value > 1 else 2)
    if isinstance(value, str | bytes) and value:
        content = bytearray(value.encode() if isinstance(value, str) else value)
        # Not the highest bit: a text stays one.
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(7)
        return content.decode(errors="replace") if isinstance(value, str) else bytes(content)
    if isinstance(value, float):
        return value * (1 + 2.0 ** -chance.randrange(52))
    return value


def _other(value: object, chance: random.Random) -> object:
    if isinstance(value, int | float):
        return type(value)(value + chance.choice((-1, 1, 7, 1000)))
    if isinstance(value, str):
        return value[: len(value) // 2]
    if isinstance(value, bytes):
        return value[: len(value) // 2]
    return chance.choice((0, 1, 7))


def _other_type(value: object, chance: random.Random) -> object:
    return b"\xff\x00" if isinstance(value, str) else "no such thing"


CHANGES: dict[str, Callable[[object, random.Random], object]] = {
    "a bit flipped": _bit_flipped,
    "another value": _other,
    "NULL": lambda value, chance: None,
    "another type": _other_type,
}
