"""Write ``.env`` for docker-compose.yml: new random secrets, and the contact address.

usage: python3 tools/make_env.py [--file .env] [CONTACT]     (``make env CONTACT=you@example.org``)

Needs nothing but Python: it runs before anything is installed.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import string
import sys
from pathlib import Path

SECRETS = {
    "ELASTIC_PASSWORD": "the administrator: user elastic, in Kibana too",
    "KIBANA_PASSWORD": "kibana_system, with which Kibana itself speaks to Elasticsearch",
    "KIBANA_SECURITY_KEY": "encrypts sessions",
    "KIBANA_OBJECTS_KEY": "encrypts secrets in saved objects",
    "KIBANA_REPORTING_KEY": "encrypts reports",
}
"""Name → what it is for."""
LENGTH = 40
"""Characters; Kibana wants 32 at least."""
# Letters and digits only: nothing that Compose, a shell or a URL would read as something else.
ALPHABET = string.ascii_letters + string.digits
CONTACT = re.compile(
    r"(?:https?://[^\s'\"$\\#`]+\.[^\s'\"$\\#`]+|[^\s'\"$\\#`@:/]+@[^\s'\"$\\#`@:/]+\.[^\s'\"$\\#`@:/]+)"
)
"""A URL or an e-mail address, without what Compose reads as something else."""
ROTATE = 'ADMINISTRATION.md, "Rotate a secret", says how to change one'


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 1 with one line on standard error; an existing file is never touched."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("contact", nargs="?", default="", help="e-mail address or URL for webmasters")
    parser.add_argument("--file", type=Path, default=Path(__file__).resolve().parent.parent / ".env")
    options = parser.parse_args(arguments)
    if options.file.exists():
        return _failed(f"{options.file} is there already and was not touched; {ROTATE}")
    contact = options.contact.strip() or _asked()
    if not CONTACT.fullmatch(contact):
        told = f"{contact!r} is neither e-mail address nor URL" if contact else "no contact address"
        return _failed(f"{told}; webmasters must be able to reach you: make env CONTACT=you@example.org")
    try:
        # O_EXCL: not even a file that appeared just now is overwritten, and no link is followed.
        descriptor = os.open(options.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text(contact))
    except OSError as error:
        return _failed(f"{options.file}: {error.strerror}")
    print(f"{options.file}: written, with new secrets, readable by you only. Next: docker compose up -d")
    return 0


def text(contact: str) -> str:
    """The whole file."""
    lines = [
        "# Secrets of docker-compose.yml, made by `make env`. Keep this file, and keep it to yourself.",
        "",
    ]
    for name, meaning in SECRETS.items():
        lines += [f"# {meaning}", f"{name}={''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}", ""]
    lines += ["# how a webmaster reaches you; part of the user agent", f"PRAHARI_CONTACT={contact}", ""]
    return "\n".join(lines)


def _asked() -> str:
    if not sys.stdin.isatty():
        return ""
    return input("Your e-mail address or URL, for webmasters whom you visit: ").strip()


def _failed(line: str) -> int:
    sys.stderr.write(f"env: {line}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
