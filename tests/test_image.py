"""The Dockerfile: its steps run in a clean directory, and what comes of them is the whole program.

No engine is needed, so no engine is tested: what the base image holds is not known here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.image import Context, build, instructions, stages
from tests.project import PROJECT

DOCKERFILE = (PROJECT / "Dockerfile").read_text("utf-8")
UID = 10001

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module", params=["borrowed", pytest.param("installed", marks=[pytest.mark.soak])])
def image(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """/opt/prahari as the image has it, read-only; `soak` installs every package anew."""
    base = tmp_path_factory.mktemp("image")
    folder = base / "opt"
    folder.mkdir()
    build(folder, install=request.param == "installed")
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222 | 0o444 | (0o111 if path.is_dir() else 0))
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(base)


@pytest.fixture
def run(image: Path, tmp_path: Path) -> Run:
    """Runs a command as the container does: nothing can be written but the data directory and /tmp."""
    data = tmp_path / "data"
    data.mkdir()
    environment = {
        "PATH": f"{image}/.venv/bin:/usr/bin:/bin",
        "HOME": str(image),  # read-only, as /var/lib/prahari is
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PRAHARI_DATA": str(data),
        "PRAHARI_CONTACT": "desk@example.org",
    }
    # Without its capabilities, root is bound by the modes of files as everybody is.
    prefix = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*prefix, *words],
            cwd=image,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return command


@pytest.mark.parametrize(
    "words",
    [
        ["scrapy", "list"],
        ["scrapy", "outlets", "--files"],
        ["scrapy", "vocabulary", "check"],
        ["scrapy", "index", "status"],
        ["python", "-m", "scheduler", "--help"],
        ["python", "-m", "tools.cluster_access", "--help"],
        ["scrapy", "analyze", "एस-४०० मिसाइलें"],
        ["scrapy", "tag", "लद्दाख में सेना का अभ्यास शुरू हुआ"],
    ],
    ids=" ".join,
)
def test_the_program_is_whole(words: list[str], run: Run) -> None:
    done = run(*words)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip()


def test_nothing_can_be_written_there(run: Run) -> None:
    assert "Permission denied" in run("sh", "-c", "echo x >crawler/x").stderr
    assert "Permission denied" in run("sh", "-c", "echo x >>search/_lemmas.tsv").stderr


def test_the_health_check_runs(run: Run) -> None:
    assert run("scrapy", "index", "status").returncode == 0  # makes the store
    done = run("python", "-m", "scheduler.health")
    assert (done.returncode, done.stderr) == (1, "prahari: the watch has not begun\n")


def test_the_lemma_table_is_in_it(image: Path) -> None:
    assert (image / "search" / "_lemmas.tsv").stat().st_size > 50_000


def test_the_lemma_table_is_not_made_anew(run: Run) -> None:
    code = "import search.lemmas as l, pathlib; l.lemma_rows(); print(l.CACHE.stat().st_mtime)"
    assert run("python", "-c", code).stdout == run("python", "-c", code).stdout != ""


def test_nothing_else_is_in_it(image: Path) -> None:
    names = {path.name for path in image.iterdir()}
    assert names == {
        ".venv", "LICENSE", "requirements.txt", "scrapy.cfg",
        "crawler", "pipelines", "scheduler", "search", "tools",
    }  # fmt: skip


def test_every_file_of_the_program_is_in_it(image: Path) -> None:
    told = subprocess.run(
        ["git", "ls-files", "crawler", "pipelines", "scheduler", "search", "tools"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    assert [path for path in told if path and not (image / path).exists()] == []


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        (".env", False), ("crawler/.env", False), ("data/prahari.db", False), (".git/config", False),
        ("tests/conftest.py", False), ("requirements-dev.txt", False), ("search/_lemmas.tsv", False),
        ("search/__pycache__/text.pyc", False), ("Makefile", False), (".venv/bin/python", False),
        ("requirements.txt", True), ("scrapy.cfg", True), ("crawler/outlets/jagran.toml", True),
        ("pipelines/store/migrations/versions/0001_first.py", True), ("search/crawler_role.json", True),
    ],
)  # fmt: skip
def test_what_is_sent_to_the_engine(path: str, sent: bool) -> None:
    assert Context.of().holds(path) is sent


def test_the_base_is_pinned_and_the_same_in_both_stages() -> None:
    [default] = [rest for word, rest in instructions(DOCKERFILE) if word == "ARG"]
    assert re.fullmatch(r"PYTHON=3\.1[23](\.\d+)?-slim-[a-z]+", default)
    assert [stage[0][1] for stage in stages(DOCKERFILE)] == ["python:${PYTHON} AS build", "python:${PYTHON}"]


def test_it_runs_as_nobody_in_particular() -> None:
    last = stages(DOCKERFILE)[-1]
    assert ("USER", f"{UID}:{UID}") in last
    assert [word for word, _ in last].index("USER") > max(
        n for n, (word, _) in enumerate(last) if word == "RUN"
    )
    assert not any(word in ("ADD", "VOLUME", "EXPOSE") for word, _ in last)
    # A volume mounted over a directory takes over its owner: both must be there and the user's own.
    [making] = [rest for word, rest in last if word == "RUN"]
    assert (
        "-o prahari" in making and "/var/lib/prahari/data" in making and "/var/lib/prahari/access" in making
    )
