"""Outlet files: every mistake is found, with its file, line and field; URLs find their outlet."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from crawler import tomllines
from crawler.registry import Registry, RegistryError, load_outlets
from pipelines.page import Hints

GOOD = """\
# A comment
id = "sena"
name_hi = "सेना समाचार"
name_en = "Sena Samachar"
home = "https://www.sena.example/"
hosts = ["www.sena.example"]
feed_hosts = ["feeds.example"]

[[sources]]
kind = "feed"
url = "https://feeds.example/sena"
status = "verified-by-source"
"""


def write(directory: Path, name: str, text: str | bytes) -> Path:
    path = directory / f"{name}.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def outlet(name: str, more: str = "", host: str = "") -> str:
    host = host or f"{name}.example"
    return (
        f'id = "{name}"\nname_hi = "समाचार"\nname_en = "News"\n'
        f'home = "https://{host}/"\nhosts = ["{host}"]\n{more}'
    )


def registry(directory: Path, **files: str) -> Registry:
    for name, text in files.items():
        write(directory, name.replace("_", "-"), text)
    return load_outlets(directory)


def problems(directory: Path) -> list[str]:
    """What strict loading says, without the directory."""
    with pytest.raises(RegistryError) as caught:
        load_outlets(directory)
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]
    return [line.removeprefix(f"{directory}/") for line in str(caught.value).splitlines()]


def test_a_good_file_says_what_it_says(tmp_path: Path) -> None:
    sena = registry(tmp_path, sena=GOOD)["sena"]
    assert sena.names == ("सेना समाचार", "Sena Samachar")
    assert sena.hosts == ("sena.example",)
    assert [source.url for source in sena.enabled_sources] == ["https://feeds.example/sena"]
    assert (sena.interval, sena.stories_per_day, sena.language, sena.day_first) == (60, None, "hi", True)
    assert sena.hints() == Hints()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "sena"', 'id = "senaa"', "2: id: is 'senaa', but the file is named sena.toml"),
        ('id = "sena"\n', "", "1: id: is missing"),
        (
            'id = "sena"',
            'id = "Sena_1"',
            "2: id: must be lower-case ASCII letters, digits and single hyphens",
        ),
        ('id = "sena"', 'id = "all"', "2: id: 'all' already means something to `scrapy crawl`"),
        ('"सेना समाचार"', '"Sena"', "3: name_hi: must be written in Devanagari, not 'Sena'"),
        ('"Sena Samachar"', '" "', "4: name_en: is empty"),
        ('"Sena Samachar"', "7", "4: name_en: must be text in quotes, not 7"),
        ('"https://www.sena.example/"', '"sena.example"', "5: home: must be an absolute URL"),
        (
            '"https://www.sena.example/"',
            '"https://other.example/"',
            "5: home: other.example is not among hosts",
        ),
        ("[[sources]]", 'paths = ["/hi"]\n[[sources]]', "5: home: / begins with none of paths"),
        ('hosts = ["www.sena.example"]', "hosts = []", "6: hosts: must not be empty"),
        (
            'hosts = ["www.sena.example"]',
            'hosts = "www.sena.example"',
            '6: hosts: must be written as a list in brackets, such as ["a", "b"]',
        ),
        (
            'hosts = ["www.sena.example"]',
            'hosts = [\n  "www.sena.example",\n  "https://x.example/",  # not a host\n]',
            "8: hosts[1]: must be a host name alone, such as www.example.in",
        ),
        (
            '["www.sena.example"]',
            '["www.sena.example", "*.co.in"]',
            "6: hosts[1]: would take in names of others: '*.co.in'",
        ),
        (
            "[[sources]]",
            "interval = 4\n[[sources]]",
            "9: interval: must be greater than or equal to 5, not 4",
        ),
        (
            "[[sources]]",
            'cron = "0 0 30 2 *"\n[[sources]]',
            "9: cron: is a time that never comes: '0 0 30 2 *'",
        ),
        (
            "[[sources]]",
            'cron = "0 9 * * *"\nevery = 30\n[[sources]]',
            "9: cron: is one way to say when it is visited, and every is another: choose",
        ),
        (
            "[[sources]]",
            'quiet_hours = "23-5"\n[[sources]]',
            "9: quiet_hours: must be hours of the Indian day such as 23:00-05:30, or none, not '23-5'",
        ),
        (
            "[[sources]]",
            'interval = "15"\n[[sources]]',
            "9: interval: must be a whole number without quotes, not '15'",
        ),
        (
            "[[sources]]",
            "interval_max = 30\ninterval_min = 45\n[[sources]]",
            "10: interval_min: is 45 minutes, more than interval_max, 30",
        ),
        (
            "[[sources]]",
            "intervall = 15\n[[sources]]",
            "9: intervall: is no known field; did you mean interval?",
        ),
        ("[[sources]]", 'kind = "paper"\n[[sources]]', "9: kind: must be one of 'agency', "),
        ("[[sources]]", 'paths = ["hi"]\n[[sources]]', "9: paths[0]: must begin with /"),
        ("[[sources]]", 'checked = "2026-11-01"\n[[sources]]', "9: checked: must be a date such as"),
        (
            "[[sources]]",
            'status = "checked"\nchecked = 2026-11-01\n[[sources]]',
            "9: status: says 'checked', but no enabled source has",
        ),
        ("[[sources]]", "[sources]", "9: sources: must be written as [[sources]] tables"),
        ('kind = "feed"', 'kind = "rss"', "10: sources[0].kind: must be one of 'feed', 'sitemap'"),
        ('kind = "feed"\n', "", "9: sources[0].kind: is missing"),
        (
            '/sena"\nstatus',
            '/<state>"\nstatus',
            "11: sources[0].url: still has the placeholder <state> in it",
        ),
        ('/sena"\nstatus', '/?y=YYYY"\nstatus', "11: sources[0].url: still has the placeholder YYYY in it"),
        ('/sena"\nstatus', '/%3Cn%3E"\nstatus', "11: sources[0].url: still has the placeholder <n> in it"),
        ('/sena"\nstatus', '/a b"\nstatus', "11: sources[0].url: has white space in it"),
        (
            '/sena"\nstatus',
            '/sena#top"\nstatus',
            "11: sources[0].url: must have neither user name nor #fragment",
        ),
        ("https://feeds.example/sena", "ftp://feeds.example/", "11: sources[0].url: must be an absolute URL"),
        ("https://feeds.example/sena", "https://x:99999/", "11: sources[0].url: is no URL"),
        (
            "https://feeds.example/sena",
            "https://सेना.भारत/",
            "11: sources[0].url: has a host name outside ASCII",
        ),
        (
            "https://feeds.example/sena",
            "https://rss.sena.example/",
            "11: sources[0].url: rss.sena.example is neither among hosts nor among feed_hosts",
        ),
        ("verified-by-source", "verified", "12: sources[0].status: must be one of 'checked', "),
        (
            'status = "verified-by-source"\n',
            'contents = "title"\n',
            "12: sources[0].contents: is no known field; did you mean content?",
        ),
        (
            'status = "verified-by-source"\n',
            'enabled = "no"\n',
            "12: sources[0].enabled: must be true or false, not 'no'",
        ),
        (
            'status = "verified-by-source"\n',
            '\n[[sources]]\nkind = "feed"\nurl = "http://www.feeds.example/sena/"\n',
            "15: sources[1].url: is the same source as sources[0]",
        ),
        (
            'status = "verified-by-source"\n',
            'items = [".list a"]\n',
            "12: sources[0].items: is for sources of kind 'section' only, not 'feed'",
        ),
        (
            'status = "verified-by-source"\n',
            'categories = ["raksha"]\n',
            "12: sources[0].categories: is for sources of kind 'api' only, not 'feed'",
        ),
        (
            "https://feeds.example/sena",
            "https://feeds.example/{yyyy}-{mm}.xml",
            "11: sources[0].url: has places for a date, which only a sitemap may have",
        ),
        (
            'kind = "feed"\nurl = "https://feeds.example/sena',
            'kind = "sitemap"\nurl = "https://feeds.example/{mm}.xml',
            "11: sources[0].url: has places for a date, but none for the year ({yyyy})",
        ),
        (
            'kind = "feed"',
            'kind = "section"\nitems = ["a[", "b"]',
            "11: sources[0].items[0]: is no valid CSS selector",
        ),
        (
            'kind = "feed"',
            'kind = "api"\ncategories = ["रक्षा"]',
            "11: sources[0].categories[0]: must be a slug as it stands in addresses",
        ),
    ],
)
def test_one_mistake_is_one_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert GOOD.count(old) == 1 or old == "[[sources]]"
    write(tmp_path, "sena", GOOD.replace(old, new, 1))
    found = problems(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"sena.toml:{problem}"), found


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ('body = ["div["]', "14: extraction[0].body[0]: is no valid CSS selector ("),
        ('title = ["h1", "p:::x"]', "14: extraction[0].title[1]: is no valid CSS selector ("),
        ("""drop = ["//div[@class='a'"]""", "14: extraction[0].drop[0]: is no valid XPath selector ("),
        ('drop = ["(//p"]', "14: extraction[0].drop[0]: is no valid XPath selector ("),
        ('authors = ["//foo:bar"]', "14: extraction[0].authors[0]: is no valid XPath selector ("),
        ('published = ["/nothing(1)"]', "14: extraction[0].published[0]: is no valid XPath selector ("),
        (
            'published = ["(count(//p))"]',
            "14: extraction[0].published[0]: must select elements, attributes or",
        ),
        ('body = [""]', "14: extraction[0].body[0]: is empty"),
        ('body = "article"', "14: extraction[0].body: must be written as a list in brackets"),
        ('bodies = ["article"]', "14: extraction[0].bodies: is no known field; did you mean body?"),
        ('valid_until = "2026"', "14: extraction[0].valid_until: must be a date such as 2026-01-31"),
        ("[[extraction]]", "14: extraction[1]: extraction[0] is also the layout in use"),
    ],
)
def test_extraction_rules_are_checked(tmp_path: Path, rule: str, problem: str) -> None:
    write(tmp_path, "sena", f"{GOOD}[[extraction]]\n{rule}\n")
    found = problems(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"sena.toml:{problem}"), found


def test_sources_of_every_kind(tmp_path: Path) -> None:
    more = """
[[sources]]
kind = "sitemap"
url = "https://sena.example/sitemap-{yyyy}-{mm}-{dd}.xml"
archive = true

[[sources]]
kind = "section"
url = "https://sena.example/raksha/"
items = [".list a", "//h3/a"]

[[sources]]
kind = "api"
url = "https://sena.example/wp-json/wp/v2/posts"
categories = ["raksha", "%e0%a4%a6"]
"""
    sena = registry(tmp_path, sena=GOOD + more)["sena"]
    assert [source.kind for source in sena.sources] == ["feed", "sitemap", "section", "api"]
    # Archives are for looking back, not for news.
    assert [source.kind for source in sena.enabled_sources] == ["feed", "section", "api"]
    assert sena.sources[2].items == (".list a", "//h3/a")


def test_good_selectors_pass(tmp_path: Path) -> None:
    rules = """
day_first = false
[[extraction]]
body = ["div.story > p", "//div[has-class('story')]", "(//article)[1]"]
published = ["time::attr(datetime)", "//meta[re:test(@name, 'date')]/@content"]
[[extraction]]
valid_until = 2025-06-30
body = ["#old"]
[[extraction]]
valid_until = 2024-12-31
body = ["#older"]
"""
    sena = registry(tmp_path, sena=GOOD.replace("[[sources]]", f"{rules}[[sources]]"))["sena"]
    assert sena.hints().body[0] == "div.story > p"
    assert sena.hints().day_first is False
    assert sena.hints(date(2025, 7, 1)) == sena.hints()
    assert sena.hints(date(2025, 6, 30)).body == ("#old",)
    assert sena.hints(date(2024, 1, 1)).body == ("#older",)
    assert [layout.body for layout in sena.hints().older] == [("#old",), ("#older",)]
    assert [layout.body for layout in sena.hints(date(2025, 6, 30)).older] == [("#older",)]
    assert registry(tmp_path).hints(date(2024, 1, 1))["sena"].valid_until == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "x.toml:1: file: is empty"),
        (b"# nothing but a comment\n", "x.toml:1: file: is empty"),
        (b'id = "x"\nname_hi = "\xff\xfe"\n', "x.toml:2: file: is not UTF-8 (byte 0xff)"),
        (GOOD.encode("utf-16"), "x.toml:1: file: is not UTF-8 (byte 0xff)"),
        (b'id = "x"\nhome = https://x/\n', "x.toml:2: file: is not TOML: invalid value"),
        (b'id = "x"\nid = "y"\n', "x.toml:2: file: is not TOML: cannot overwrite a value"),
        (b'id = "x"\n\n[[sources]\n', "x.toml:3: file: is not TOML: expected "),
        (b'id = "x"\nhosts = [\n', "x.toml:2: file: is not TOML: "),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, problem: str) -> None:
    write(tmp_path, "x", content)
    found = problems(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(problem), found


def test_a_directory_in_place_of_a_file_and_a_missing_directory(tmp_path: Path) -> None:
    (tmp_path / "x.toml").mkdir()
    (tmp_path / "y.toml").symlink_to(tmp_path / "nowhere")
    assert problems(tmp_path) == [
        "x.toml:1: file: cannot be read: Is a directory",
        "y.toml:1: file: cannot be read: No such file or directory",
    ]
    missing = tmp_path / "none"
    assert [str(problem) for problem in load_outlets(missing, strict=False).problems] == [
        f"{missing}: outlets: no such directory"
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    write(tmp_path, "sena", GOOD).chmod(0)
    assert problems(tmp_path) == ["sena.toml:1: file: cannot be read: Permission denied"]


def test_every_problem_of_every_file_in_one_go(tmp_path: Path) -> None:
    write(
        tmp_path, "a", outlet("b", 'interval = 0\n[[sources]]\nkind = "feed"\nurl = "https://z.example/f"\n')
    )
    write(tmp_path, "c", b"")
    assert problems(tmp_path) == [
        "a.toml:1: id: is 'b', but the file is named a.toml",
        "a.toml:6: interval: must be greater than or equal to 5, not 0",
        "a.toml:9: sources[0].url: z.example is neither among hosts nor among feed_hosts",
        "c.toml:1: file: is empty",
    ]


def test_problems_are_shown_relative_to_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    directory = tmp_path / "crawler" / "outlets"
    directory.mkdir(parents=True)
    write(directory, "x", "")
    with pytest.raises(RegistryError, match=r"^crawler/outlets/x\.toml:1: file: is empty$"):
        load_outlets(directory)


def test_a_bad_file_costs_only_its_own_outlet(tmp_path: Path) -> None:
    write(tmp_path, "sena", GOOD)
    write(tmp_path, "broken", 'id = "broken"\n')
    found = load_outlets(tmp_path, strict=False)
    assert list(found) == ["sena"]
    assert {problem.field for problem in found.problems} == {"name_hi", "name_en", "home", "hosts"}


def test_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = GOOD.replace('"feed"', '"rss"').replace("\n", "\r\n")
    write(tmp_path, "sena", b"\xef\xbb\xbf" + text.encode())
    assert problems(tmp_path)[0].startswith("sena.toml:10: sources[0].kind:")


def test_two_outlets_cannot_have_one_host(tmp_path: Path) -> None:
    write(tmp_path, "a", outlet("a", host="www.x.example"))
    write(tmp_path, "b", outlet("b", host="x.example"))
    assert problems(tmp_path) == [f"b.toml:5: hosts: x.example belongs to {tmp_path}/a.toml already"]
    assert list(load_outlets(tmp_path, strict=False)) == ["a"]


def test_a_faulty_file_does_not_take_a_good_outlets_host(tmp_path: Path) -> None:
    write(tmp_path, "a", outlet("a", "interval = 1\n", host="x.example"))
    write(tmp_path, "b", outlet("b", host="x.example"))
    assert list(load_outlets(tmp_path, strict=False)) == ["b"]
    assert len(problems(tmp_path)) == 2


def test_two_outlets_cannot_have_one_source(tmp_path: Path) -> None:
    source = 'feed_hosts = ["f.example"]\n[[sources]]\nkind = "feed"\nurl = "https://f.example/1"\n'
    write(tmp_path, "a", outlet("a", source))
    write(tmp_path, "b", outlet("b", source))
    assert problems(tmp_path) == [
        f"b.toml:9: sources[0].url: is a source of {tmp_path}/a.toml already: 'https://f.example/1'"
    ]


def test_a_check_has_a_date(tmp_path: Path) -> None:
    text = GOOD.replace("verified-by-source", "checked").replace(
        "[[sources]]", 'status = "checked"\n[[sources]]'
    )
    write(tmp_path, "sena", text)
    assert problems(tmp_path) == [
        "sena.toml:9: status: says 'checked', but the line `checked = <date>` is missing"
    ]
    write(tmp_path, "sena", text.replace("[[sources]]", "checked = 2026-11-01\n[[sources]]"))
    assert load_outlets(tmp_path)["sena"].checked == date(2026, 11, 1)


def test_dead_sources_may_be_anywhere(tmp_path: Path) -> None:
    source = '[[sources]]\nkind = "feed"\nurl = "https://old.example/1"\nenabled = false\n'
    assert registry(tmp_path, a=outlet("a", source))["a"].enabled_sources == ()


# --- which outlet a URL belongs to -------------------------------------------------------------------


@pytest.fixture
def times(tmp_path: Path) -> Registry:
    return registry(
        tmp_path,
        times=outlet("times", host="www.times.example"),
        navbharat=outlet("navbharat", host="navbharat.times.example"),
        below=outlet("below").replace('["below.example"]', '["below.example", "*.below.example"]'),
        city=outlet("city", host="city.below.example"),
        un=outlet("un", 'paths = ["/hi/"]\n', host="news.un.example").replace("example/", "example/hi/"),
        un_mr=outlet("un-mr", 'paths = ["/hi/mr"]\n', host="news.un.example").replace(
            "example/", "example/hi/mr/"
        ),
        port=outlet("port", host="localhost:8001"),
        other_port=outlet("other-port", host="localhost:8002"),
        address=outlet("address", host="127.0.0.1"),
        six=outlet("six", host="[::1]:8000"),
        hindi=outlet("hindi", host="सेना.भारत".encode("idna").decode()),
    )


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://www.times.example/india/1", "times"),
        ("http://TIMES.example./india/1", "times"),
        ("https://navbharat.times.example/india/1", "navbharat"),
        ("https://www.navbharat.times.example/india/1", "navbharat"),
        ("https://maharashtra.times.example/1", None),
        ("https://nottimes.example/1", None),
        ("https://times.example.evil.example/1", None),
        ("https://times.example@evil.example/1", None),
        ("https://below.example/1", "below"),
        ("https://m.below.example/1", "below"),
        ("https://a.b.below.example/1", "below"),
        ("https://city.below.example/1", "city"),
        ("https://m.city.below.example/1", "below"),
        ("https://news.un.example/hi", "un"),
        ("https://news.un.example/hi/story/1", "un"),
        ("https://news.un.example/hi/mr/story/1", "un-mr"),
        ("https://news.un.example/hi/mrs", "un"),
        ("https://news.un.example/hindi", None),
        ("https://news.un.example/en/story/1", None),
        ("http://localhost:8001/1", "port"),
        ("http://localhost:8002/1", "other-port"),
        ("http://localhost/1", None),
        ("http://127.0.0.1:8123/1", "address"),
        ("http://10.127.0.0.1/1", None),
        ("http://[::1]:8000/1", "six"),
        ("https://www.सेना.भारत/1", "hindi"),
        ("feed://", None),
        ("http://[::1/", None),
        ("", None),
    ],
)
def test_outlet_for_url(times: Registry, url: str, owner: str | None) -> None:
    found = times.outlet_for_url(url)
    assert (found.id if found else None) == owner


@pytest.mark.parametrize(
    ("url", "announced_by", "owner"),
    [
        ("https://www.times.example/1", "navbharat", "times"),
        ("https://m.navbharat.times.example/1", "navbharat", "navbharat"),
        ("https://economic.times.example/1", "navbharat", None),
        ("https://m.times.example/1", "times", "times"),
        ("https://news.un.example/en/1", "un", "un"),
        ("https://elsewhere.example/1", "times", None),
    ],
)
def test_owner_of_an_announced_page(times: Registry, url: str, announced_by: str, owner: str | None) -> None:
    found = times.owner(url, announced_by=times[announced_by])
    assert (found.id if found else None) == owner


def test_the_registry_is_sorted_by_id(times: Registry) -> None:
    assert list(times) == sorted(times)
    assert len(times) == 11


# --- lines in TOML -----------------------------------------------------------------------------------


def test_lines_of_everything_that_toml_can_say() -> None:
    text = '''\
# comment = "not a key"
title = """first
[not.a.header]
x = 1 \\" """
a.b."c.d" = 1  # dotted
literal = \'\'\'
'' = 2\'\'\'
list = [ # comment ]
  "x, ]", 'y',
  { k = [1, 2], "m" = { n = """
""" } },

  [3]
]
[table]
"key" = 1979-05-27 07:32:00
[[many]]
x = 1
[many.inner]
y = 2
[[many.deep]]
z = 3
[[many.deep]]
z = 4
[[many]]
x = 5
[[many.deep]]
z = 6
'''
    expected: dict[tomllines.Path, int] = {
        ("title",): 2,
        ("a", "b", "c.d"): 5,
        ("literal",): 6,
        ("list",): 8,
        ("list", 0): 9,
        ("list", 1): 9,
        ("list", 2): 10,
        ("list", 2, "k", 1): 10,
        ("list", 2, "m", "n"): 10,
        ("list", 3): 13,
        ("list", 3, 0): 13,
        ("table",): 15,
        ("table", "key"): 16,
        ("many",): 17,
        ("many", 0): 17,
        ("many", 0, "inner", "y"): 20,
        ("many", 0, "deep", 0, "z"): 22,
        ("many", 0, "deep", 1): 23,
        ("many", 1): 25,
        ("many", 1, "deep", 0, "z"): 28,
    }
    lines = tomllines.lines_of(text)
    assert {path: lines.get(path) for path in expected} == expected
    assert set(_paths(tomllib.loads(text))) == set(lines)
    assert tomllines.line_of(lines, ("many", 1, "missing")) == 25
    assert tomllines.line_of(lines, ("nowhere", 3)) == 1


_scalars = st.text(max_size=8) | st.integers(-9, 9) | st.booleans() | st.just('"""\n[x]\n') | st.just("'''#")
_keys = st.text("ab.\"' =[#क", min_size=1, max_size=4)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(_keys, _values, max_size=4))
def test_every_value_of_any_document_has_a_line(data: dict[str, Any]) -> None:
    text = tomlkit.dumps(data)
    lines = tomllines.lines_of(text)
    assert set(lines) == set(_paths(tomllib.loads(text)))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


def _paths(value: Any, around: tomllines.Path = ()) -> Iterator[tomllines.Path]:
    """The path of everything in a document."""
    inside: Any = value.items() if isinstance(value, Mapping) else ()
    if isinstance(value, list):
        inside = enumerate(value)
    for key, part in inside:
        yield (*around, key)
        yield from _paths(part, (*around, key))
