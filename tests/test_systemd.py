"""The unit of systemd: its options, and what systemd itself says of it where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from scheduler.alarms import mail, webhook
from scheduler.child import STOP_SECONDS
from tests.project import PROJECT

UNIT = PROJECT / "deploy/systemd/prahari.service"
WORKER = PROJECT / "deploy/systemd/prahari-worker@.service"
ANALYZE = shutil.which("systemd-analyze")


def options(text: str) -> dict[str, list[str]]:
    """``Section.Option`` → values, in order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    section = ""
    for line in text.splitlines():
        if head := re.fullmatch(r"\[(\w+)\]", line):
            section = head[1]
        elif line and not line.startswith("#"):
            name, is_, value = line.partition("=")
            assert is_, line
            found[f"{section}.{name}"].append(value)
    return dict(found)


@pytest.fixture(scope="module")
def unit() -> dict[str, list[str]]:
    return options(UNIT.read_text("utf-8"))


def one(unit: dict[str, list[str]], name: str) -> str:
    (value,) = unit[f"Service.{name}"]
    return value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Type", "notify"),
        ("Restart", "always"),
        ("DynamicUser", "yes"),
        ("StateDirectory", "prahari"),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
        ("KillMode", "mixed"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("CapabilityBoundingSet", ""),
        ("RestrictSUIDSGID", "yes"),
    ],
)
def test_an_option(name: str, value: str, unit: dict[str, list[str]]) -> None:
    assert one(unit, name) == value


def test_it_has_time_to_end_and_a_limit_of_memory(unit: dict[str, list[str]]) -> None:
    sending = webhook.TRIES * 2 * webhook.SECONDS  # the longest step; a mail server has less to say
    assert mail.SECONDS <= webhook.SECONDS
    assert int(one(unit, "TimeoutStopSec")) >= STOP_SECONDS + sending
    assert one(unit, "MemoryMax").endswith("G") and one(unit, "TasksMax").isdigit()


def test_the_watchdog_is_fed_in_time(unit: dict[str, list[str]]) -> None:
    # A feed waits for a probe, and comes each half of the time.
    assert int(one(unit, "WatchdogSec")) >= 60


def test_what_it_starts_and_where(unit: dict[str, list[str]]) -> None:
    assert one(unit, "ExecStart") == "/opt/prahari/.venv/bin/python -m scheduler"
    assert one(unit, "WorkingDirectory") == "/opt/prahari"
    environment = " ".join(unit["Service.Environment"])
    assert "PRAHARI_DATA=/var/lib/prahari " in environment
    assert not re.search(r"PASSWORD|TOKEN|KEY", environment)


def test_crawls_see_what_they_ask_the_kernel(unit: dict[str, list[str]]) -> None:
    """`crawler.leases` reads /proc/sys/kernel/random/boot_id, which ProcSubset=pid would hide."""
    assert "Service.ProcSubset" not in unit


def test_a_worker_is_a_watch_but_for_what_it_does(unit: dict[str, list[str]]) -> None:
    """One user and one state directory, or it could not read the store; and everything that is forbidden."""
    worker = options(WORKER.read_text("utf-8"))
    assert one(worker, "ExecStart") == f"{one(unit, 'ExecStart')} --worker"
    assert one(worker, "User") == UNIT.stem, "as DynamicUser calls that of the watch"
    assert "PRAHARI_WORKER_METRICS=off" in worker["Service.Environment"]
    others = {"Unit.Description", "Service.ExecStart", "Service.User", "Service.Environment"}
    assert {k: v for k, v in worker.items() if k not in others} == {
        k: v for k, v in unit.items() if k not in others
    }
    assert set(unit["Service.Environment"]) <= set(worker["Service.Environment"])


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize(("file", "name"), [(UNIT, "prahari.service"), (WORKER, "prahari-worker@1.service")])
def test_systemd_knows_every_option_and_finds_it_hardened(file: Path, name: str, tmp_path: Path) -> None:
    assert ANALYZE is not None
    copy = tmp_path / name
    # The program must be there; of the unit nothing else changes.
    copy.write_text(file.read_text("utf-8").replace("/opt/prahari/.venv/bin/python", sys.executable), "utf-8")
    checked = subprocess.run(
        [ANALYZE, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    ours = [line for line in checked.stderr.splitlines() if name in line]
    assert (checked.returncode, ours) == (0, [])
    rated = subprocess.run(
        [ANALYZE, "security", "--offline=true", str(copy)], capture_output=True, text=True, check=False
    )
    if rated.returncode and "offline" in rated.stderr:
        pytest.skip("this systemd-analyze rates only units that are loaded")
    level = re.search(rf"exposure level for {name}: ([\d.]+)", rated.stdout)
    assert level and float(level[1]) <= 2.0, rated.stdout


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
def test_systemd_would_find_a_mistake(tmp_path: Path) -> None:
    assert ANALYZE is not None
    copy = tmp_path / "prahari.service"
    text = UNIT.read_text("utf-8").replace("/opt/prahari/.venv/bin/python", sys.executable)
    copy.write_text(text.replace("ProtectHome=yes", "ProtectHomes=yes"), "utf-8")
    checked = subprocess.run(
        [ANALYZE, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    assert "ProtectHomes" in checked.stderr
