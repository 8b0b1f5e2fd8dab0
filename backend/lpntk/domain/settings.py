"""What a setting is: described once, where it is a field, and read by every face."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, Literal

from lpntk.domain.errors import InputError, require_one_of
from lpntk.domain.sizes import shown_size
from lpntk.domain.words import has_controls, printable, regular_expression

Kind = Literal["text", "integer", "number", "bytes", "choice"]


@dataclass(frozen=True)
class Choice:
    """A value to send, a title to show, and one sentence that explains it."""

    name: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Condition:
    """That a setting says something only where another has this value; None where that is left out."""

    setting: str
    value: str | None


@dataclass(frozen=True)
class Setting:
    """A setting of a request.

    Attributes
    ----------
    name, group
        The field's name, and what it is a setting of: "data", "learning", "kernel", "structure" or "run".
    kind
        What its values are. A size in "bytes" is a whole number.
    title, help
        What it is called, and one sentence on what it does.
    default
        What stands where nothing is said; None together with `required` where something must be.
    minimum, maximum
        The least and the largest number; None where there is no bound.
    above
        Whether a value must be above the minimum, not just at least that.
    choices
        The values that there are.
    empty
        What it means to leave it out, where None is a value; None where it always has one.
    unit
        What a number is counted in; may be empty.
    option
        What the command line calls it, where that is not its name.
    metavar
        What stands for its value in the command line's help.
    noun
        What an error calls a value, where that is not the title.
    is_expression
        Whether it is a regular expression.
    longest
        The most characters of a text.
    applies_if
        When it says anything; None for always.
    """

    name: str
    group: str
    kind: Kind
    title: str
    help: str
    default: Any = None
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    above: bool = False
    choices: tuple[Choice, ...] = ()
    empty: str | None = None
    unit: str = ""
    option: str | None = None
    metavar: str = ""
    noun: str = ""
    is_expression: bool = False
    longest: int = 4096
    applies_if: Condition | None = None

    def check(self, value: Any) -> None:
        """Refuse a value that is none of the choices, or out of bounds; None stands for one left out.

        Raises
        ------
        InputError
            Its `field` is the setting's name.
        """
        if value is None:
            return
        if isinstance(value, str) and len(value) > self.longest:
            raise InputError(
                f"{self.name} has {len(value):,} characters: it must have at most {self.longest:,}.",
                field=self.name,
            )
        if self.choices:
            names = [choice.name for choice in self.choices]
            require_one_of(value, names, self.noun or self.title.lower(), field=self.name)
        if self.is_expression:
            regular_expression(value, field=self.name)
        if not self._is_within(value):
            raise InputError(
                f"{self.name} is {self._shown(value)}: it must be {self._bounds()}.", field=self.name
            )

    def check_new(self, value: Any) -> None:
        """As `check`, of a value that is given now: what is stored already may have been less strictly taken.

        Raises
        ------
        InputError
            Also for a text with characters that steer a terminal.
        """
        self.check(value)
        if isinstance(value, str) and has_controls(value):
            raise InputError(
                f"{self.name} is '{printable(value)}', with characters that cannot be shown: leave them out.",
                field=self.name,
            )

    def _is_within(self, value: Any) -> bool:
        low, high = self.minimum, self.maximum
        if low is not None and not (value > low if self.above else value >= low):
            return False
        return high is None or value <= high

    def _bounds(self) -> str:
        low, high = (self._shown(bound) for bound in (self.minimum, self.maximum))
        if self.above:
            return f"above {low}" + ("" if self.maximum is None else f" and at most {high}")
        return f"at least {low}" if self.maximum is None else f"between {low} and {high}"

    def _shown(self, value: Any) -> str:
        """A value in the unit that people give it in."""
        return shown_size(value) if self.kind == "bytes" and value is not None else str(value)


def setting(default: Any = MISSING, **description: Any) -> Any:
    """A field of a settings dataclass that is described: see `Setting` for what can be said."""
    return field(default=default, metadata={"setting": description})


def settings_of(owner: type[Any], group: str) -> Iterator[Setting]:
    """The described fields of a dataclass."""
    for one in fields(owner):
        if "setting" in one.metadata:
            yield _described(one, group)


def _described(one: Field[Any], group: str) -> Setting:
    given = dict(one.metadata["setting"])
    kinds: dict[str, Kind] = {"int": "integer", "float": "number", "str": "text"}
    kind = kinds[str(one.type).removesuffix(" | None")]
    if given.get("choices"):
        kind = "choice"
    elif given.get("unit") == "bytes":
        kind = "bytes"
    required = one.default is MISSING
    default = None if required else one.default
    return Setting(one.name, group, kind, default=default, required=required, **given)
