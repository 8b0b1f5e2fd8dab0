"""The settings of an analysis as options of a command, made from their one description."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar

import typer

from lpntk.cli.options import memory_size
from lpntk.datasets.names import SOURCES
from lpntk.domain.request import GROUPS, SETTINGS
from lpntk.domain.settings import Setting
from lpntk.domain.sizes import whole_size
from lpntk.learning.names import MODELS, OTHER_MODELS

Command = TypeVar("Command", bound=Callable[..., None])

_PANELS = {group.name: group.description for group in GROUPS}
_NAMES = {"source": tuple(SOURCES), "model": (*MODELS, *OTHER_MODELS)}
_TYPES = {"integer": int, "number": float, "text": str, "choice": str, "bytes": str}


def takes_settings(
    *names: str, extra: Mapping[str, Setting] | None = None, panel: str = ""
) -> Callable[[Command], Command]:
    """Let a command take settings, by name: it gets them as the keyword arguments of its `**settings`.

    Sizes in bytes are typed with a unit, such as 4GiB.

    Parameters
    ----------
    names
        Those of an analysis.
    extra
        Others, in a panel of their own; each is None where it is left out.
    """
    more = extra or {}

    def decorate(command: Command) -> Command:
        def run(**values: Any) -> None:
            taken = {**{name: SETTINGS[name] for name in names}, **more}
            given = {name: _read(setting, values.pop(name)) for name, setting in taken.items()}
            command(**values, **given)

        run.__name__, run.__doc__ = command.__name__, command.__doc__
        settings = [*(_parameter(SETTINGS[name]) for name in names)]
        settings += [_optional(setting, panel) for setting in more.values()]
        run.__signature__ = inspect.Signature(list(_parameters(command, settings)))  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return decorate


def _parameters(
    command: Callable[..., None], settings: Sequence[inspect.Parameter]
) -> Iterator[inspect.Parameter]:
    """The command's own arguments, the settings, and its own options."""
    own = inspect.signature(command, eval_str=True).parameters.values()
    named = [one for one in own if one.kind is not inspect.Parameter.VAR_KEYWORD]
    every = [*named, *settings]
    return (
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for one in sorted(every, key=lambda one: one.default is not inspect.Parameter.empty)
    )


def _parameter(setting: Setting) -> inspect.Parameter:
    kind = _TYPES[setting.kind]
    info = _argument(setting) if setting.required else _option(setting)
    default = setting.default
    if setting.required:
        default = inspect.Parameter.empty
    elif setting.kind == "bytes" and default is not None:
        default = whole_size(setting.default)
    annotation: Any = Annotated[(kind if setting.empty is None else kind | None), info]
    return inspect.Parameter(
        setting.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


def _optional(setting: Setting, panel: str) -> inspect.Parameter:
    """An option that may be left out, whatever its default, which need not be the same everywhere."""
    info = typer.Option(
        *([f"--{setting.option}"] if setting.option else []),
        metavar=setting.metavar or None,
        help=_help(setting),
        rich_help_panel=panel,
    )
    annotation: Any = Annotated[_TYPES[setting.kind] | None, info]
    return inspect.Parameter(
        setting.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation
    )


def _argument(setting: Setting) -> Any:
    return typer.Argument(metavar=setting.metavar, help=_help(setting))


def _option(setting: Setting) -> Any:
    return typer.Option(
        *([f"--{setting.option}"] if setting.option else []),
        metavar=setting.metavar or None,
        help=_help(setting),
        show_default=setting.empty or True,
        rich_help_panel=_PANELS[setting.group],
    )


def _help(setting: Setting) -> str:
    names = [choice.name for choice in setting.choices] or _NAMES.get(setting.name, ())
    return f"{setting.help.rstrip('.')} ({', '.join(names)})." if names else setting.help


def _read(setting: Setting, value: Any) -> Any:
    return memory_size(value, setting.name) if setting.kind == "bytes" and value is not None else value
