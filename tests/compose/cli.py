"""The real ``docker compose``: that of this machine, or one built from its Go sources. Needs no engine.

``docker compose config`` is what reads, interpolates and checks the file before anything is started. Where
the plugin is not installed, ``go.mod`` beside this file names a release of it; building takes a minute once,
leaves one program in the user's cache and nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PACKAGE = "github.com/docker/compose/v5/cmd"


class Missing(Exception):
    """No Compose here and none can be built; the message says what to install."""


@cache
def program() -> tuple[str, ...]:
    """The command. Raises Missing."""
    if shutil.which("docker") and _works(("docker", "compose")):
        return ("docker", "compose")
    digest = sha256((HERE / "go.mod").read_bytes() + (HERE / "go.sum").read_bytes()).hexdigest()[:12]
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "prahari"
    built = folder / f"docker-compose-{digest}"
    if not built.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _build(built)
    return (str(built),)


def _works(command: tuple[str, ...]) -> bool:
    told = subprocess.run([*command, "version", "--short"], capture_output=True, text=True, check=False)
    return told.returncode == 0 and told.stdout.strip().lstrip("v").split(".")[0] not in ("", "1")


def _build(to: Path) -> None:
    go = shutil.which("go") or shutil.which("go", path="/usr/local/go/bin")
    if go is None:
        raise Missing("no docker compose here, and no Go to build it: install Docker's compose plugin, or Go")
    with tempfile.TemporaryDirectory(dir=to.parent) as folder:
        own = {
            "GOPATH": f"{folder}/path",
            "GOCACHE": f"{folder}/cache",
            "GOTMPDIR": folder,
            "GOFLAGS": "-modcacherw -buildvcs=false",
            "CGO_ENABLED": "0",
        }
        # Without optimisation: it runs for some milliseconds, and is compiled in two thirds of the time.
        command = [go, "build", "-gcflags=all=-N -l", "-ldflags=-s -w", "-o", f"{folder}/compose", PACKAGE]
        done = subprocess.run(
            command, cwd=HERE, env=os.environ | own, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Missing(f"docker compose could not be built: {done.stderr.strip()[-500:]}")
        Path(folder, "compose").replace(to)


def config(folder: Path) -> subprocess.CompletedProcess[str]:
    """``docker compose config`` of the folder, as JSON, with nothing in the environment but what is in it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [*program(), "--profile", "*", "config", "--format", "json"],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def rendered(folder: Path) -> dict[str, Any]:
    """The same as what it stands for. Raises AssertionError with Compose's words if it is refused."""
    done = config(folder)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told
