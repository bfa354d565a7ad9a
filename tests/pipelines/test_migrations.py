"""Opening a database: new, old, newer than the code, somebody else's, or none at all."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pipelines.store import Store, StoreProblem
from pipelines.store.database import Database
from pipelines.store.schema import HEAD, VERSION_TABLE, alembic_config, current, upgrade
from pipelines.store.tables import metadata
from tests.pipelines.outcomes import full_story


def test_the_stated_head_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD]


def test_the_migrations_make_the_tables_of_the_code(store_url: str) -> None:
    database = Database(store_url)
    upgrade(database)
    with database.read() as connection:
        options = {"compare_server_default": True, "version_table": VERSION_TABLE}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        assert current(connection) == HEAD
    database.close()


def test_the_way_back_leaves_nothing(store_url: str) -> None:
    from alembic import command

    database = Database(store_url)
    upgrade(database)
    config = alembic_config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with database.read() as connection:
        assert sa.inspect(connection).get_table_names() == [VERSION_TABLE]
    upgrade(database)
    database.close()
    Store(store_url).close()


def test_rows_of_the_first_tables_come_along(store_url: str) -> None:
    from alembic import command

    database = Database(store_url)
    config = alembic_config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        number = connection.execute(
            sa.text(
                "INSERT INTO stories (id, url, outlet, fetched_at, dated, source_kind, source_url, authors,"
                " tags, tag_names, cluster_id, version, requested_url, revision) VALUES ('00000000000000aa',"
                " 'https://a.example/1', 'a', '2026-11-24 12:00:00', '2026-11-24 12:00:00', 'feed',"
                " 'https://a.example/rss', '[]', '[]', '[]', '00000000000000aa', 1, '', 3) RETURNING number"
            )
        ).scalar_one()
        connection.exec_driver_sql("INSERT INTO search_indexes (name) VALUES ('tantivy')")
        connection.exec_driver_sql(f"INSERT INTO outbox VALUES ('tantivy', {number}, 3)")
        false = "0" if database.dialect == "sqlite" else "false"
        for key, at in (("b", "2026-11-24 12:00:00.123456"), ("c", "2026-11-24 12:00:01.000000")):
            connection.exec_driver_sql(
                "INSERT INTO rejections (key, url, outlet, stage, reason, detail, first_at, at, attempts,"
                f" final, requested_url) VALUES ('{key}', 'https://a.example/{key}', 'a', 'fetch',"
                f" 'timeout', '', '{at}', '{at}', 1, {false}, '')"
            )
    database.close()
    with Store(store_url) as store:
        assert store.indexes() == [("tantivy", "stories")]
        assert store.pending_count("tantivy") == 1
        assert list(store.revisions()) == [("00000000000000aa", 3)]
        assert dict(store.revisions(holds="rejections")) == {"b": 1795521600123456, "c": 1795521601000000}
        store.register_index("refusals", "rejections")
        assert store.pending_count("refusals") == 2
        assert store.unlinked_count() == 1  # it is yet to be compared with others


def test_a_migration_that_fails_leaves_nothing(store_url: str) -> None:
    """Somebody else's table stands where ours is to be: nothing is touched, and the line says what."""
    database = Database(store_url)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE versions (whatever integer)")
    with pytest.raises(StoreProblem, match=r"versions.*already exists") as caught:
        Store(store_url)
    assert "\n" not in str(caught.value)
    with database.read() as connection:
        assert sa.inspect(connection).get_table_names() == ["versions"]
    database.close()


def test_other_tables_in_the_same_database_are_left_alone(store_url: str) -> None:
    database = Database(store_url)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num text)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('somebody else')")
    database.close()
    with Store(store_url) as store:
        assert store.save(full_story()).created


def test_a_newer_database_is_refused(store_url: str) -> None:
    Store(store_url).close()
    database = Database(store_url)
    with database.write() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    database.close()
    with pytest.raises(StoreProblem, match=r"schema 9999.*update the program") as caught:
        Store(store_url)
    assert "\n" not in str(caught.value)


def test_many_threads_open_a_new_database_at_once(store_url: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        for opened in list(threads.map(Store, [store_url] * 6)):
            assert opened.counts().stories == 0
            opened.close()


def open_with_others(url: str, start: Barrier) -> None:
    start.wait(60)
    Store(url).close()


def test_many_processes_open_a_new_database_at_once(processes: ForkServerContext, store_url: str) -> None:
    """They wait for one another before they open, so that all find it empty."""
    number = 6
    start = processes.Barrier(number)
    children = [processes.Process(target=open_with_others, args=(store_url, start)) for _ in range(number)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0] * number


# --- what cannot be opened ---------------------------------------------------------------------------


def refusal(url: str) -> str:
    with pytest.raises(StoreProblem) as caught:
        Store(url)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("यह कोई डेटाबेस नहीं है\n" * 100, encoding="utf-8")
    assert "file is not a database" in refusal(f"sqlite:///{path}")
    assert path.read_text(encoding="utf-8").startswith("यह")


def test_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "prahari.db"
    with Store(f"sqlite:///{path}") as store:
        store.save(full_story())
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert "malformed" in refusal(f"sqlite:///{path}")


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    assert "unable to open database file" in refusal(f"sqlite:///{tmp_path}")


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert "cannot make" in refusal(f"sqlite:///{tmp_path}/data/prahari.db")


def test_the_folder_is_made(tmp_path: Path) -> None:
    Store(f"sqlite:///{tmp_path}/new/folder/prahari.db").close()
    assert (tmp_path / "new/folder/prahari.db").exists()


@pytest.mark.parametrize("url", ["", "prahari.db", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d"])
def test_a_wrong_url_is_told_what_a_right_one_is(url: str) -> None:
    message = refusal(url)
    assert "expected sqlite:///" in message
    assert "secret" not in message


def test_a_server_that_is_not_there_and_a_password_that_is_not_shown() -> None:
    message = refusal("postgresql+psycopg://prahari:secret@127.0.0.1:1/prahari")
    assert "127.0.0.1:1" in message
    assert "refused" in message
    assert "secret" not in message


@pytest.mark.postgres
def test_a_database_that_is_not_there(postgres_url: str) -> None:
    assert "does not exist" in refusal(f"{postgres_url}_not")


@pytest.mark.postgres
@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg2", "postgres"])
def test_other_schemes_of_postgresql_are_understood(postgres_url: str, scheme: str) -> None:
    with Store(scheme + postgres_url.removeprefix("postgresql+psycopg")) as store:
        assert store.save(full_story()).created


def test_sqlite_runs_in_the_modes_that_survive_a_crash(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/prahari.db")
    with database.read() as connection:
        modes = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert modes == ["wal", 2, 1]
    database.close()
    with sqlite3.connect(f"{tmp_path}/prahari.db") as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
