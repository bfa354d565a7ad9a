"""``python -m tools.cluster_access``: Kibana's password and the crawler's API key, in a secured cluster.

docker-compose.yml runs it as its service ``setup``; it serves any other cluster, too. Secrets come in the
environment, where the process list does not show them: ``PRAHARI_ELASTICSEARCH_PASSWORD`` (of the
administrator; or ``..._PASSWORD_FILE``, which holds it alone), ``KIBANA_PASSWORD`` (what that of
kibana_system shall be; not set, if it is empty).
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from search.access import Access, AccessProblem
from search.elasticsearch_client import Connection


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 1 with one line on standard error."""
    env = os.environ.get
    parser = argparse.ArgumentParser(prog="python -m tools.cluster_access", description=__doc__)
    parser.add_argument("--url", default=env("PRAHARI_ELASTICSEARCH_URL", "http://127.0.0.1:9200"))
    parser.add_argument("--user", default=env("PRAHARI_ELASTICSEARCH_USER") or "")
    parser.add_argument("--ca", type=Path, default=env("PRAHARI_ELASTICSEARCH_CA") or None, help="PEM file")
    parser.add_argument(
        "--fingerprint",
        default=env("PRAHARI_ELASTICSEARCH_FINGERPRINT") or "",
        help="SHA-256 of the server's certificate",
    )
    parser.add_argument("--prefix", default=env("PRAHARI_ELASTICSEARCH_PREFIX") or "prahari")
    parser.add_argument("--key-file", type=Path, required=True, help="where the crawler's key is kept")
    parser.add_argument("--rotate", action="store_true", help="make another key even if it works")
    parser.add_argument("--wait", type=float, default=180, metavar="SECONDS", help="for the server to be up")
    options = parser.parse_args(arguments)
    try:
        access = Access(
            Connection(
                options.url,
                user=options.user or urlsplit(options.url).username or "elastic",
                password=_password(options.url),
                ca=options.ca,
                fingerprint=options.fingerprint,
            )
        )
        try:
            access.wait(options.wait)
            if kibana := env("KIBANA_PASSWORD", ""):
                access.set_password("kibana_system", kibana)
                print("password of kibana_system: set", flush=True)
            key = access.keep_key(options.key_file, prefix=options.prefix, anew=options.rotate)
            print(f"API key of the crawler: {key.value} ({options.key_file})", flush=True)
        finally:
            access.close()
    except AccessProblem as problem:
        return _failed(str(problem))
    except OSError as error:
        return _failed(f"{error.filename or options.key_file}: {error.strerror}")
    return 0


def _password(url: str) -> str:
    """The administrator's; empty where the URL holds it. Raises AccessProblem, OSError."""
    if told := os.environ.get("PRAHARI_ELASTICSEARCH_PASSWORD", ""):
        return told
    if file := os.environ.get("PRAHARI_ELASTICSEARCH_PASSWORD_FILE", ""):
        return Path(file).read_text("utf-8").strip()
    if urlsplit(url).password:
        return ""
    raise AccessProblem("PRAHARI_ELASTICSEARCH_PASSWORD is not set: the administrator's password")


def _failed(line: str) -> int:
    sys.stderr.write(f"setup: {line}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
