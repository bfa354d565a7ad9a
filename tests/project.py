"""Run the project's commands as a user does, each in a process and a data directory of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests import warm

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"


@dataclass(frozen=True)
class Installation:
    """A Prahari with its own data and outlets, as the environment variables of README make it."""

    data: Path
    outlets: Path
    extra: Mapping[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """The process environment, without the caller's own Prahari settings and proxies."""
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PRAHARI_") and not name.lower().endswith("_proxy")
        }
        return clean | {
            "PRAHARI_DATA": str(self.data),
            "PRAHARI_OUTLETS": str(self.outlets),
            "PRAHARI_RESOLVE": "*.newsroom.test=127.0.0.1",
            "PRAHARI_ALLOW_PRIVATE_HOSTS": "*.newsroom.test,127.0.0.1",
            "PRAHARI_DELAY": "0",
            "PRAHARI_METRICS": "off",  # tests run beside each other, and there is one port
            # Each worker process takes a second of CPU to start, and tests run two at once on two cores.
            "PRAHARI_WORKERS": "1",
            "PYTHONPATH": str(PROJECT),
            **self.extra,
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Begin ``python -m command`` and go on."""
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=PROJECT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def scrapy(
        self, *arguments: str, timeout: float = 120, stdin: str = "", cold: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """``scrapy ARGUMENTS``, to its end, whatever its exit code.

        ``cold``: in a Python that has imported nothing, as a user begins it. It costs two seconds of CPU.
        """
        if not cold:
            return warm.scrapy(arguments, self.environment(), stdin, timeout)
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments],
            cwd=PROJECT,
            env=self.environment(),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
