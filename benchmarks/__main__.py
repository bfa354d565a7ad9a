"""``make bench``: every benchmark, one after the other, each in a process of its own.

usage: python -m benchmarks [name...]     names as below; all if none is given
"""

from __future__ import annotations

import subprocess
import sys

from tests.project import PROJECT

BENCHES = {
    "crawl": "pages a second of the whole crawl, against bare Scrapy",
    "polls": "share of polls that cost a 304 or a hash; how soon news are found at adaptive intervals",
    "memory": "memory of a crawl at 1,000 and at 20,000 pages (minutes)",
    "replay": "pages a second of replaying an archive, against bare Trafilatura",
    "extract": "milliseconds a page of page to story, against bare Trafilatura",
    "analysis": "milliseconds of each field's tokens for 2,000 characters",
    "tags": "milliseconds a story of tags and relevance",
    "copies": "milliseconds a comparison of two stories",
    "duplicates": "look-up of candidates at 10,000 and 100,000 stories, ingest, bytes a story (minutes)",
    "index": "indexing and query times at 100,000 generated stories",
    "elasticsearch": "indexing against the client's bulk helper; both engines at 100,000 stories (minutes)",
}


def main(names: list[str]) -> int:
    """Run them; the exit code of the last that failed."""
    if {"-h", "--help"} & set(names):
        print(__doc__, *(f"    {name:14}{what}" for name, what in BENCHES.items()), sep="\n")
        return 0
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    code = 0
    for name in names or BENCHES:
        print(f"== {name}: {BENCHES[name]}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.bench_{name}"]
        code = subprocess.run(command, cwd=PROJECT, check=False).returncode or code
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
