"""What Prahari's commands share: an example in ``--help``, and problems told in one line."""

from __future__ import annotations

import argparse
import json
import sys
from abc import abstractmethod
from datetime import datetime
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.registry import RegistryError
from crawler.services import Services
from crawler.settings import wrong_numbers
from pipelines.india import INDIA
from pipelines.store import StoreProblem
from search.index import IndexProblem
from search.query import QueryError


class Problem(Exception):
    """What a command cannot do, in words for a person."""


class PlainCommand(ScrapyCommand):
    """A command that starts no crawl. Subclasses state `summary`, `example` and `act`."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    summary: ClassVar[str] = ""
    arguments: ClassVar[str] = ""
    example: ClassVar[str] = ""

    def short_desc(self) -> str:
        return self.summary

    def syntax(self) -> str:
        return f"[options] {self.arguments}".rstrip()

    def long_desc(self) -> str:
        return f"{self.summary}. Example: {self.example}"

    @abstractmethod
    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do it; the exit code. Raises Problem (or a package's own problem) to end with one line."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            self.exitcode = self._acted(args, opts)
        except QueryError as problem:
            self.exitcode = _fail(problem.render())
        except (Problem, StoreProblem, IndexProblem, RegistryError) as problem:
            self.exitcode = _fail(f"prahari: {problem}")
        except BrokenPipeError:
            # `scrapy export | head`: the reader has seen enough. Python would complain again at exit.
            sys.stdout = open("/dev/null", "w")  # noqa: PTH123, SIM115
            self.exitcode = 0

    def _acted(self, args: list[str], opts: argparse.Namespace) -> int:
        assert self.settings is not None
        for wrong in wrong_numbers(self.settings):
            raise Problem(wrong)
        return self.act(args, opts)

    def services(self) -> Services:
        """Store, index and registry as the settings say."""
        assert self.settings is not None
        return Services.open(self.settings)


def one(args: list[str], what: str) -> str:
    """The command's only argument. Raises UsageError that says what is missing."""
    if len(args) != 1:
        raise UsageError(f"give exactly one {what}")
    return args[0]


def json_line(value: Any) -> str:
    """One line of JSON with Devanagari as it is."""
    return json.dumps(value, ensure_ascii=False, default=str)


def ist(instant: datetime | None) -> str:
    """A date for a reader in India, such as ``23 Nov 2026, 14:05 IST``; a dash if unknown."""
    return instant.astimezone(INDIA).strftime("%d %b %Y, %H:%M IST") if instant else "-"


def _fail(message: str) -> int:
    print(message, file=sys.stderr)  # noqa: T201
    return 1
