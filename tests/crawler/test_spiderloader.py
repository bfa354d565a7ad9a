"""The spider loader: a spider class for each outlet file."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from crawler.spiderloader import OUTLETS, OutletSpiderLoader, nearest
from crawler.spiders.due import AllSpider
from crawler.spiders.outlet import OutletSpider
from tests.crawler.test_registry import outlet, write


def loader(directory: Path) -> OutletSpiderLoader:
    settings = Settings(
        {
            "SPIDER_LOADER_CLASS": "crawler.spiderloader.OutletSpiderLoader",
            "PRAHARI_OUTLETS": str(directory),
        }
    )
    made = get_spider_loader(settings)
    assert isinstance(made, OutletSpiderLoader)
    return made


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for name in ("jagran", "amar-ujala", "sena"):
        write(tmp_path, name, outlet(name))
    return tmp_path


def test_list_is_the_outlets(directory: Path) -> None:
    assert loader(directory).list() == ["amar-ujala", "jagran", "sena"]


def test_load_makes_a_spider_of_an_outlet(directory: Path) -> None:
    made = loader(directory)
    spider = made.load("amar-ujala")
    assert issubclass(spider, OutletSpider)
    assert (spider.name, spider.outlet_ids, spider.__name__) == (
        "amar-ujala",
        ("amar-ujala",),
        "AmarUjalaSpider",
    )
    assert made.load("amar-ujala") is spider
    assert OutletSpider.outlet_ids == ()


def test_all_is_the_spider_of_what_is_due(directory: Path) -> None:
    made = loader(directory)
    assert made.load("all") is AllSpider
    assert "all" not in made.list()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("jagrn", "no outlet 'jagrn'; did you mean jagran?"),
        ("AMARUJALA", "no outlet 'AMARUJALA'; did you mean amar-ujala?"),
        ("ujala", "no outlet 'ujala'; did you mean amar-ujala?"),
        ("al", "no outlet 'al'; did you mean all?"),
        ("xyz", "no outlet 'xyz'"),
        ("", "no outlet ''"),
    ],
)
def test_unknown_names_suggest_the_nearest(directory: Path, name: str, message: str) -> None:
    with pytest.raises(KeyError) as caught:
        loader(directory).load(name)
    assert caught.value.args == (message,)


def test_a_faulty_file_is_logged_and_named(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(directory, "bad", outlet("bad", "interval = 1\n"))
    with caplog.at_level(logging.WARNING, "crawler.spiderloader"):
        made = loader(directory)
    assert [record.getMessage() for record in caplog.records] == [
        f"{directory}/bad.toml:6: interval: must be greater than or equal to 5, not 1"
    ]
    assert made.list() == ["amar-ujala", "jagran", "sena"]
    with pytest.raises(KeyError, match=r"outlet 'bad' has a faulty file: .*bad\.toml:6: interval"):
        made.load("bad")


def test_an_empty_registry_says_why(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="the directory has no outlet files"):
        loader(tmp_path).load("jagran")
    with pytest.raises(KeyError, match="none: outlets: no such directory"):
        loader(tmp_path / "none").load("jagran")


def test_requests_find_their_outlet_by_host(directory: Path) -> None:
    made = loader(directory)
    assert made.find_by_request(Request("https://www.jagran.example/a")) == ["jagran"]
    assert made.find_by_request(Request("https://m.jagran.example/a")) == []


def test_without_a_setting_the_shipped_outlets_are_meant() -> None:
    made = OutletSpiderLoader.from_settings(Settings())
    assert made.list() == sorted(path.stem for path in OUTLETS.glob("*.toml"))


def test_every_shipped_outlet_has_a_spider() -> None:
    made = loader(OUTLETS)
    assert [made.load(name).name for name in made.list()] == made.list()


def test_nearest_gives_three_at_most() -> None:
    assert nearest("news", ["news1", "news2", "news3", "news4"]) == ["news4", "news3", "news2"]
