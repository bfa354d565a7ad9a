"""The image's first stage made in a directory: the Dockerfile's steps, on what .dockerignore leaves.

There is no container engine where Prahari is developed. This reads the few instructions that the Dockerfile
uses and refuses all others, so that it cannot pass over what it does not know.
"""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.project import PROJECT


def instructions(text: str) -> list[tuple[str, str]]:
    """(INSTRUCTION, rest) of each line, continued ones joined, comments left out."""
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.M)
    joined = re.sub(r"\\\n\s*", " ", lines)
    pairs = (line.split(None, 1) for line in joined.splitlines() if line.strip())
    return [(word.upper(), rest.strip()) for word, rest in pairs]


def stages(text: str) -> list[list[tuple[str, str]]]:
    """The instructions of each stage, its FROM first; what stands before the first is left out."""
    found: list[list[tuple[str, str]]] = []
    for word, rest in instructions(text):
        if word == "FROM":
            found.append([])
        if found:
            found[-1].append((word, rest))
    return found


@dataclass(frozen=True)
class Context:
    """What ``docker build`` would send of a directory."""

    folder: Path
    rules: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path = PROJECT) -> Context:
        lines = (folder / ".dockerignore").read_text("utf-8").splitlines()
        return cls(folder, tuple(line.strip() for line in lines if line.strip() and not line.startswith("#")))

    def holds(self, path: str) -> bool:
        """Whether a file is sent: the last rule that matches it, or a directory above it, decides."""
        parts = path.split("/")
        above = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
        sent = True
        for rule in self.rules:
            wanted, pattern = rule.startswith("!"), rule.removeprefix("!").strip("/")
            if any(_matches(candidate, pattern) for candidate in above):
                sent = wanted
        return sent

    def files(self) -> Iterator[str]:
        """Paths of all files that are sent."""
        skipped = {".git", ".venv"} if not self.holds(".venv/x") and not self.holds(".git/x") else set()
        for base, folders, names in os.walk(self.folder):
            folders[:] = [name for name in folders if name not in skipped]
            for name in names:
                path = Path(base, name).relative_to(self.folder).as_posix()
                if self.holds(path):
                    yield path


def _matches(path: str, pattern: str) -> bool:
    anywhere = pattern.startswith("**/")
    pattern = pattern.removeprefix("**/")
    if "**" in pattern or "/" in pattern or "\\" in pattern:
        raise ValueError(f"a pattern that this reader does not know: {pattern}")
    name = path.rpartition("/")[2] if anywhere else path
    return ("/" not in path or anywhere) and fnmatch.fnmatchcase(name, pattern)


def build(to: Path, *, install: bool) -> None:
    """Run the first stage in `to`, which stands for its WORKDIR.

    With ``install`` false, the packages of this virtual environment stand for those that pip would fetch:
    ``make setup`` has just installed them by the same commands. Raises CalledProcessError, ValueError.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PRAHARI_", "PY"))
    }
    for word, rest in stages((PROJECT / "Dockerfile").read_text("utf-8"))[0]:
        if word in ("FROM", "WORKDIR"):
            continue
        if word == "ENV":
            environment |= dict(pair.split("=", 1) for pair in rest.split())
        elif word == "COPY":
            _copy(rest.split(), to)
        elif word == "RUN":
            if "-m pip install" in rest and not install:
                rest = re.sub(r"\S+ -m pip install [^&]*", lambda _: _borrow(to) + " ", rest)
            # What `python` is in the image
            python = f'python() {{ "{Path(sys.executable).resolve()}" "$@"; }}; '
            subprocess.run(["sh", "-ec", python + rest], cwd=to, env=environment, check=True)
        else:
            raise ValueError(f"an instruction that this reader does not know: {word} {rest}")


def _copy(words: list[str], to: Path) -> None:
    *sources, target = words
    if target != "./":
        raise ValueError(f"COPY to {target}")
    for path in Context.of().files():
        if "." in sources or path in sources:
            place = to / path
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PROJECT / path, place)


def _borrow(to: Path) -> str:
    """A shell command that makes the packages of this environment visible in the new one, and `scrapy`."""
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    script = f'#!/bin/sh\nexec "{to}/.venv/bin/python" -m scrapy "$@"'
    return (
        f"echo {packages} >.venv/lib/{version}/site-packages/borrowed.pth && "
        f"printf '%s\\n' '{script}' >.venv/bin/scrapy && chmod +x .venv/bin/scrapy"
    )
