"""The node's home: the server's own jars from Maven Central, laid out as a distribution has them.

    pom.xml ─▶ mvn dependency:copy-dependencies ─▶ lib/, modules/transport-netty4/
    launcher/*.java, plugin/*.java ─▶ javac ─▶ launcher/, plugins/prahari-analysis/
                                                └▶ a folder in the user's cache, named by what it was made of

Made once; another pom or other Java sources make another folder.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

SOURCES = Path(__file__).with_name("node")
OLDEST_JAVA = 21
"""The server's class files are of this release."""
_LAYOUT = 1
"""Goes up when the code below lays out another folder of the same sources."""
_DESCRIPTOR = """\
description={name}, for Prahari's tests
version={version}
name={name}
classname={classname}
{module}java.version={java}
elasticsearch.version={version}
"""


class Missing(Exception):
    """What the tests need and this machine has not; the message says what to install."""


@dataclass(frozen=True)
class Tools:
    """The programs that make and run the node."""

    java: Path
    javac: Path
    jar: Path
    maven: Path


def tools() -> Tools:
    """Raises Missing where there is no JDK of `OLDEST_JAVA` or newer, or no Maven."""
    maven = shutil.which("mvn")
    if maven is None:
        raise Missing("no Maven here: install Debian's package maven")
    for home in _java_homes():
        programs = [home / "bin" / name for name in ("java", "javac", "jar")]
        if all(program.exists() for program in programs) and _release(programs[0]) >= OLDEST_JAVA:
            return Tools(java=programs[0], javac=programs[1], jar=programs[2], maven=Path(maven))
    raise Missing(f"no JDK {OLDEST_JAVA} or newer here (looked at JAVA_HOME, PATH and /usr/lib/jvm)")


def _java_homes() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named)
    if found := shutil.which("javac"):
        yield Path(found).resolve().parent.parent
    yield from sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)


def _release(java: Path) -> int:
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def version() -> str:
    """The server's version, as the pom states it."""
    found = re.search(r"<elasticsearch.version>([\d.]+)<", (SOURCES / "pom.xml").read_text())
    assert found is not None
    return found[1]


def home(with_tools: Tools) -> Path:
    """The folder, made if it is not there yet. Raises Missing if Maven cannot fetch the jars."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "prahari"
    made = cache / f"elasticsearch-{version()}-{_fingerprint()}"
    cache.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(cache / ".lock"):
        if not made.exists():
            with tempfile.TemporaryDirectory(dir=cache) as folder:
                _lay_out(Path(folder) / "home", with_tools)
                (Path(folder) / "home").rename(made)
    return made


def _fingerprint() -> str:
    digest = sha256(str(_LAYOUT).encode())
    for file in sorted(SOURCES.rglob("*")):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lay_out(home: Path, with_tools: Tools) -> None:
    lib, netty, plugin = home / "lib", home / "modules" / "transport-netty4", home / "plugins" / "prahari"
    for folder in (lib, netty, plugin, home / "launcher"):
        folder.mkdir(parents=True)
    _run(
        [with_tools.maven, "-q", "-B", "-f", SOURCES / "pom.xml", "dependency:copy-dependencies",
         f"-DoutputDirectory={lib}"],
        "Maven could not fetch the server's jars",
        JAVA_HOME=str(with_tools.java.parent.parent),
    )  # fmt: skip
    jars = list(lib.glob("*.jar"))
    _compile(with_tools, SOURCES / "launcher", home / "launcher", jars)
    classes = home / "classes"
    _compile(with_tools, SOURCES / "plugin", classes, jars)
    _run([with_tools.jar, "--create", "--file", plugin / "prahari.jar", "-C", classes, "."], "jar failed")
    shutil.rmtree(classes)
    for jar in jars:
        if jar.name.startswith(("transport-netty4-", "netty-")):
            jar.rename(netty / jar.name)
    _describe(netty, "transport-netty4", "org.elasticsearch.transport.netty4.Netty4Plugin",
              "org.elasticsearch.transport.netty4")  # fmt: skip
    _describe(plugin, "prahari", "in.prahari.analysis.AnalysisCommon")
    shutil.copytree(SOURCES / "config", home / "config")


def _describe(folder: Path, name: str, classname: str, module: str = "") -> None:
    line = f"modulename={module}\n" if module else ""
    text = _DESCRIPTOR.format(
        name=name, classname=classname, module=line, version=version(), java=OLDEST_JAVA
    )
    (folder / "plugin-descriptor.properties").write_text(text)


def _compile(with_tools: Tools, sources: Path, classes: Path, jars: list[Path]) -> None:
    _run(
        [with_tools.javac, "--release", str(OLDEST_JAVA), "-cp", ":".join(map(str, jars)), "-d", classes,
         *sorted(sources.rglob("*.java"))],
        "javac failed",
    )  # fmt: skip


def _run(command: list[str | Path], failure: str, **environment: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)
    if done.returncode:
        raise Missing(f"{failure}: {(done.stdout + done.stderr).strip()[:2000]}")
