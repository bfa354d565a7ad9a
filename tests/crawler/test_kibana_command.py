"""``scrapy kibana import`` and its client, against the mock of `tests.kibana`: no Kibana can be had here."""

from __future__ import annotations

import argparse
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.commands.kibana import Command, connection_of
from search.kibana import OBJECTS
from search.kibana.client import Connection, Outcome, _outcomes
from search.kibana.client import Kibana as Client
from search.kibana.explanation import KibanaProblem
from search.kibana.prefix import renamed
from tests.crawler.servers import Served, serve
from tests.kibana import Kibana, kibana, self_signed
from tests.project import Installation

TEXT = OBJECTS.read_text("utf-8")


@pytest.fixture
def mock() -> Iterator[Kibana]:
    with kibana() as running:
        yield running


def uploaded(text: str = TEXT, **connection: object) -> list[Outcome]:
    client = Client(Connection(**connection))  # type: ignore[arg-type]
    client.version()
    return client.upload(text)


def problem(**connection: object) -> str:
    with pytest.raises(KibanaProblem) as told:
        uploaded(**connection)  # type: ignore[arg-type]
    message = str(told.value)
    assert "\n" not in message
    return message


# --- the command ---------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "data", tmp_path / "outlets")


def test_objects_are_imported_and_told_one_by_one(here: Installation, mock: Kibana) -> None:
    done = here.scrapy("kibana", "import", "--url", mock.url)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 7
    assert lines[-1].split() == ["new", "dashboard", "prahari-dashboard", "रक्षा", "समाचार"]
    assert done.stderr == f"7 objects imported into {mock.url} (Kibana 9.5.3), 0 failed\n"
    assert [key[1:] for key in mock.objects] == [
        (made["type"], made["id"]) for made in map(json.loads, TEXT.splitlines())
    ]
    assert mock.objects["default", "dashboard", "prahari-dashboard"] == json.loads(TEXT.splitlines()[-1])
    again = here.scrapy("kibana", "import", "--url", mock.url, "--json")
    assert all(json.loads(line)["replaced"] for line in again.stdout.splitlines())


def test_settings_say_where_and_who(tmp_path: Path, mock: Kibana) -> None:
    mock.authorization, mock.spaces = "ApiKey abc==", frozenset({"army"})
    key = tmp_path / "key"
    key.write_text("abc==\n")
    settings = {
        "PRAHARI_KIBANA_URL": mock.url,
        "PRAHARI_ELASTICSEARCH_API_KEY_FILE": str(key),
        "PRAHARI_ELASTICSEARCH_USER": "not used",
        "PRAHARI_ELASTICSEARCH_PREFIX": "test",
    }
    here = Installation(tmp_path / "data", tmp_path / "outlets", settings)
    done = here.scrapy("kibana", "import", "--space", "army")
    assert done.returncode == 0, done.stderr
    assert mock.objects["army", "index-pattern", "prahari-stories"]["attributes"]["title"] == "test-stories"


def test_one_object_that_fails_is_an_exit_code(here: Installation, mock: Kibana) -> None:
    mock.knows -= {"map"}
    done = here.scrapy("kibana", "import", "--url", mock.url)
    assert done.returncode == 1
    (failed,) = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert "prahari-places" in failed and "does not know this type" in failed
    assert "6 objects imported" in done.stderr and "1 failed" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["export"], "no such action"),
        (["import"], "where is Kibana?"),
        (["import", "--url", "ftp://x"], "is no address"),
        (
            ["import", "--url", "http://127.0.0.1:1"],
            ":1: cannot be reached: Connection refused\n",
        ),
        (["import", "--url", "http://127.0.0.1:1", "--timeout", "0"], "more than 0 seconds"),
        (["import", "--url", "http://127.0.0.1:1", "--timeout", "nan"], "more than 0 seconds"),
        (["import", "--url", "http://127.0.0.1:1", "--timeout", "1e12"], "86,400 at most"),
        (["import", "--url", "elastic:geheim@kibana:5601"], "'kibana:5601' is no address"),
        (["import", "--url", "http://elastic:geheim@[::1"], "'http://[::1' is no address"),
        (["import", "--url", "http://elastic:geheim@kibana:56o1/x"], "'http://kibana:56o1/x' is no address"),
        (["import", "--url", "http://elastic:%FF@127.0.0.1:1"], "user or password in the URL is no UTF-8"),
        (["import", "--url", "https://127.0.0.1:1", "--ca", "/no/such.pem"], "no such file"),
        (["import", "--url", "https://127.0.0.1:1", "--fingerprint", "12:34"], "is no SHA-256"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments, {}) == 1
    line = capsys.readouterr().err
    assert told in line
    assert line.startswith("prahari: ") and line.count("\n") == 1
    assert "geheim" not in line


def test_a_key_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "--url", "http://x"], {"PRAHARI_ELASTICSEARCH_API_KEY_FILE": "/no/key"}) == 1
    assert "PRAHARI_ELASTICSEARCH_API_KEY_FILE: /no/key: " in capsys.readouterr().err


def test_options_beat_the_settings_of_elasticsearch() -> None:
    made = {"PRAHARI_ELASTICSEARCH_CA": "es.pem", "PRAHARI_ELASTICSEARCH_FINGERPRINT": "aa"}
    for more, expected in (([], (Path("es.pem"), "aa")), (["--fingerprint", "bb"], (None, "bb"))):
        command, opts, _ = parsed(["import", "--url", "https://x", *more], made)
        assert command.settings is not None
        found = connection_of(command.settings, opts)
        assert (found.ca, found.fingerprint) == expected


def parsed(arguments: list[str], made: dict[str, str]) -> tuple[Command, argparse.Namespace, list[str]]:
    """The command with default settings but for those, its options and arguments."""
    command = Command()
    command.settings = Settings()
    command.settings.setmodule("crawler.settings", priority="project")
    command.settings.setdict({"PRAHARI_KIBANA_URL": "", **made}, priority="cmdline")
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, rest = parser.parse_known_args(arguments)
    return command, opts, rest


def run(arguments: list[str], made: dict[str, str]) -> int:
    command, opts, rest = parsed(arguments, made)
    command.run(rest, opts)
    return command.exitcode


# --- the client ----------------------------------------------------------------------------------------


def test_missing_references_are_told(mock: Kibana) -> None:
    without_views = TEXT.splitlines(keepends=True)[2:]
    outcomes = uploaded("".join(without_views), url=mock.url)
    assert [outcome.problem is None for outcome in outcomes] == [False] * 5
    assert outcomes[0].problem == "it refers to what Kibana does not have: index-pattern prahari-stories"


def test_every_object_has_an_outcome() -> None:
    told = {"success": False, "successCount": 0, "errors": [
        {"type": "map", "id": "prahari-places", "error": {"type": "unknown", "message": "a\nb"}}
    ]}  # fmt: skip
    outcomes = {outcome.id: outcome.problem for outcome in _outcomes(TEXT, told)}
    assert outcomes["prahari-places"] == "a b"
    assert outcomes["prahari-latest"] == "Kibana does not say what became of it"


def test_user_and_password(mock: Kibana) -> None:
    mock.authorization = "Basic c2VuYTrgpKrgpL4="
    assert len(uploaded(url=mock.url, user="sena", password="पा")) == 7
    with_secret = mock.url.replace("http://", "http://sena:%E0%A4%AA%E0%A4%BE@")
    assert len(uploaded(url=with_secret)) == 7
    told = problem(url=with_secret, user="sena", password="geheim")
    assert "does not accept our API key, or user and password" in told
    assert "geheim" not in told and "%E0" not in told and "sena" not in told


def test_without_credentials(mock: Kibana) -> None:
    mock.authorization = "ApiKey x"
    assert "it wants to know who we are (401)" in problem(url=mock.url)


def test_a_key_that_is_none(mock: Kibana) -> None:
    assert "the API key is none" in problem(url=mock.url, api_key="a\nb")


def test_without_the_right(mock: Kibana) -> None:
    mock.allowed = False
    assert "does not let us do this (403): Unable to bulk_create dashboard" in problem(url=mock.url)


def test_a_space_that_is_not_there(mock: Kibana) -> None:
    assert "there is no space 'army/navy'" in problem(url=mock.url, space="army/navy")
    assert mock.requests[-1][1].startswith("/s/army%2Fnavy/api/")


@pytest.mark.parametrize("version", ["8.19.3", "9.0.4"])
def test_a_kibana_that_is_too_old(mock: Kibana, version: str) -> None:
    mock.version = version
    assert f"is Kibana {version}; these objects need 9.1 or newer" in problem(url=mock.url)
    assert [request[0] for request in mock.requests] == ["GET"]


@pytest.mark.parametrize("version", ["9.1.0", "9.6.0-SNAPSHOT", "10.0.0"])
def test_a_kibana_that_is_new_enough(mock: Kibana, version: str) -> None:
    mock.version = version
    assert len(uploaded(url=mock.url)) == 7


def test_a_kibana_that_is_not_ready(mock: Kibana) -> None:
    mock.level = "unavailable"
    assert "Kibana is not ready: Kibana is unavailable" in problem(url=mock.url)


def test_a_slow_kibana(mock: Kibana) -> None:
    mock.hold.clear()
    assert problem(url=mock.url, seconds=0.2).endswith("no answer in 0.2 seconds")


@pytest.mark.parametrize(
    ("served", "told"),
    [
        (Served(b"<html>"), "it is no Kibana"),
        (Served(b"[1]"), "it is no Kibana"),
        (Served(b'{"status": 404, "error": "no handler"}', 404), "it is no Kibana"),
        (Served(b'{"status": {"overall": {"level": "available"}}, "version": 9}'), "is Kibana None"),
        (
            Served(b"", 302, {"Location": "https://evil.example/"}),
            "it sends us on to https://evil.example/ (302)",
        ),
    ],
)
def test_what_is_no_kibana(served: Served, told: str) -> None:
    with serve({"/api/status": served}) as server:
        assert told in problem(url=server.url(""))


def test_a_server_that_hangs_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)
        port = listening.getsockname()[1]
        client = Client(Connection(url=f"http://127.0.0.1:{port}", seconds=5))
        threading.Thread(target=lambda: listening.accept()[0].close(), daemon=True).start()
        with pytest.raises(KibanaProblem) as told:
            client.version()
        assert "the connection broke off" in str(told.value)
        assert not set("[]('\"") & set(str(told.value).replace(" (", "")), told.value


def test_a_base_path_with_a_sign_that_stands_before_hosts(mock: Kibana) -> None:
    with pytest.raises(KibanaProblem, match="it is no Kibana"):
        Client(Connection(url=f"{mock.url}/a@b/")).version()
    assert mock.requests[-1][1] == "/a@b/api/status"


# --- TLS -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A self-signed certificate and its SHA-256."""
    file = tmp_path_factory.mktemp("tls") / "kibana.pem"
    return file, self_signed(file)


def test_tls(signed: tuple[Path, str]) -> None:
    file, fingerprint = signed
    with kibana(file) as mock:
        assert "certificate is not trusted" in problem(url=mock.url)
        assert mock.requests == []
        assert len(uploaded(url=mock.url, ca=file)) == 7
        assert len(uploaded(url=mock.url, fingerprint=fingerprint)) == 7
        pairs = ":".join(fingerprint[at : at + 2] for at in range(0, 64, 2)).upper()
        assert len(uploaded(url=mock.url, fingerprint=pairs)) == 7
        seen = len(mock.requests)
        assert problem(url=mock.url, fingerprint="0" * 64).endswith("certificate has another fingerprint")
        assert problem(url=mock.url, fingerprint="0" * 64, ca=file).endswith("another fingerprint")
        assert len(mock.requests) == seen, "it was told something before it was known to be the right one"


def test_another_authority(signed: tuple[Path, str], tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    self_signed(other)
    with kibana(signed[0]) as mock:
        assert "certificate is not trusted" in problem(url=mock.url, ca=other)


def test_a_name_that_the_certificate_has_not(signed: tuple[Path, str]) -> None:
    with kibana(signed[0]) as mock:
        told = problem(url=mock.url.replace("127.0.0.1", "localhost"), ca=signed[0])
        assert "certificate is not trusted" in told and "localhost" in told


def test_tls_mixed_up(signed: tuple[Path, str], mock: Kibana) -> None:
    assert "is it http://?" in problem(url=mock.url.replace("http:", "https:"), seconds=5)
    with kibana(signed[0]) as secure:
        assert "is it https" in problem(url=secure.url.replace("https:", "http:"), seconds=5)


def test_a_file_that_holds_no_certificate(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("no certificate")
    assert "127.0.0.1" in problem(url="https://127.0.0.1:1", ca=file, seconds=1)


def test_the_prefix_is_only_in_the_views() -> None:
    made, other = [[json.loads(line) for line in text.splitlines()] for text in (TEXT, renamed(TEXT, "x"))]
    assert [one["id"] for one in made] == [one["id"] for one in other]
    assert [one["attributes"]["title"] for one in other[:2]] == ["x-stories", "x-rejections"]
    assert made[2:] == other[2:]
    assert renamed(TEXT, "prahari") == TEXT
