"""``scrapy show``: one story, whole."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import datetime

from crawler.command import PlainCommand, Problem, ist, json_line, one
from crawler.relations import history_record, readable_history, readable_why, why_record
from pipelines.story import Rejected, Story, export


class Command(PlainCommand):
    summary = "Show one story, or why there is none, by id or URL"
    arguments = "<id or url>"
    example = "scrapy show 3f9a2c1be07d4455 --json"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="the export fields as one JSON object")
        parser.add_argument(
            "--history", action="store_true", help="what changed from version to version, word by word"
        )
        parser.add_argument("--why", action="store_true", help="its copies, updates and threads, and why")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        which = one(args, "id or URL")
        with closing(self.services()) as services:
            store = services.store
            story = store.story(which)
            rejection = store.rejection(story.id if story else which)
            withdrawn = bool(story and store.withdrawn([story.id]))
            editions = store.editions(story.id) if story and opts.history else []
            cluster = store.cluster(story.id) if story and opts.why else None
            links = store.links(story.id) if story and opts.why else []
            page = story or rejection
            due = store.next_visit(page.url, page.requested_url) if page else None
        if story is None and rejection is None:
            raise Problem(f"no story and no refusal is stored under {which}")
        if story is None:
            assert rejection is not None
            told = refusal(rejection) | {"next_visit": due and due.isoformat()}
            print(json_line(told) if opts.json else readable_refusal(rejection, due))
            return 0
        if opts.json:
            fields: dict[str, object] = export(story) | {"next_visit": due and due.isoformat()}
            fields |= {"history": history_record(editions)} if opts.history else {}
            fields |= {"why": why_record(cluster, links)} if opts.why else {}
            print(json_line(fields))
            return 0
        print(readable(story, due))
        if withdrawn and rejection is not None:
            print(f" withdrawn: refused by {rejection.stage}: {rejection.reason}: {rejection.detail}")
        if opts.history:
            print(readable_history(editions))
        if opts.why:
            print(readable_why(story, cluster, links))
        return 0


def readable(story: Story, due: datetime | None = None) -> str:
    """The story as a person reads it: headline, where and when, text, then what is known of it.

    `due`: when its page is visited next.
    """
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
        ("summary", story.summary),
        ("event", ", ".join(story.event_type)),
        ("countries", ", ".join(story.countries)),
        ("tags", ", ".join(f"{tag.label_hi or tag.label_en} ({tag.id})" for tag in story.tags)),
        ("relevance", _relevance(story)),
        ("language", story.language),
        ("version", str(story.version)),
        ("next visit", f"{ist(due)}, for edits" if due else None),
        ("copy of", story.cluster_id if story.cluster_id not in (None, story.id) else None),
        ("image", story.image),
        ("source", f"{story.source.kind} {story.source.url}"),
        ("id", story.id),
        ("url", story.url),
    ]
    known = "\n".join(f"{name:>10}: {value}" for name, value in facts if value)
    return f"{story.title}\n{story.outlet} · {' · '.join(when)}\n\n{story.text}\n\n{known}"


def _relevance(story: Story) -> str | None:
    if story.relevance is None:
        return None
    why = ", ".join(f"{id} {value:+.1f}" for id, value in story.evidence)
    return f"{story.relevance:.2f}" + (f" ({why})" if why else "")


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


def readable_refusal(rejected: Rejected, due: datetime | None = None) -> str:
    text = f"\n\n{rejected.story.title}\n{rejected.story.text}" if rejected.story else ""
    again = f"\nnext visit: {ist(due)}" if due else ""
    return (
        f"refused by {rejected.stage}: {rejected.reason}: {rejected.detail}\n"
        f"{rejected.outlet} · {ist(rejected.at)} · {rejected.url}{again}{text}"
    )
