"""``python -m tests.newsroom [--port N] [--write-outlets DIR]``: serve until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from tests.newsroom.newsroom import Newsroom


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.newsroom", description="Serve the sample newsroom."
    )
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument(
        "--write-outlets", type=Path, metavar="DIR", help="write a registry file for each outlet"
    )
    options = parser.parse_args()
    newsroom = Newsroom(port=options.port)
    try:
        newsroom.start()
    except OSError as error:
        print(f"port {options.port}: {error.strerror}", file=sys.stderr)
        return 1
    if options.write_outlets:
        newsroom.write_outlets(options.write_outlets)
        print(f"outlet files: {options.write_outlets}")
    print(f"{len(newsroom.stories)} stories in {len(newsroom.outlets)} outlets on 127.0.0.1:{newsroom.port}")
    for outlet in newsroom.outlets.values():
        print(f"  {newsroom.url(outlet.id):48} {outlet.name_hi} ({outlet.shape})")
    print(
        f"curl --resolve '*:{newsroom.port}:127.0.0.1' {newsroom.url(next(iter(newsroom.outlets)))}",
        flush=True,
    )
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        newsroom.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
