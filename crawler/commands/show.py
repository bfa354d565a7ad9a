"""``scrapy show``: one story, whole."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import asdict

from crawler.command import PlainCommand, Problem, ist, json_line, one
from crawler.history import readable_history, story_history
from crawler.related import readable_why, related, why_json
from pipelines.story import Rejected, Story, export


class Command(PlainCommand):
    summary = "Show one story, or why there is none, by id or URL"
    arguments = "<id or url>"
    example = "scrapy show 3f9a2c1be07d4455 --json"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="the export fields as one JSON object")
        parser.add_argument(
            "--history",
            action="store_true",
            help="its versions, and updates that the outlet printed under other addresses, as word diffs: "
            "[-went-] {+came+}",
        )
        parser.add_argument(
            "--why",
            action="store_true",
            help="its copies, versions and other reports of the event, with the evidence",
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        which = one(args, "id or URL")
        with closing(self.services()) as services:
            story = services.store.story(which)
            links = services.store.links(story.id) if story else []
            cluster = services.store.cluster(story.id) if story else None
            history = tuple(story_history(services.store, story, links)) if story and opts.history else ()
            rejection = None if story else services.store.rejection(which)
        if story is None and rejection is None:
            raise Problem(f"no story and no refusal is stored under {which}")
        if story is None:
            assert rejection is not None
            print(json_line(refusal(rejection)) if opts.json else readable_refusal(rejection))
            return 0
        if opts.json:
            why = {"why": why_json(cluster, links)} if opts.why else {}
            past = {"history": [asdict(step) for step in history]} if opts.history else {}
            print(json_line(export(story) | why | past))
            return 0
        print("\n".join([readable(story), *related(story, cluster, links)]))
        if opts.why:
            print("\n" + readable_why(links))
        if opts.history:
            print("\n" + readable_history(history))
        return 0


def readable(story: Story) -> str:
    """The story as a person reads it: headline, where and when, text, then what is known of it."""
    when = [f"published {ist(story.published)}{_where(story.published_from)}"]
    if story.modified:
        when.append(f"modified {ist(story.modified)}{_where(story.modified_from)}")
    when.append(f"fetched {ist(story.fetched_at)}")
    facts = [
        ("by", ", ".join(story.authors)),
        ("agency", story.agency),
        ("dateline", story.dateline),
        ("section", story.section),
        ("keywords", ", ".join(story.keywords)),
        ("paywall", "only the beginning" if story.paywalled else None),
        ("tags", ", ".join(f"{tag.label_hi or tag.label_en} ({tag.id})" for tag in story.tags)),
        ("relevance", f"{story.relevance:.2f}" if story.relevance is not None else None),
        ("language", story.language),
        ("version", str(story.version)),
        ("copy of", story.cluster_id if story.cluster_id not in (None, story.id) else None),
        ("image", story.image),
        ("source", f"{story.source.kind} {story.source.url}"),
        ("id", story.id),
        ("url", story.url),
    ]
    known = "\n".join(f"{name:>10}: {value}" for name, value in facts if value)
    return f"{story.title}\n{story.outlet} · {' · '.join(when)}\n\n{story.text}\n\n{known}"


def _where(found: str | None) -> str:
    return f" ({found})" if found else ""


def refusal(rejected: Rejected) -> dict[str, object]:
    """A refusal for programs."""
    fields: dict[str, object] = export(rejected.story) if rejected.story else {"url": rejected.url}
    return fields | {
        "outlet": rejected.outlet,
        "rejected": {"stage": rejected.stage, "reason": rejected.reason, "detail": rejected.detail},
        "at": rejected.at.isoformat(),
    }


def readable_refusal(rejected: Rejected) -> str:
    text = f"\n\n{rejected.story.title}\n{rejected.story.text}" if rejected.story else ""
    return (
        f"refused by {rejected.stage}: {rejected.reason}: {rejected.detail}\n"
        f"{rejected.outlet} · {ist(rejected.at)} · {rejected.url}{text}"
    )
