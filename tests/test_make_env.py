"""``make env``: the secrets of docker-compose.yml."""

from __future__ import annotations

import re
import stat
import subprocess
from pathlib import Path

import pytest

from tests.project import PROJECT
from tools.make_env import SECRETS

# Debian's own Python, if there is one: the program must need nothing that is installed in .venv.
PYTHON = next((str(p) for p in [Path("/usr/bin/python3")] if p.exists()), "python3")


def make_env(file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PYTHON, "-I", str(PROJECT / "tools" / "make_env.py"), "--file", str(file), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def values(file: Path) -> dict[str, str]:
    """Name → value, as Compose reads them."""
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_a_new_file(tmp_path: Path) -> None:
    done = make_env(tmp_path / ".env", "desk@example.org")
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    told = values(tmp_path / ".env")
    assert set(told) == {*SECRETS, "PRAHARI_CONTACT"}
    assert told["PRAHARI_CONTACT"] == "desk@example.org"
    secrets = [told[name] for name in SECRETS]
    assert len(set(secrets)) == len(secrets)
    for secret in secrets:
        # Nothing that Compose, curl's config or a URL reads as something else; Kibana wants 32 characters.
        assert re.fullmatch(r"[A-Za-z0-9]{32,}", secret)
        assert secret not in done.stdout


def test_two_files_share_no_secret(tmp_path: Path) -> None:
    make_env(tmp_path / "one", "desk@example.org")
    make_env(tmp_path / "two", "desk@example.org")
    one, two = values(tmp_path / "one"), values(tmp_path / "two")
    assert not any(one[name] == two[name] for name in SECRETS)


def test_a_file_that_is_there_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ELASTIC_PASSWORD=mine\n")
    done = make_env(tmp_path / ".env", "desk@example.org")
    assert done.returncode == 1
    assert "not touched" in done.stderr and "Rotate a secret" in done.stderr
    assert (tmp_path / ".env").read_text() == "ELASTIC_PASSWORD=mine\n"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / ".env").symlink_to(tmp_path / "elsewhere")
    done = make_env(tmp_path / ".env", "desk@example.org")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("contact", ["desk@example.org", "https://example.org/bot?a=1", "दल@समाचार.भारत"])
def test_contacts(contact: str, tmp_path: Path) -> None:
    assert make_env(tmp_path / ".env", contact).returncode == 0
    assert values(tmp_path / ".env")["PRAHARI_CONTACT"] == contact


@pytest.mark.parametrize(
    "contact", ["", "desk", "a b@example.org", "a@$HOME.org", "a@example.org\nX=1", "a@b.org #", "'a@b.org'"]
)
def test_no_contacts(contact: str, tmp_path: Path) -> None:
    done = make_env(tmp_path / ".env", contact)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "make env CONTACT=you@example.org" in done.stderr
    assert not (tmp_path / ".env").exists()


@pytest.mark.parametrize("name", [".gitignore", ".dockerignore"])
def test_the_file_stays_here(name: str) -> None:
    lines = (PROJECT / name).read_text().splitlines()
    assert ".env" in lines or "**/.env" in lines


def test_what_the_message_names_is_in_the_documents() -> None:
    assert re.search(r"^#+ Rotate a secret$", (PROJECT / "ADMINISTRATION.md").read_text("utf-8"), re.M)
