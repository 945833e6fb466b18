"""The tools that are measured: how each is installed and how it is run."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent


class CannotInstall(Exception):
    """Why a tool is not there."""


@dataclass(frozen=True)
class Tool:
    name: str
    what: str
    """Where it comes from, for the notes below the table."""
    slow: bool = False
    """Needs minutes for 10,000 articles: measured on those only, and when asked for."""

    def install(self, work: Path) -> None:
        raise NotImplementedError

    def command(self, work: Path, docs: Path, out: Path, threads: int) -> list[str]:
        raise NotImplementedError


@dataclass(frozen=True)
class FromPyPi(Tool):
    packages: tuple[str, ...] = ()
    driver: str = ""
    python: str = "python3"
    """The interpreter, where the package needs a certain one."""

    def environment(self, work: Path) -> Path:
        return work / "environments" / self.name

    def install(self, work: Path) -> None:
        environment = self.environment(work)
        done = environment / "installed"
        wanted = "\n".join(self.packages)
        if done.exists() and done.read_text() == wanted:
            return
        print(f"installing {self.name}: {' '.join(self.packages)}", flush=True)
        run([interpreter(self.python), "-m", "venv", "--clear", str(environment)])
        run([str(environment / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *self.packages])
        done.write_text(wanted)

    def command(self, work: Path, docs: Path, out: Path, threads: int) -> list[str]:
        python = str(self.environment(work) / "bin" / "python")
        return [python, str(HERE / "drivers" / self.driver), *options(docs, out, threads)]


@dataclass(frozen=True)
class FromCratesIo(Tool):
    def target(self, work: Path) -> Path:
        return work / "target"

    def install(self, work: Path) -> None:
        build(HERE / "rust", self.target(work))

    def command(self, work: Path, docs: Path, out: Path, threads: int) -> list[str]:
        return [str(self.target(work) / "release" / self.name), *options(docs, out, threads)]


@dataclass(frozen=True)
class Samecopy(Tool):
    options: tuple[str, ...] = ()

    def install(self, work: Path) -> None:
        if "SAMECOPY" not in os.environ:
            build(REPOSITORY, REPOSITORY / "target")

    def command(self, work: Path, docs: Path, out: Path, threads: int) -> list[str]:
        binary = os.environ.get("SAMECOPY", str(REPOSITORY / "target" / "release" / "samecopy"))
        scan = [binary, "scan", "--quiet", "--format", "json", "--threads", str(threads)]
        return [*scan, *self.options, "--output", str(out), str(docs)]


NEAR = "samecopy, near-duplicates only"
TOOLS: tuple[Tool, ...] = (
    Samecopy(NEAR, "`samecopy scan --no-rewrites`", options=("--no-rewrites",)),
    Samecopy("samecopy", "`samecopy scan`"),
    Samecopy("samecopy, also partial", "`samecopy scan --partial`", options=("--partial",)),
    FromCratesIo("gaoya", "gaoya 0.2.2, crates.io"),
    FromCratesIo("txtfp", "txtfp 0.3.2, crates.io"),
    FromPyPi(
        "daft",
        "daft 0.7.26, PyPI; reports clusters, unverified",
        packages=("daft==0.7.26", "numpy", "pyarrow"),
        driver="daft_driver.py",
    ),
    FromPyPi(
        "rensa",
        "rensa 0.5.0, PyPI",
        packages=("rensa==0.5.0", "orjson==3.13.0"),
        driver="rensa_driver.py",
    ),
    FromPyPi(
        "datasketch",
        "datasketch 2.0.0, PyPI",
        packages=("datasketch==2.0.0", "orjson==3.13.0"),
        driver="datasketch_driver.py",
    ),
    FromPyPi(
        "text-dedup",
        "text-dedup 0.4.1, PyPI; reports clusters, unverified; needs Python 3.12",
        slow=True,
        packages=("text-dedup==0.4.1",),
        driver="textdedup_driver.py",
        python="python3.12",
    ),
    FromPyPi(
        "datatrove",
        "datatrove 0.10.1, PyPI; reports clusters, unverified",
        slow=True,
        packages=("datatrove[processing,io]==0.10.1", "spacy"),
        driver="datatrove_driver.py",
    ),
)


def options(docs: Path, out: Path, threads: int) -> list[str]:
    return ["--docs", str(docs), "--out", str(out), "--threads", str(threads)]


def interpreter(name: str) -> str:
    """The path of a Python; `PYTHON3_12=/path/to/it` in the environment names one that is not on the PATH."""
    variable = name.upper().replace(".", "_")
    path = os.environ.get(variable) or shutil.which(name)
    # A version manager may put a name on the PATH that runs nothing.
    if not path or subprocess.run([path, "--version"], capture_output=True, check=False).returncode:
        raise CannotInstall(f"needs {name}: put it on the PATH, or its path into {variable}")
    return path


def build(package: Path, target: Path) -> None:
    run(["cargo", "build", "--release", "--locked", "--quiet", "--target-dir", str(target)], cwd=package)


def run(command: list[str], cwd: Path | None = None) -> None:
    """Runs a step of an installation."""
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    except OSError as error:
        raise CannotInstall(f"{command[0]}: {error.strerror}") from error
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise CannotInstall(f"`{Path(command[0]).name} {' '.join(command[1:3])}` failed: {' '.join(last)}")
