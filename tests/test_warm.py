"""Commands from the warm process against the same commands started as a user starts them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import warm


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("tag", "भारतीय सेना ने मिसाइल दागी"), 0),
        (("export", "--since", "yesterdy"), 1),
        (("vocabulary",), 2),
        (("no-such-command",), 2),
    ],
)
def test_the_same_as_a_command_of_its_own(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    environment = {**os.environ, "PRAHARI_DATA": str(tmp_path)}
    started = subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=warm.PROJECT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    done = warm.scrapy(arguments, environment)
    assert (done.returncode, done.stdout, done.stderr) == (code, started.stdout, started.stderr)
    assert started.returncode == code


def test_settings_come_from_the_command_s_own_environment() -> None:
    for number, told in (("-5", ""), ("7", "7")):
        environment = {**os.environ, "PRAHARI_ARCHIVE_DAYS": number}
        done = warm.scrapy(("settings", "--get", "PRAHARI_ARCHIVE_DAYS"), environment)
        assert done.stdout.strip() == told and bool(done.returncode) is not bool(told), done.stderr


def test_a_command_that_takes_too_long_is_killed() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        warm.run(("shell", "--nolog", "-c", "__import__('time').sleep(60)"), os.environ, timeout=0.5)
