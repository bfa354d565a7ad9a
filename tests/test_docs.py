"""The documents say what is there: commands, targets, settings, modules, dependencies, examples."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import grimp
import pytest
from scrapy.cmdline import _get_commands_from_module
from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from crawler import settings
from crawler.outlet import Outlet
from crawler.registry import load_outlets
from pipelines.chain import STAGES_KEEPING_ALL, STAGES_WITHOUT_STORE
from pipelines.stage import StagePipeline
from tests.newsroom import Newsroom, stories
from tests.project import PROJECT, Installation

PACKAGES = ("crawler", "pipelines", "scheduler", "search")
BUILT_IN = frozenset({"crawl", "list"})
"""Commands of Scrapy's own that the documents may name."""

DISTRIBUTIONS = {
    "ahocorasick_rs": "ahocorasick-rs",
    "elastic_transport": "elasticsearch",  # what the client is made of
    "pydantic_core": "pydantic",  # pydantic is made of it and pins it
    "prometheus_client": "prometheus-client",
    "pythonjsonlogger": "python-json-logger",
    "twisted": "scrapy",  # what Scrapy is made of
}
"""Import name → line of requirements.in, where they differ."""
NOT_IMPORTED = {
    "psycopg": "SQLAlchemy loads the driver that the store's URL names",
    "brotli": "Scrapy decompresses with it if it is there",
}


def document(name: str) -> str:
    return (PROJECT / name).read_text("utf-8")


def named(pattern: str, *documents: str) -> list[tuple[str, str]]:
    """(document, what the pattern's group finds), each once."""
    found = ((name, hit) for name in documents for hit in re.findall(pattern, document(name), re.M))
    return list(dict.fromkeys(found))


def code_blocks(language: str) -> list[str]:
    """CONTRIBUTING's fenced blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", document("CONTRIBUTING.md"), re.M | re.S)


def table(name: str, heading: str) -> dict[str, str]:
    """First column → second column of the table under a heading row; the header line itself left out."""
    rows = document(name).split(f"| {heading} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    cells = [row.strip("| ").split(" | ") for row in rows]
    return {row[0]: row[1] for row in cells}


def requirements(name: str) -> set[str]:
    """The distributions that a requirements file names."""
    lines = (line.split("#")[0].strip() for line in document(name).splitlines())
    return {re.split(r"[\[<>=!~ ;]", line)[0] for line in lines if line}


# --- commands and targets ------------------------------------------------------------------------------


@cache
def own_commands() -> dict[str, ScrapyCommand]:
    """The project's commands, as Scrapy's command line finds them."""
    found: dict[str, ScrapyCommand] = _get_commands_from_module(settings.COMMANDS_MODULE, inproject=True)
    for command in found.values():
        command.settings = Settings()
    return found


def makefile_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", document("Makefile"), re.M))


# In running text a command stands in backquotes, in a block or a table's cell at its beginning or after them.
_SCRAPY = r"(?:^ {4}|`|Example: |; )(?:\.venv/bin/)?scrapy ([a-z]+)"


@pytest.mark.parametrize(
    ("where", "command"), named(_SCRAPY, "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "ADMINISTRATION.md")
)
def test_a_command_that_is_named_exists(where: str, command: str) -> None:
    assert command in own_commands() or command in BUILT_IN, where


def test_the_readme_names_enough_to_be_checked() -> None:
    assert len(named(_SCRAPY, "README.md")) >= 10


@pytest.mark.parametrize(
    ("where", "target"), named(r"\bmake ([a-z]+)", "README.md", "CONTRIBUTING.md", "ADMINISTRATION.md")
)
def test_a_target_that_is_named_exists(where: str, target: str) -> None:
    if target not in ("and",):  # "Python, make and git"
        assert target in makefile_targets(), where


def test_contributing_names_every_target() -> None:
    told = {target for _, target in named(r"\bmake ([a-z]+)", "CONTRIBUTING.md")}
    assert makefile_targets() - {"help", "clean"} <= told


def test_modules_that_are_run_exist() -> None:
    files = (
        "README.md",
        "CONTRIBUTING.md",
        "ADMINISTRATION.md",
        "Makefile",
        "tools/setup.sh",
        "Dockerfile",
        "docker-compose.yml",
    )
    for where, module in named(r"python\"? -m ((?!pip\b|pytest|venv|compileall)[\w.]+)", *files):
        path = PROJECT.joinpath(*module.split("."))
        if path.with_suffix(".py").is_file() or (path / "__main__.py").is_file():
            continue
        told = [told for _, told in named(r"^Not there yet: `([\w./]+)`", "CONTRIBUTING.md")]
        assert any((PROJECT / file) in (path.with_suffix(".py"), path / "__main__.py") for file in told), (
            f"{where}: there is no module {module}"
        )


def test_what_is_said_to_be_missing_is_missing() -> None:
    for _, file in named(r"^Not there yet: `([\w./]+)`", "CONTRIBUTING.md"):
        assert not (PROJECT / file).exists(), (
            f"{file} is there now: delete its line 'Not there yet' in CONTRIBUTING.md"
        )


@pytest.mark.parametrize("name", sorted(own_commands()))
def test_a_command_has_an_example_in_its_help(name: str) -> None:
    assert re.search(rf"Example: .*scrapy {name}\b", own_commands()[name].long_desc())


@pytest.mark.parametrize("name", sorted(own_commands()))
def test_the_options_of_an_example_exist(name: str) -> None:
    command = own_commands()[name]
    parser = argparse.ArgumentParser(prog=name, conflict_handler="resolve")
    command.add_options(parser)
    known = {option for action in parser._actions for option in action.option_strings}
    text = command.long_desc() + "\n".join(
        line for where in ("README.md", "CONTRIBUTING.md") for line in lines_with(document(where), name)
    )
    assert set(re.findall(r"(?<=\s)--[a-z][a-z-]*|(?<=\s)-[a-z](?=\s)", text)) <= known


def lines_with(text: str, command: str) -> Iterator[str]:
    """Lines of code that begin with a command, without the remark after it."""
    for line in text.splitlines():
        if line.startswith(f"    scrapy {command}"):
            yield line.partition(" #")[0]


# --- settings ------------------------------------------------------------------------------------------


def settings_read() -> set[str]:
    return set(re.findall(r'_(?:env|number|whole|hours)\("(PRAHARI_\w+)"', document("crawler/settings.py")))


def test_settings_are_in_the_readme_and_the_other_way_round() -> None:
    cells = table("README.md", "setting | meaning | default")
    assert set(re.findall(r"`(PRAHARI_\w+)`", " ".join(cells))) == settings_read()


def test_no_file_reads_a_setting_that_is_none() -> None:
    for package in PACKAGES:
        for file in (PROJECT / package).rglob("*.py"):
            assert set(re.findall(r"PRAHARI_[A-Z_]+[A-Z]", file.read_text("utf-8"))) <= settings_read(), file


@pytest.mark.skipif(
    any(name.startswith("PRAHARI_") for name in os.environ), reason="the defaults are overridden"
)
@pytest.mark.parametrize(
    ("name", "default"),
    [
        (name, value)
        for name, value in re.findall(r"^\| `(PRAHARI_\w+)` \|.*\| ([\d.]+) \|$", document("README.md"), re.M)
        if name != "PRAHARI_DELAY"
    ],
)
def test_a_default_is_as_the_readme_says(name: str, default: str) -> None:
    assert float(getattr(settings, name)) == float(default)


# --- the architecture ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph() -> Any:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


_MODULE = rf"\b(?:{'|'.join(PACKAGES)})\.[a-z_]+(?:\.[a-z_]+)*"


def picture() -> list[str]:
    """The lines of ARCHITECTURE's picture."""
    return document("ARCHITECTURE.md").split("\n\n", 3)[2].splitlines()


def arrows() -> list[tuple[str, str]]:
    """Pairs of modules that an arrow joins in the picture, along a line or from one line down to another."""
    lines = picture()
    pairs = []
    for line in lines:
        for left, right in re.findall(rf"({_MODULE}) (?:──▶|◀──) (?=({_MODULE}))", line):
            pairs.append((left, right))
    for number, line in enumerate(lines):
        for column in (hit.start() for hit in re.finditer("▼", line)):
            above = number - 1
            while lines[above][column : column + 1] == "│":
                above -= 1
            ends = [module_at(lines[above], column), module_at(lines[number + 1], column)]
            if all(ends):
                pairs.append((str(ends[0]), str(ends[1])))
    return pairs


def module_at(line: str, column: int) -> str | None:
    return next((hit[0] for hit in re.finditer(_MODULE, line) if hit.start() <= column <= hit.end()), None)


def inside(graph: Any, module: str) -> set[str]:
    return {module, *graph.find_descendants(module)}


def test_the_modules_of_the_architecture_exist(graph: Any) -> None:
    text = document("ARCHITECTURE.md")
    modules = set(re.findall(_MODULE, text))
    assert len(modules) >= 20
    for module in sorted(modules):
        # pipelines.outbox.drain is a function: its module must be there, with that name in it
        owner, _, attribute = module.rpartition(".")
        known = module in graph.modules or (
            owner in graph.modules and hasattr(__import__(owner, fromlist=["_"]), attribute)
        )
        assert known, module


def test_the_arrows_are_imports(graph: Any) -> None:
    found = arrows()
    assert ("pipelines.storing", "pipelines.store") in found
    assert ("pipelines.store", "pipelines.outbox") in found
    assert ("pipelines.outbox", "search.index") in found
    for one, other in found:
        ends = inside(graph, one), inside(graph, other)
        assert any(
            graph.direct_import_exists(importer=a, imported=b)
            or graph.direct_import_exists(importer=b, imported=a)
            for a in ends[0]
            for b in ends[1]
        ), f"{one} and {other} do not know each other"


@pytest.mark.parametrize("used", ["crawler.registry", "crawler.sources", "crawler.visit", "pipelines.page"])
def test_the_spider_is_what_the_picture_joins(graph: Any, used: str) -> None:
    assert used in "\n".join(picture()) or used == "pipelines.page"
    assert any(used in graph.find_modules_directly_imported_by(m) for m in inside(graph, "crawler.spiders"))


def test_the_stages_stand_in_the_order_of_the_settings() -> None:
    drawn = re.findall(r"│  (pipelines\.\w+)( +worker process)?", "\n".join(picture()))
    order = sorted(settings.ITEM_PIPELINES.items(), key=lambda item: item[1])
    *stages, storing = [name.rsplit(".", 1) for name, _ in order]
    assert storing[0] == "pipelines.storing"
    functions = []
    for (module, name), (stage, worker) in zip(stages, drawn, strict=True):
        pipeline = getattr(__import__(module, fromlist=["_"]), name)
        # The crawler's own class may stand around a stage (crawler.amp), the function is the stage's.
        assert pipeline.function.__module__ == stage
        assert issubclass(pipeline, StagePipeline)
        assert pipeline.in_workers == bool(worker), module
        functions.append(pipeline.function)
    # CONTRIBUTING: a stage has the same place in chain.py. Extraction is no part of these: it takes a page.
    assert list(STAGES_WITHOUT_STORE) == functions[1:]
    assert len(STAGES_KEEPING_ALL) == len(STAGES_WITHOUT_STORE)


def test_the_four_packages_import_one_way_as_drawn(graph: Any) -> None:
    line = re.search(r"`(\w+(?: → \w+){3})`", document("ARCHITECTURE.md"))
    assert line
    layers = line[1].split(" → ")
    assert sorted(layers) == sorted(PACKAGES)
    for below, package in enumerate(layers):
        for upper in layers[:below]:
            wrong = {
                (module, imported)
                for module in inside(graph, package)
                for imported in graph.find_modules_directly_imported_by(module)
                if imported.split(".")[0] == upper
            }
            assert not wrong


# --- dependencies --------------------------------------------------------------------------------------


def test_every_dependency_has_its_reason() -> None:
    reasons = table("CONTRIBUTING.md", "package | what it does for us")
    assert set(reasons) == requirements("requirements.in") | requirements("requirements-dev.in")
    assert all(reasons.values())


def test_what_is_imported_is_required_and_the_other_way_round(graph: Any) -> None:
    imported = {module.split(".")[0] for module in graph.modules} - {*PACKAGES} - sys.stdlib_module_names
    needed = {DISTRIBUTIONS.get(name, name) for name in imported}
    required = requirements("requirements.in")
    assert needed - required == set(), "imported, but not in requirements.in"
    assert required - needed == set(NOT_IMPORTED), "in requirements.in, but not imported"


def test_requirements_are_pinned() -> None:
    for name in ("requirements", "requirements-dev"):
        pinned = {line.split("==")[0].split("[")[0].lower() for line in document(f"{name}.txt").splitlines()}
        wanted = {requirement.lower() for requirement in requirements(f"{name}.in")}
        assert wanted <= {p.replace("_", "-") for p in pinned}, name


# --- CONTRIBUTING, followed as written -----------------------------------------------------------------


@pytest.mark.newsroom
def test_the_outlet_of_the_example_can_be_added(tmp_path: Path) -> None:
    outlets = tmp_path / "outlets"
    outlets.mkdir()
    with Newsroom() as newsroom:
        text = code_blocks("toml")[0].replace(":8899", f":{newsroom.port}")
        (outlets / "navprabhat.toml").write_text(text, "utf-8")
        assert [*load_outlets(outlets)] == ["navprabhat"]  # raises if there is a mistake
        here = Installation(
            tmp_path / "data", outlets, {"PRAHARI_RELEVANT_ONLY": "0", "PRAHARI_WORKERS": "1"}
        )
        crawl = here.scrapy("crawl", "navprabhat")
        assert crawl.returncode == 0, crawl.stderr
        found = here.scrapy("search", "outlet:navprabhat", "-n", "3", "--json").stdout.splitlines()
        assert len(found) == 3


def test_the_extraction_rules_of_the_example_are_valid(tmp_path: Path) -> None:
    outlet, rules, _ = code_blocks("toml")
    file = tmp_path / "navprabhat.toml"
    file.write_text(outlet + "\n" + rules, "utf-8")
    read: Outlet = load_outlets(tmp_path)["navprabhat"]
    assert [rule.valid_until is None for rule in read.extraction] == [False, True]


def test_the_story_of_the_example_is_one(tmp_path: Path) -> None:
    (tmp_path / "example.toml").write_text(code_blocks("toml")[2], "utf-8")
    (story,) = stories.load(tmp_path)
    assert 5 <= len(story.text.paragraphs) <= 10
    assert 950 <= sum(map(len, story.text.paragraphs)) <= 2500
    assert {printing.outlet for printing in story.printings} == {"navprabhat"}


def test_the_term_of_the_example_is_no_duplicate_and_has_known_fields() -> None:
    from pipelines.vocabulary import Concept, load_vocabulary

    (line,) = code_blocks("json")
    term = json.loads(line)
    assert term["id"] not in load_vocabulary().concepts
    assert set(term) <= set(Concept.__dataclass_fields__)
    types = tomllib.loads(document("pipelines/vocabulary/types.toml"))
    assert term["type"] in types


@pytest.mark.parametrize("block", code_blocks("python"))
def test_code_that_is_shown_is_real(block: str) -> None:
    """Every line shown stands in one file of pipelines/, in this order."""
    lines = [line for line in block.splitlines() if line.strip()]
    for file in (PROJECT / "pipelines").glob("*.py"):
        rest = iter(file.read_text("utf-8").splitlines())
        if all(line in rest for line in lines):
            return
    pytest.fail(f"stands in no file: {lines[0]}")


@pytest.mark.parametrize("where", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "ADMINISTRATION.md"])
def test_files_that_are_named_exist(where: str) -> None:
    paths = set(
        re.findall(r"[`(]((?:crawler|pipelines|search|scheduler|tests|tools)/[\w./-]+)", document(where))
    )
    links = set(re.findall(r"\]\((\w+\.md)\)", document(where)))
    missing = {path for path in paths | links if not (PROJECT / path).exists()}
    assert not missing


# --- ADMINISTRATION ------------------------------------------------------------------------------------


def test_the_role_that_is_shown_is_the_one_that_the_crawler_gets() -> None:
    [shown] = re.findall(r"^```json\n(.*?)^```", document("ADMINISTRATION.md"), re.M | re.S)
    assert json.loads(shown) == json.loads(document("search/crawler_role.json"))


def test_services_volumes_and_variables_of_the_compose_file_are_those_that_are_told() -> None:
    compose, told = document("docker-compose.yml"), document("ADMINISTRATION.md")
    services, volumes = compose.split("\nservices:\n", 1)[1].split("\nvolumes:\n")
    named_there = table(
        "ADMINISTRATION.md", "service | what it does | limit of memory, and its variable in `.env`"
    )
    assert {name.strip("`") for name in named_there} == set(re.findall(r"^  ([a-z-]+):$", services, re.M))
    for volume in re.findall(r"^  ([a-z]+):", volumes, re.M):
        assert f"`{volume}`" in told
    for variable in re.findall(r"\$\{(\w+):", compose):
        assert variable == "PRAHARI_CONTACT" or f"`{variable}" in told, variable
    # what `docker compose exec` and `run` name
    for service in re.findall(r"docker compose (?:exec|restart|stop|run --rm)(?: -\S+)* ([a-z]\S*)", told):
        assert service in services, service
