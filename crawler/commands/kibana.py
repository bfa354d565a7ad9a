"""``scrapy kibana``: Prahari's data views, searches, map and dashboard, put into a Kibana."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.command import PlainCommand, Problem, json_line, one
from crawler.engines import LONGEST, prefix, secret
from search.kibana import OBJECTS
from search.kibana.client import Connection, Kibana, Outcome
from search.kibana.explanation import KibanaProblem
from search.kibana.prefix import renamed


class Command(PlainCommand):
    summary = "Put Prahari's data views, searches, map and dashboard into a Kibana (import)"
    arguments = "import"
    example = "scrapy kibana import --url https://localhost:5601 --ca ca.pem"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", help="where Kibana is (default: PRAHARI_KIBANA_URL)")
        parser.add_argument("--space", metavar="ID", default="", help="into this space, not the default one")
        parser.add_argument(
            "--ca",
            metavar="FILE",
            help="PEM file of who signed its certificate (default: PRAHARI_ELASTICSEARCH_CA)",
        )
        parser.add_argument(
            "--fingerprint",
            metavar="HEX",
            help="SHA-256 of its certificate (default: PRAHARI_ELASTICSEARCH_FINGERPRINT)",
        )
        parser.add_argument(
            "--timeout", metavar="SECONDS", type=float, default=60, help="how long it may take (default 60)"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        action = one(args, "action: import")
        if action != "import":
            raise Problem(f"kibana {action}: no such action; there is import")
        assert self.settings is not None
        connection = connection_of(self.settings, opts)
        text = renamed(OBJECTS.read_text("utf-8"), prefix(self.settings))
        try:
            kibana = Kibana(connection)
            version = kibana.version()
            outcomes = kibana.upload(text)
        except KibanaProblem as problem:
            raise Problem(str(problem)) from problem
        for outcome in outcomes:
            print(json_line(_plain(outcome)) if opts.json else _told(outcome))
        failed = sum(outcome.problem is not None for outcome in outcomes)
        place = f"{connection.shown} (Kibana {version})"
        print(f"{len(outcomes) - failed} objects imported into {place}, {failed} failed", file=sys.stderr)
        return 1 if failed else 0


def connection_of(settings: BaseSettings, opts: argparse.Namespace) -> Connection:
    """Options first, then settings. Raises Problem if there is no address, or a key file cannot be read."""
    url = opts.url or settings["PRAHARI_KIBANA_URL"]
    if not url:
        raise Problem("kibana import: where is Kibana? Give --url, or set PRAHARI_KIBANA_URL")
    if not 0 < opts.timeout <= LONGEST:
        raise Problem(f"--timeout {opts.timeout:g}: give more than 0 seconds, {LONGEST:,} at most")
    # An option for the certificate beats both settings: Kibana's may be another than Elasticsearch's.
    told = opts.ca or opts.fingerprint
    ca = opts.ca if told else settings["PRAHARI_ELASTICSEARCH_CA"]
    return Connection(
        url=url,
        space=opts.space,
        api_key=secret(settings, "PRAHARI_ELASTICSEARCH_API_KEY"),
        user=settings["PRAHARI_ELASTICSEARCH_USER"],
        password=secret(settings, "PRAHARI_ELASTICSEARCH_PASSWORD"),
        ca=Path(ca) if ca else None,
        fingerprint=(opts.fingerprint or "") if told else settings["PRAHARI_ELASTICSEARCH_FINGERPRINT"],
        seconds=opts.timeout,
    )


def _plain(outcome: Outcome) -> dict[str, object]:
    return {
        "type": outcome.type,
        "id": outcome.id,
        "title": outcome.title,
        "ok": outcome.problem is None,
        "replaced": outcome.replaced,
        "reason": outcome.problem,
    }


def _told(outcome: Outcome) -> str:
    word = "FAILED" if outcome.problem else "replaced" if outcome.replaced else "new"
    line = f"{word:<8}  {outcome.type:<13}  {outcome.id:<18}  {outcome.title}"
    return f"{line}: {outcome.problem}" if outcome.problem else line
