"""``make demo``: the main job, end to end, on the sample newsroom. No network, no server.

Everything here is what a user would type; only the newsroom stands in for the outlets of the world.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

from tests.newsroom import Newsroom
from tests.project import PROJECT, Installation

DATA = PROJECT / "data" / "demo"
SEARCHES = ("राजनाथ सिंह", "brahmos", "S-400")


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    """Exit code 0 if every step worked."""
    shutil.rmtree(DATA, ignore_errors=True)
    outlets = DATA / "outlets"
    outlets.mkdir(parents=True)
    here = Installation(DATA, outlets)
    with Newsroom() as newsroom:
        newsroom.write_outlets(outlets)
        count = len(list(outlets.glob("*.toml")))
        say(f"The sample newsroom: {count} outlets on 127.0.0.1:{newsroom.port}, read through feeds,")
        say("sitemaps, a WordPress API and section pages. Some are broken on purpose; the log tells which.\n")
        if step(here, "crawl", "all"):
            return 1
        say()
    steps = [("outlets",), ("rejected",), ("index", "status"), *(("search", q, "-n", "3") for q in SEARCHES)]
    for command in steps:
        if step(here, *command):
            return 1
        say()
    say("How to go on:")
    for line in (
        f"  export PRAHARI_DATA={DATA.relative_to(PROJECT)} PRAHARI_OUTLETS={outlets.relative_to(PROJECT)}"
        "   # the demo's stories",
        "  .venv/bin/scrapy search 'person:rajnath NOT lang:en' --newest --facets",
        "  .venv/bin/scrapy export | head -n 1",
        "  .venv/bin/scrapy --help                      # all commands; each has --help with an example",
        "  unset PRAHARI_DATA PRAHARI_OUTLETS           # and now the real outlets:",
        "  .venv/bin/scrapy list",
        "  .venv/bin/scrapy crawl jagran                # one outlet, now",
        "  .venv/bin/python -m scheduler                # the watch, until Ctrl-C",
    ):
        say(line)
    return 0


def step(here: Installation, *command: str) -> int:
    """Show a command as a user types it, and run it."""
    shown = " ".join(f"'{word}'" if not word.isascii() or " " in word else word for word in command)
    say(f"$ scrapy {shown}")
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *command], cwd=PROJECT, env=here.environment(), check=False
    )
    if done.returncode:
        say(f"demo: scrapy {command[0]} ended with exit code {done.returncode}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
