"""``scrapy search``: find stories."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from difflib import get_close_matches

from rich.console import Console
from rich.text import Text

from crawler.command import PlainCommand, ist, json_line
from search.filters import outlet_keys, value_keys
from search.index import Document, Hit, SearchRequest
from search.query import parse
from search.query_tree import And, FieldFilter, Or, Query


class Command(PlainCommand):
    summary = (
        'Search the stories: words, "phrases", AND, OR, NOT, (groups), outlet: tag: person: country: '
        "lang: from: to:"
    )
    arguments = "<query>"
    example = "scrapy search 'राजनाथ OR \"S-400\" country:russia from:2026-01-01' --newest -n 5"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-n", "--number", type=int, default=10, help="how many stories (default 10)")
        parser.add_argument("--offset", type=int, default=0, help="leave out so many first")
        parser.add_argument("--newest", action="store_true", help="newest first instead of best first")
        parser.add_argument(
            "--unfold",
            action="store_true",
            help="show every copy of an agency story, not only the one that ranks first",
        )
        parser.add_argument(
            "--facets", action="store_true", help="also count outlets, tags, people, countries"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        request = SearchRequest(
            query=parse(" ".join(args)),
            sort="newest" if opts.newest else "best",
            size=max(0, opts.number),
            offset=max(0, opts.offset),
            facets=("outlet", "tag", "person", "country") if opts.facets else (),
            fold=not opts.unfold,
        )
        with closing(self.services()) as services:
            result = services.index.search(request)
            names = services.outlet_names()
            if not result.total:
                for unknown in unknown_outlets(request.query, names):
                    print(unknown, file=sys.stderr)
        if opts.json:
            for hit in result.hits:
                print(json_line(as_json(hit)))
            print(f"{result.total} stories", file=sys.stderr)
            return 0
        console = Console(soft_wrap=True, highlight=False)
        for number, hit in enumerate(result.hits, request.offset + 1):
            console.print(readable(number, hit, names.get(hit.document.outlet, ())))
        for facet, values in result.facets.items():
            console.print(Text(f"{facet}: ", style="bold") + ", ".join(f"{v} ({n})" for v, n in values))
        shown = f", {request.offset + 1}-{request.offset + len(result.hits)} shown" if result.hits else ""
        stories = "story" if result.total == 1 else "stories"
        folded = ", copies folded" if any(hit.copies for hit in result.hits) else ""
        console.print(Text(f"{result.total} {stories}{folded}{shown}", style="dim"))
        return 0


def unknown_outlets(query: Query, names: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A hint for each ``outlet:`` of a query that is no outlet's id or name, with what may be meant."""
    known = {id: outlet_keys(id, its_names) for id, its_names in names.items()}
    hints = []
    for value in dict.fromkeys(outlets_in(query)):
        if any(keys.intersection(value_keys(value)) for keys in known.values()):
            continue
        near = get_close_matches(value.lower(), known, n=3)
        meant = f": did you mean {', '.join(near)}?" if near else ";"
        hints.append(f"there is no outlet {value}{meant} `scrapy outlets` lists all")
    return hints


def outlets_in(query: Query) -> Iterator[str]:
    """The values of every ``outlet:`` in a query, but for those that are to be left out."""
    match query:
        case FieldFilter("outlet", value):
            yield value
        case And(parts) | Or(parts):
            for part in parts:
                yield from outlets_in(part)


def as_json(hit: Hit) -> dict[str, object]:
    """A hit for programs: the document's main fields, the passage and the ranges that match in it."""
    document = hit.document
    return {
        "id": document.id,
        "url": document.url,
        "outlet": document.outlet,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "fetched_at": document.fetched_at.isoformat(),
        "language": document.language,
        "relevance": document.relevance,
        "tags": [{"id": tag.id, "type": tag.type} for tag in document.tags],
        "agency": document.agency,
        "cluster_id": document.cluster_id,
        "version": document.version,
        "copies": hit.copies,
        "score": hit.score,
        "passage": hit.passage,
        "highlights": [hit.passage[start:end] for start, end in hit.passage_spans],
    }


def readable(number: int, hit: Hit, outlet_names: tuple[str, ...]) -> Text:
    """A hit for people: title, outlet and date, the passage with what matched in bold, tags, address."""
    document = hit.document
    text = Text(f"{number:>3}. ", style="dim")
    text.append(marked(document.title, hit.title_spans, "bold", "bold yellow"))
    outlet = outlet_names[0] if outlet_names else document.outlet
    agency = f" · {document.agency}" if document.agency else ""
    copies = f" · +{hit.copies} {'copy' if hit.copies == 1 else 'copies'}" if hit.copies else ""
    when = ist(document.published or document.fetched_at)
    text.append(f"\n     {outlet}{agency} · {when}{copies}\n", style="cyan")
    if hit.passage:
        text.append("     ")
        text.append(marked(" ".join(hit.passage.split("\n")), hit.passage_spans, "", "bold yellow"))
        text.append("\n")
    if document.tags:
        text.append(f"     {tag_line(document)}\n", style="green")
    text.append(f"     {document.url}  [{document.id}]\n", style="dim")
    return text


def tag_line(document: Document, most: int = 8) -> str:
    """The labels of a document's tags; what is over ``most`` is counted."""
    labels = [tag.names[0] if tag.names else tag.id for tag in document.tags]
    rest = f" +{len(labels) - most}" if len(labels) > most else ""
    return "# " + ", ".join(labels[:most]) + rest


def marked(text: str, spans: tuple[tuple[int, int], ...], style: str, mark: str) -> Text:
    """`text` with the character ranges ``spans`` in style ``mark``."""
    shown = Text(text, style=style)
    for start, end in spans:
        shown.stylize(mark, start, end)
    return shown
