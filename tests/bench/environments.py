"""Environments of their own for peers whose packages do not go with ours.

They are made on first use in tests/bench/.environments, which git ignores, and are used again afterwards.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent / ".environments"


@dataclass(frozen=True)
class Environment:
    """A virtual environment.

    Attributes
    ----------
    name
        Its folder.
    requirements
        What pip is asked for.
    sees_ours
        Whether what is installed beside lpntk can be imported from it.
    """

    name: str
    requirements: tuple[str, ...]
    sees_ours: bool = False

    def python(self, say: Callable[[str], None]) -> Path:
        """Its interpreter; makes the environment where it is not there yet, and tells so.

        Raises
        ------
        RuntimeError
            If it cannot be made; it says why in one line.
        """
        folder = HOME / self.name
        python, made_of = folder / "bin" / "python", folder / "made-of.txt"
        wanted = "\n".join(self.requirements)
        if made_of.is_file() and made_of.read_text() == wanted:
            return python
        say(f"making {folder} with {', '.join(self.requirements)}")
        shutil.rmtree(folder, ignore_errors=True)
        HOME.mkdir(exist_ok=True)
        (HOME / ".gitignore").write_text("*\n")
        _run(sys.executable, "-m", "venv", str(folder))
        if self.sees_ours:
            library = folder / Path(sysconfig.get_path("purelib")).relative_to(sys.prefix)
            ours = sysconfig.get_path("purelib")
            # addsitedir reads the .pth files there as well, by which an editable installation is found.
            (library / "ours.pth").write_text(f"import site; site.addsitedir({ours!r})\n")
        _run(
            str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *self.requirements
        )
        made_of.write_text(wanted)
        return python


# The last versions that go together: neural-tangents is not maintained, and newer JAX lacks what it uses.
NEURAL_TANGENTS = Environment(
    "neural-tangents",
    ("jax==0.4.25", "jaxlib==0.4.25", "numpy<2", "scipy<1.13", "neural-tangents==0.6.5"),
)
TRAKER = Environment("traker", ("traker==0.3.2",), sees_ours=True)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no message"]
        raise RuntimeError(f"{' '.join(command[:4])} failed: {lines[-1]}")
