"""``python -m tools.cluster_access``: what docker-compose.yml's ``setup`` does first, again and again."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from elasticsearch import AuthenticationException, Elasticsearch

from search.access import role
from tests import warm
from tests.elasticsearch.certificate import self_signed
from tests.elasticsearch.secured import Secured
from tests.postgres import free_port

pytestmark = pytest.mark.elasticsearch

WRITING = {"index", "delete"}


@pytest.fixture
def secured(elasticsearch_url: str) -> Iterator[Secured]:
    with Secured(elasticsearch_url) as server:
        yield server


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "access" / "crawler.key"


def setup(
    url: str,
    file: Path,
    *more: str,
    password: str = "admin-secret",
    kibana: str = "kibana-secret",
    **settings: str,
) -> subprocess.CompletedProcess[str]:
    """The program as `setup` runs it, to its end."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PRAHARI_")}
    clean |= {
        "PRAHARI_ELASTICSEARCH_URL": url,
        "PRAHARI_ELASTICSEARCH_PASSWORD": password,
        "KIBANA_PASSWORD": kibana,
    }
    options = ["--key-file", str(file), *more]
    return warm.python("tools.cluster_access", options, clean | settings, timeout=60)


def test_the_first_run(secured: Secured, key_file: Path) -> None:
    done = setup(secured.url, key_file)
    assert (done.returncode, done.stderr) == (0, "")
    assert secured.users["kibana_system"] == "kibana-secret"
    [key] = secured.keys
    assert key.name == "prahari-crawler"
    assert key.roles == {"prahari-crawler": role()}
    assert key_file.read_text() == key.encoded + "\n"
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [file.name for file in key_file.parent.iterdir()] == ["crawler.key"]
    assert not any(secret in done.stdout for secret in ("admin-secret", "kibana-secret", key.encoded))


def test_the_key_opens_the_server(secured: Secured, key_file: Path) -> None:
    setup(secured.url, key_file)
    with Elasticsearch(secured.url, api_key=key_file.read_text().strip()) as client:
        assert client.info()["version"]["number"]  # answered by the real node
    with Elasticsearch(secured.url) as nobody, pytest.raises(AuthenticationException):
        nobody.info()


def test_a_second_run_keeps_the_key(secured: Secured, key_file: Path) -> None:
    setup(secured.url, key_file)
    before = key_file.read_text()
    key_file.chmod(0o644)
    done = setup(secured.url, key_file)
    assert done.returncode == 0 and "kept" in done.stdout
    assert key_file.read_text() == before
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert len(secured.keys) == 1


def test_a_key_that_is_kept_gets_the_rights_of_this_release(secured: Secured, key_file: Path) -> None:
    setup(secured.url, key_file)
    secured.keys[0].roles = {"prahari-crawler": {"cluster": ["all"]}}
    setup(secured.url, key_file)
    assert secured.keys[0].roles == {"prahari-crawler": role()}


def lost(file: Path, server: Secured) -> None:
    file.unlink()


def garbled(file: Path, server: Secured) -> None:
    file.write_bytes(b"\xff not base64\n")


def empty(file: Path, server: Secured) -> None:
    file.write_text("")


def ended(file: Path, server: Secured) -> None:
    server.keys[0].valid = False


def half_written(file: Path, server: Secured) -> None:
    file.unlink()
    file.with_name("crawler.key.new").write_text("rubbish")


@pytest.mark.parametrize("harm", [lost, garbled, empty, ended, half_written])
def test_a_key_that_is_gone_is_replaced_and_the_old_one_ended(
    harm: object, secured: Secured, key_file: Path
) -> None:
    setup(secured.url, key_file)
    assert callable(harm)
    harm(key_file, secured)
    done = setup(secured.url, key_file)
    assert done.returncode == 0 and "made" in done.stdout, done.stderr
    assert key_file.read_text().strip() == secured.keys[1].encoded
    assert secured.working == [secured.keys[1]]
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_rotation(secured: Secured, key_file: Path) -> None:
    setup(secured.url, key_file)
    assert setup(secured.url, key_file, "--rotate").returncode == 0
    assert secured.working == [secured.keys[1]]
    assert key_file.read_text().strip() == secured.keys[1].encoded


def test_a_run_cut_short_leaves_a_key_that_works(secured: Secured, key_file: Path) -> None:
    setup(secured.url, key_file)
    secured.failing.add("DELETE /_security/api_key")
    done = setup(secured.url, key_file, "--rotate")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1) and "it failed (500)" in done.stderr
    assert secured.known(f"ApiKey {key_file.read_text().strip()}")
    secured.failing.clear()
    assert setup(secured.url, key_file).returncode == 0
    assert [key.encoded for key in secured.working] == [key_file.read_text().strip()]


def test_keys_of_others_are_left_alone(secured: Secured, key_file: Path) -> None:
    setup(secured.url, key_file)
    setup(secured.url, key_file.with_name("other.key"), "--prefix", "elsewhere")
    setup(secured.url, key_file, "--rotate")
    assert [key.name for key in secured.working] == ["elsewhere-crawler", "prahari-crawler"]
    assert secured.working[0].roles["elsewhere-crawler"]["indices"][0]["names"] == ["elsewhere-*"]


def test_a_server_that_is_starting_is_waited_for(secured: Secured, key_file: Path) -> None:
    secured.starting = 2
    assert setup(secured.url, key_file).returncode == 0
    assert secured.calls[:3] == ["GET /_security/_authenticate"] * 3


def test_a_server_that_does_not_come(key_file: Path) -> None:
    done = setup(f"http://127.0.0.1:{free_port()}", key_file, "--wait", "3")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be reached" in done.stderr and "(waited 3 s)" in done.stderr


def test_a_wrong_password_is_told_at_once(secured: Secured, key_file: Path) -> None:
    done = setup(secured.url, key_file, password="wrong-one")
    assert done.returncode == 1
    assert done.stderr == f"setup: {secured.url} refuses user elastic and its password (401)\n"
    assert len(secured.calls) == 1
    assert not key_file.exists()


def test_a_password_in_hindi(secured: Secured, key_file: Path) -> None:
    secured.users = {"प्रशासक": "गुप्त शब्द: ख़ास"}
    told = {"PRAHARI_ELASTICSEARCH_USER": "प्रशासक"}
    done = setup(secured.url, key_file, password="गुप्त शब्द: ख़ास", **told)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_password_may_stand_in_a_file(secured: Secured, key_file: Path, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("admin-secret\n")
    told = {"PRAHARI_ELASTICSEARCH_PASSWORD_FILE": str(tmp_path / "password")}
    assert setup(secured.url, key_file, password="", **told).returncode == 0
    (tmp_path / "password").unlink()
    done = setup(secured.url, key_file, password="", **told)
    name = f"setup: PRAHARI_ELASTICSEARCH_PASSWORD_FILE: {tmp_path / 'password'}"
    assert done.stderr == f"{name}: No such file or directory\n"
    (tmp_path / "password").write_bytes("गुप्त".encode("utf-16"))
    assert setup(secured.url, key_file, password="", **told).stderr == f"{name}: it is no UTF-8\n"


def test_who_we_are_may_stand_in_the_address_and_is_never_told(secured: Secured, key_file: Path) -> None:
    inside = secured.url.replace("://", "://elastic:admin-secret@")
    assert setup(inside, key_file, password="").returncode == 0
    secured.users["प्रशासक"] = "गुप्त/शब्द"
    hindi = secured.url.replace("://", f"://{quote('प्रशासक')}:{quote('गुप्त/शब्द', safe='')}@")
    assert setup(hindi, key_file, password="").returncode == 0
    wrong = secured.url.replace("://", "://elastic:s3cr3t@")
    done = setup(wrong, key_file, password="")
    assert done.stderr == f"setup: {secured.url} refuses user elastic and its password (401)\n"
    away = setup(f"http://elastic:s3cr3t@127.0.0.1:{free_port()}", key_file, "--wait", "0", password="")
    assert away.returncode == 1 and "s3cr3t" not in away.stderr + away.stdout


def test_a_certificate_known_by_its_fingerprint(
    elasticsearch_url: str, key_file: Path, tmp_path: Path
) -> None:
    certificate = self_signed(tmp_path / "tls")
    server = Secured(elasticsearch_url)
    server.certificate = certificate
    with server:
        right, wrong = (
            {"PRAHARI_ELASTICSEARCH_FINGERPRINT": told} for told in (certificate.fingerprint, "0" * 64)
        )
        assert setup(server.url, key_file, **right).returncode == 0
        done = setup(server.url, key_file, "--wait", "0", **wrong)
        assert done.returncode == 1 and "another fingerprint" in done.stderr


@pytest.mark.parametrize(
    "url",
    [
        "localhost:9200",
        "http://",
        "nonsense",
        "elastic:s3cr3t@host:9200",
        "http://elastic:s3cr3t@[::1",
        "http://elastic:s3cr3t@ho\u2100st/",  # Python quotes it in what it raises
    ],
)
def test_an_address_that_is_none(url: str, key_file: Path) -> None:
    done = setup(url, key_file)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "PRAHARI_ELASTICSEARCH_URL" in done.stderr and "s3cr3t" not in done.stderr


def test_a_prefix_that_would_open_the_indexes_of_others(secured: Secured, key_file: Path) -> None:
    done = setup(secured.url, key_file, "--prefix", "*")
    assert done.returncode == 1
    assert done.stderr.startswith("setup: PRAHARI_ELASTICSEARCH_PREFIX: '*': ")
    assert secured.keys == [] and secured.calls == []


def test_a_server_that_wants_tls(elasticsearch_url: str, key_file: Path, tmp_path: Path) -> None:
    server = Secured(elasticsearch_url)
    server.certificate = self_signed(tmp_path / "tls")
    with server:
        done = setup(server.url.replace("https", "http"), key_file, "--wait", "0")
    assert done.returncode == 1 and "write https://" in done.stderr


def test_no_password(key_file: Path) -> None:
    done = setup("http://127.0.0.1:9", key_file, password="")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "PRAHARI_ELASTICSEARCH_PASSWORD is not set" in done.stderr


def test_a_place_that_cannot_be_written(secured: Secured, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = setup(secured.url, tmp_path / "file" / "crawler.key")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert str(tmp_path / "file") in done.stderr


def test_the_crawler_may_write_documents_and_manage_nothing() -> None:
    rights = role()
    assert rights["cluster"] == ["monitor"]
    [indices] = rights["indices"]
    assert indices["names"] == ["prahari-*"]
    assert set(indices["privileges"]) >= {"read", *WRITING}
    assert not set(indices["privileges"]) & {
        "all",
        "manage",
        "create_index",
        "delete_index",
        "auto_configure",
    }
