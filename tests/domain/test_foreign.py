"""What a person's code raises, told as theirs."""

from __future__ import annotations

import sys

import pytest

from lpntk.domain import ConflictError, InputError
from lpntk.domain.foreign import foreign_code, reason


def raised(code: str, module: str = "theirs") -> BaseException:
    try:
        exec(compile(code, "/home/theirs.py", "exec"), {"__name__": module})
    except BaseException as error:
        return error
    raise AssertionError


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("\nraise ValueError('wrong\\nand more')", "ValueError: wrong, in /home/theirs.py, line 2"),
        ("assert False", "AssertionError, in /home/theirs.py, line 1"),
        ("import sys\nsys.exit(2)", "SystemExit: 2, in /home/theirs.py, line 2"),
        (
            "import json\n\njson.loads('{')",
            "JSONDecodeError: Expecting property name enclosed in double quotes",
        ),
        ("x = (", "SyntaxError: '(' was never closed, in /home/theirs.py, line 1"),
    ],
)
def test_what_is_said_and_where_it_happened(code, expected):
    assert reason(raised(code)).startswith(expected)


def test_the_line_is_their_own_and_not_that_of_what_they_called():
    assert reason(raised("import json\n\njson.loads('{')")).endswith(", in /home/theirs.py, line 3")


def test_code_without_a_line_of_theirs():
    assert reason(raised("1 / 0", "torch.nn")) == "ZeroDivisionError: division by zero"


def test_it_becomes_a_sentence():
    with (
        pytest.raises(InputError, match=r"^It fails \(SystemExit.*\): mend it\.$") as caught,
        foreign_code("It fails", "mend it", field="model"),
    ):
        sys.exit()
    assert caught.value.field == "model"


class OutOfMemoryError(RuntimeError):
    """As torch's."""


@pytest.mark.parametrize(
    "error", [ConflictError("ours"), MemoryError(), OutOfMemoryError(), KeyboardInterrupt()]
)
def test_what_is_not_theirs_goes_on(error):
    with pytest.raises(type(error)), foreign_code("It fails", "mend it", field="model"):
        raise error
