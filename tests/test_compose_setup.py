"""The commands of docker-compose.yml, run as Compose would, against the real node behind a mock login."""

from __future__ import annotations

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.compose import cli
from tests.elasticsearch.secured import Secured
from tests.kibana import kibana
from tests.project import PROJECT
from tools.make_env import SECRETS, text

pytestmark = [pytest.mark.elasticsearch, pytest.mark.timeout(600)]  # Compose may have to be built first

ACCESS, DATA = "/var/lib/prahari/access", "/var/lib/prahari/data"


@pytest.fixture
def services(tmp_path: Path) -> dict[str, Any]:
    """The services as Compose sees them."""
    try:
        cli.program()
    except cli.Missing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    (tmp_path / "docker-compose.yml").write_bytes((PROJECT / "docker-compose.yml").read_bytes())
    (tmp_path / ".env").write_text(text("desk@example.org"), "utf-8")
    told: dict[str, Any] = cli.rendered(tmp_path)["services"]
    return told


def run(
    service: Mapping[str, Any], places: Mapping[str, str], prefix: str, *command: str
) -> subprocess.CompletedProcess[str]:
    """A service's command, or another one in it, with paths and addresses of this machine."""

    def here(value: str) -> str:
        for there, place in places.items():
            value = value.replace(there, place)
        return value

    environment = {name: here(value) for name, value in service["environment"].items()}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PRAHARI_")}
    return subprocess.run(
        [here(word).replace("$$", "$") for word in command or service["command"]],
        cwd=PROJECT,
        env=clean
        | {"PRAHARI_ELASTICSEARCH_PREFIX": prefix}
        | environment
        | {"PATH": f"{Path(sys.executable).parent}:{clean['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_setup_twice_then_the_crawler(
    services: dict[str, Any], elasticsearch_url: str, prefix: str, tmp_path: Path
) -> None:
    admin = services["elasticsearch"]["environment"]["ELASTIC_PASSWORD"]
    with Secured(elasticsearch_url, {"elastic": admin}) as server:
        places = {
            "http://elasticsearch:9200": server.url,
            ACCESS: str(tmp_path / "access"),
            DATA: str(tmp_path / "data"),
        }
        for _ in range(2):
            done = run(services["setup"], places, prefix)
            assert done.returncode == 0, done.stderr
            assert not any(secret in done.stdout + done.stderr for secret in (admin, *SECRETS.values()))
        assert server.users["kibana_system"] == services["kibana"]["environment"]["ELASTICSEARCH_PASSWORD"]
        [key] = server.working
        assert key.name == f"{prefix}-crawler"
        status = run(services["crawler"], places, prefix, "scrapy", "index", "status")
        assert status.returncode == 0, status.stderr
        key.valid = False
        refused = run(services["crawler"], places, prefix, "scrapy", "index", "status")
        assert refused.returncode == 1
        assert run(services["setup"], places, prefix).returncode == 0
        assert run(services["crawler"], places, prefix, "scrapy", "index", "status").returncode == 0


def test_a_wrong_password_ends_setup(
    services: dict[str, Any], elasticsearch_url: str, tmp_path: Path
) -> None:
    with Secured(elasticsearch_url, {"elastic": "another"}) as server:
        places = {"http://elasticsearch:9200": server.url, "/var/lib": str(tmp_path)}
        done = run(services["setup"], places, "nothing")
    assert done.returncode != 0
    assert done.stderr.startswith("setup: ") and done.stderr.count("\n") == 1


def test_kibana_objects(services: dict[str, Any]) -> None:
    service = services["kibana-objects"]
    told = f"elastic:{service['environment']['PRAHARI_ELASTICSEARCH_PASSWORD']}".encode()
    with kibana() as mock:
        mock.authorization = f"Basic {b64encode(told).decode()}"
        for _ in range(2):
            done = run(service, {"http://kibana:5601": mock.url}, "prahari")
            assert done.returncode == 0, done.stderr
        assert mock.objects
