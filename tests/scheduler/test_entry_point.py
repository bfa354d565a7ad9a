"""What an installation of the package brings: ``prahari-scheduler``, and all files that programs read."""

from __future__ import annotations

import subprocess
import tomllib
from fnmatch import fnmatch
from importlib.metadata import EntryPoint

import pytest

from tests.project import PROJECT

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))


def test_the_scripts_are_callables_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    scripts = {
        name: EntryPoint(name, value, "console_scripts").load()
        for name, value in PYPROJECT["project"]["scripts"].items()
    }
    assert set(scripts) == {"prahari-scheduler"}
    with pytest.raises(SystemExit) as ended:
        scripts["prahari-scheduler"](["--help"])
    assert ended.value.code == 0 and "--once" in capsys.readouterr().out


def test_a_wheel_takes_every_file_of_the_packages_along() -> None:
    tool = PYPROJECT["tool"]["setuptools"]
    packages = [pattern.rstrip("*") for pattern in tool["packages"]["find"]["include"]]
    listed = subprocess.run(
        ["git", "ls-files", *packages], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    kinds = ["*.py", *tool["package-data"]["*"]]
    files = listed.stdout.splitlines()
    assert len(files) > 300
    assert [file for file in files if not any(fnmatch(file, kind) for kind in kinds)] == []
