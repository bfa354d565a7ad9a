"""A real store whose alarms are looked for, each time as if by another process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.services import Services, project_settings

BEGAN = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATER = BEGAN + timedelta(hours=5)
"""Long after the last story."""

Open = Callable[..., Services]


@pytest.fixture
def services(tmp_path: Path, empty_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens services on one store, as often as wanted: the second time it is another process that does."""
    opened = []
    (tmp_path / "outlets").mkdir()
    (tmp_path / "prahari.db").write_bytes(empty_sqlite.read_bytes())
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)

    def open_(**settings: object) -> Services:
        ours = project_settings()
        ours.setdict(
            {
                "PRAHARI_DATA": str(tmp_path),
                "PRAHARI_STORE": f"sqlite:///{tmp_path}/prahari.db",
                "PRAHARI_OUTLETS": str(tmp_path / "outlets"),
                "PRAHARI_ALARM_DISK_PERCENT": 0,
                **settings,
            },
            priority="cmdline",
        )
        opened.append(Services.open(ours))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()
