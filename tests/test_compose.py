"""docker-compose.yml, read by the real Docker Compose. It starts nothing: there is no engine here."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from scheduler.child import STOP_SECONDS
from tests.compose import cli
from tests.compose.rules import complaints
from tests.elasticsearch.home import version
from tests.project import PROJECT
from tools.make_env import SECRETS, text

# The first test may have to build Compose.
pytestmark = pytest.mark.timeout(600)

FILE = (PROJECT / "docker-compose.yml").read_text("utf-8")


@pytest.fixture(scope="module", autouse=True)
def compose() -> tuple[str, ...]:
    """The program; skips (in CI: fails) where there is none."""
    try:
        return cli.program()
    except cli.Missing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With the file and a new .env."""
    (tmp_path / "docker-compose.yml").write_text(FILE, "utf-8")
    (tmp_path / ".env").write_text(text("desk@example.org"), "utf-8")
    return tmp_path


def env_of(folder: Path) -> dict[str, str]:
    return dict(re.findall(r"^(\w+)=(.*)$", (folder / ".env").read_text("utf-8"), re.M))


def complaints_in(folder: Path) -> list[str]:
    told = env_of(folder)
    return complaints(cli.rendered(folder), {name: told[name] for name in SECRETS})


def test_the_file_is_as_it_must_be(folder: Path) -> None:
    assert complaints_in(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"127.0.0.1:${ELASTICSEARCH_PORT', '"${ELASTICSEARCH_PORT', "open to the network"),
        ('"127.0.0.1:${KIBANA_PORT', '"0.0.0.0:${KIBANA_PORT', "open to the network"),
        ("kibana:${ELASTIC_VERSION:-9.5.3}", "kibana:9.5.2", "one pinned version"),
        ("${ELASTIC_VERSION:-9.5.3}", "latest", "one pinned version"),
        ('ELASTIC_PASSWORD: ${ELASTIC_PASSWORD:?run "make env" first}', "ELASTIC_PASSWORD: changeme",
         "elasticsearch: ELASTIC_PASSWORD does not come from .env"),
        ('${KIBANA_OBJECTS_KEY:?run "make env" first}', "0123456789abcdef0123456789abcdef",
         "ENCRYPTIONKEY does not come from .env"),
        ("      PRAHARI_METRICS: ", "      PASSWORD: $ELASTIC_PASSWORD\n      PRAHARI_METRICS: ",
         "crawler: knows the administrator's password"),
        ('"$$ELASTIC_PASSWORD"', '"$ELASTIC_PASSWORD"', "the process list shows it"),
        ("security.enabled: \"true\"", "security.enabled: \"false\"", "xpack.security.enabled is not true"),
        ("enrollment.enabled: \"false\"", "enrollment.enabled: \"true\"", "enrollment.enabled is not false"),
        ("-Xmx${ELASTICSEARCH_HEAP:-1g}", "-Xmx2g", "not half of the memory"),
        ("memlock: {soft: -1, hard: -1}", "memlock: {soft: 64, hard: 64}", "ulimits"),
        ("    mem_limit: ${KIBANA_MEMORY:-1536m}\n", "", "kibana: no memory limit"),
        ("    mem_limit: ${CRAWLER_MEMORY:-2g}\n", "", "crawler: no memory limit"),
        ("        - >-\n          curl --silent --fail --max-time 8 http://127.0.0.1:5601/api/status |\n"
         "          grep -q '\"overall\":{\"level\":\"available\"'",
         "        - curl --fail http://127.0.0.1:5601", "does not ask for the level"),
        ("      test: [CMD, python, -m, scheduler.health]\n", "      disable: true\n",
         "crawler: no health check"),
        ('["kibana:/usr/share/kibana/data"]', '["./kibana:/usr/share/kibana/data"]', "no named volume"),
        ("      setup: {condition: service_completed_successfully}\n    environment:\n      SERVER",
         "      setup: {condition: service_started}\n    environment:\n      SERVER",
         "kibana must wait for setup"),
        ("access:/var/lib/prahari/access:ro", "access:/var/lib/prahari/access", "no API key file"),
        (', "data:/var/lib/prahari/data"]\n    ports', "]\n    ports", "its data is in no volume"),
        ("stop_grace_period: 45s", "stop_grace_period: 5s", "too little time to end"),
        ("    profiles: [workers]\n", "", "worker: it starts though nobody asked"),
        ("scheduler, --worker]", "scheduler]", "worker: it would stand by"),
        ("    mem_limit: ${WORKER_MEMORY:-2g}\n", '    ports: ["127.0.0.1:9465:9464"]\n',
         "worker: several of it would want one port"),
        ("      PRAHARI_WORKER_METRICS: 0.0.0.0:9464", "      X: y", "worker: its check asks where nobody"),
        ("PRAHARI_METRICS: 0.0.0.0:9464", "PRAHARI_METRICS: 0.0.0.0:9465", "can be read by nobody"),
        ("127.0.0.1:${METRICS_PORT", "0.0.0.0:${METRICS_PORT", "open to the network"),
        ("  cap_drop: [ALL]\n", "", "it has capabilities"),
        ('  security_opt: ["no-new-privileges:true"]\n', "", "it may gain privileges"),
        ("  read_only: true\n", "", "its file system can be written"),
        ("  init: true", "  user: root\n  init: true", "it runs as root"),
        ('    options: {max-size: 10m, max-file: "3"}\n', "", "its log grows without end"),
        ("  restart: unless-stopped\n", "", "restart: None"),
    ],
)  # fmt: skip
def test_the_rules_find_what_is_wrong(old: str, new: str, found: str, folder: Path) -> None:
    assert old in FILE
    (folder / "docker-compose.yml").write_text(FILE.replace(old, new), "utf-8")
    assert any(found in line for line in complaints_in(folder))


def test_services_that_wait_for_each_other_are_refused(folder: Path) -> None:
    circle = FILE.replace(
        "  setup:\n    <<: *once\n    depends_on:\n",
        "  setup:\n    <<: *once\n    depends_on:\n      kibana: {condition: service_healthy}\n",
    )
    assert circle != FILE
    (folder / "docker-compose.yml").write_text(circle, "utf-8")
    done = cli.config(folder)
    assert done.returncode != 0 or complaints_in(folder)


def test_a_name_that_compose_does_not_know_is_refused(folder: Path) -> None:
    (folder / "docker-compose.yml").write_text(FILE.replace("    ulimits:", "    ulimit:"), "utf-8")
    assert cli.config(folder).returncode != 0


def test_without_env_it_is_refused_with_what_to_do(folder: Path) -> None:
    (folder / ".env").unlink()
    done = cli.config(folder)
    assert done.returncode != 0
    assert 'run "make env" first' in done.stderr or "make env CONTACT=you@example.org" in done.stderr


@pytest.mark.parametrize("name", [*SECRETS, "PRAHARI_CONTACT"])
@pytest.mark.parametrize("left", ["", "{name}=\n"], ids=["missing", "empty"])
def test_each_secret_is_needed(name: str, left: str, folder: Path) -> None:
    env = (folder / ".env").read_text("utf-8")
    env = re.sub(rf"^{name}=.*\n", left.format(name=name), env, flags=re.M)
    (folder / ".env").write_text(env, "utf-8")
    done = cli.config(folder)
    assert done.returncode != 0
    assert name in done.stderr and "make env" in done.stderr


def test_the_server_is_of_the_version_that_the_tests_run() -> None:
    assert set(re.findall(r"ELASTIC_VERSION:-([\d.]+)", FILE)) == {version()}


def test_a_crawl_has_time_to_end(folder: Path) -> None:
    grace = cli.rendered(folder)["services"]["crawler"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) > STOP_SECONDS + 2
