"""Commands of the project in processes that are forked from one that has imported them already.

Each is a process of its own all the same, with its own environment, arguments, streams, files and exit code;
only the second of CPU that the imports take is spent once for hundreds of commands and crawls. A crawl's
workers are begun as ever.

    run() ──unix socket──▶ server (python -m tests.warm) ──fork──▶ keeper, which tells pid and exit code
                                                                     └─fork─▶ the command
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import IO, NoReturn

from tests.orphans import end_with_parent

PROJECT = Path(__file__).resolve().parent.parent
REQUEST = 1 << 20
SCRAPY = "scrapy"


def run(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    stdin: bytes = b"",
    timeout: float = 120,
    program: str = SCRAPY,
) -> subprocess.CompletedProcess[bytes]:
    """``python -m PROGRAM ARGUMENTS`` to its end, whatever its exit code. Raises TimeoutExpired as
    subprocess.run."""
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        told.write(stdin)
        told.seek(0)
        code = _run(program, arguments, environment, (told, out, err), timeout)
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess([program, *arguments], code, out.read(), err.read())


def python(
    program: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    stdin: str = "",
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """As `run`, with text in UTF-8."""
    done = run(arguments, environment, stdin.encode(), timeout, program)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def scrapy(
    arguments: Sequence[str], environment: Mapping[str, str], stdin: str = "", timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """``scrapy ARGUMENTS`` to its end, as `run`, with text in UTF-8."""
    return python(SCRAPY, arguments, environment, stdin, timeout)


def _run(
    program: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    streams: Sequence[IO[bytes]],
    timeout: float,
) -> int:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
        connection.connect(_server())
        told = {"program": program, "arguments": list(arguments), "environment": dict(environment)}
        request = json.dumps(told).encode()
        assert len(request) < REQUEST
        socket.send_fds(connection, [request], [file.fileno() for file in streams])
        pid = int(connection.recv(64))
        connection.settimeout(timeout)
        try:
            return int(connection.recv(64))
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired([program, *arguments], timeout) from None


@cache
def _server() -> str:
    """The socket of this process's server, started when first asked for; it ends with this process."""
    path = f"{tempfile.mkdtemp(prefix='prahari-warm-')}/socket"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.warm", path],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        preexec_fn=partial(end_with_parent, signal.SIGKILL),
    )
    assert process.stdout is not None and process.stdout.readline() == b"ready\n"
    atexit.register(process.kill)
    return path


def _serve(path: str) -> NoReturn:
    _warm_up()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
        server.bind(path)
        server.listen(64)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            connection, _ = server.accept()
            if os.fork() == 0:
                server.close()
                _keep(connection)
            connection.close()
            _bury()


def _bury() -> None:
    """Keepers that have ended: not left to the kernel (SIG_IGN), which would not count their CPU as ours."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def _warm_up() -> None:
    from scrapy.utils.misc import walk_modules_iter

    from pipelines.copies.frequency import stem_frequency

    for _ in walk_modules_iter("crawler"):
        pass
    for module in ("alembic.command", "scrapy.core.downloader.handlers.http11", "scrapy.core.engine"):
        importlib.import_module(module)
    stem_frequency("सेना")  # the first story that is stored would read the list
    # Each process chooses its own; and a fork with threads of another is a gamble.
    assert "twisted.internet.reactor" not in sys.modules and threading.active_count() == 1
    gc.freeze()


def _keep(connection: socket.socket) -> NoReturn:
    request, streams, _, _ = socket.recv_fds(connection, REQUEST, 3)
    child = os.fork()
    if child == 0:
        connection.close()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        _command(**json.loads(request))
    connection.send(str(child).encode())
    _, status = os.waitpid(child, 0)
    with suppress(BrokenPipeError):  # the caller had no more patience
        connection.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _command(program: str, arguments: list[str], environment: dict[str, str]) -> NoReturn:
    """As ``python -m PROGRAM`` from here on: how it ends is how this process ends."""
    os.environ.clear()
    os.environ.update(environment)
    # It read the environment when it was imported.
    importlib.reload(sys.modules["crawler.settings"])
    sys.argv = [program, *arguments]
    runpy.run_module(program, run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    _serve(sys.argv[1])
