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

from search.access import Access, AccessProblem
from search.credentials import inside, secret, shown
from search.elasticsearch_client import Connection
from search.naming import checked


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
        access = Access(_connection(options))
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


def _connection(options: argparse.Namespace) -> Connection:
    """To the server as the administrator. Raises AccessProblem."""
    password = "PRAHARI_ELASTICSEARCH_PASSWORD"
    env = os.environ.get
    try:
        inner = inside(options.url)
    except ValueError as error:
        raise AccessProblem(f"PRAHARI_ELASTICSEARCH_URL: {shown(options.url)!r}: {error}") from None
    try:
        said = secret(env(password, ""), f"{password}_FILE", env(f"{password}_FILE", ""))
        checked(options.prefix)
    except ValueError as error:
        raise AccessProblem(str(error)) from None
    if not (said or inner[1]):
        raise AccessProblem(f"{password} is not set: the administrator's password")
    return Connection(
        options.url,
        user=options.user or inner[0] or "elastic",
        password=said,
        ca=options.ca,
        fingerprint=options.fingerprint,
    )


def _failed(line: str) -> int:
    sys.stderr.write(f"setup: {line}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
