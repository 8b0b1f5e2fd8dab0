"""What `lpntk` says about itself."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from lpntk.cli.main import app
from lpntk.domain.exports import EXPORTS
from lpntk.domain.request import SETTINGS
from lpntk.pipeline.options import options
from support.commands import run_lpntk

README = Path(__file__).resolve().parents[2] / "README.md"
COMMANDS = (
    *(
        "again",
        "analyse",
        "cancel",
        "columns",
        "compare",
        "compare-plans",
        "copy",
        "decisions",
        "delete",
        "demo",
    ),
    *(
        "evaluate",
        "experiment",
        "export",
        "extend",
        "forecast",
        "gather",
        "label-issues",
        "list",
        "neighbours",
        "prune",
    ),
    *("rename", "resume", "scores", "serve", "show", "tag", "tags", "work"),
)
GROUPS = {"cluster": ("kubernetes", "slurm")}


def help_text(*command: str) -> str:
    """A help page as one line, without the frame that words may be broken by."""
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    return " ".join(result.stdout.replace("│", " ").split())


def test_help_names_every_command() -> None:
    assert {*COMMANDS, *GROUPS} == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    for command in (*COMMANDS, *GROUPS):
        assert command in help_text()
    for group, commands in GROUPS.items():
        for command in commands:
            assert command in help_text(group)


def test_every_command_takes_a_database() -> None:
    for command in COMMANDS:
        assert "--db" in help_text(command)
    for group, commands in GROUPS.items():
        for command in commands:
            assert "--db" in help_text(group, command)


def test_version() -> None:
    assert run_lpntk("--version").stdout.strip() == version("lpntk")


@pytest.mark.parametrize("module", ["lpntk", "lpntk.cli.main"])
def test_torch_is_not_loaded_before_it_is_needed(module: str) -> None:
    heavy = ("torch", "scipy", "sklearn", "sqlalchemy", "fastapi", "plotly")
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_help_offers_what_there_is() -> None:
    offered = options()
    analyse, prune, export = help_text("analyse"), help_text("prune"), help_text("export")
    for named in (*offered.sources, *offered.models, *offered.other_models):
        assert named.name in analyse
    for name in offered.plan_formats:
        assert name in prune
    assert "lpntk prune --list" in prune
    for what, one in EXPORTS.items():
        assert re.search(rf"{what} \({' or '.join(rf'[.]{name}' for name in one.formats)}\)", export)


def test_every_setting_is_an_option_with_its_one_description() -> None:
    text = help_text("analyse")
    for setting in SETTINGS.values():
        option = f"--{(setting.option or setting.name).replace('_', '-')}"
        assert option in text or setting.required
        assert setting.help.rstrip(".") in text
        for choice in setting.choices:
            assert choice.name in text


def readme_commands() -> list[str]:
    return [line.split("  #")[0] for line in README.read_text().splitlines() if line.startswith("lpntk ")]


@pytest.mark.parametrize("line", readme_commands())
def test_the_readme_s_commands_are_understood(line: str) -> None:
    _, name, *arguments = shlex.split(line)
    group = typer.main.get_command(app)
    command = group.commands[name]  # type: ignore[attr-defined]
    command.make_context(name, arguments)
