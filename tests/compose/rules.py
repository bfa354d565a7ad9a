"""What docker-compose.yml must be, said of what ``docker compose config`` makes of it."""

from __future__ import annotations

import graphlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

ONCE = frozenset({"setup", "kibana-objects"})
"""Services that run to their end."""
VENDOR = frozenset({"elasticsearch", "kibana"})
OWN = frozenset({"setup", "kibana-objects", "crawler", "worker"})
"""Services of our own image."""
ADMINISTRATORS = frozenset({"elasticsearch", "setup", "kibana-objects"})
"""Services that may know the password of `elastic`."""
_SECRET = re.compile(r"PASSWORD|ENCRYPTIONKEY|API_KEY\b|TOKEN", re.I)
_CONDITIONS = {
    ("setup", "elasticsearch"): "service_healthy",
    ("kibana", "elasticsearch"): "service_healthy",
    ("kibana", "setup"): "service_completed_successfully",
    ("kibana-objects", "kibana"): "service_healthy",
    ("crawler", "setup"): "service_completed_successfully",
    ("worker", "setup"): "service_completed_successfully",
}


def complaints(file: Mapping[str, Any], secrets: Mapping[str, str]) -> list[str]:
    """Everything that is wrong; empty if nothing is. ``secrets``: the values of .env by name."""
    services: dict[str, Any] = file["services"]
    if set(services) != VENDOR | OWN:
        return [f"services are {sorted(services)}"]
    found = [*_images(services), *_order(services), *_secrets(file, secrets), *_elasticsearch(services)]
    for name, service in services.items():
        found += [f"{name}: {line}" for line in _service(name, service, file.get("volumes") or {})]
    return found


def _images(services: Mapping[str, Any]) -> Iterator[str]:
    tags = {services[name]["image"].rpartition(":")[2] for name in VENDOR}
    if len(tags) != 1 or not all(re.fullmatch(r"\d+\.\d+\.\d+", tag) for tag in tags):
        yield f"Elasticsearch and Kibana are not of one pinned version: {sorted(tags)}"


def _order(services: Mapping[str, Any]) -> Iterator[str]:
    after = {name: service.get("depends_on") or {} for name, service in services.items()}
    try:
        graphlib.TopologicalSorter(after).prepare()
    except graphlib.CycleError as error:
        yield f"services wait for each other: {error.args[1]}"
    for (name, other), condition in _CONDITIONS.items():
        if after[name].get(other, {}).get("condition") != condition:
            yield f"{name} must wait for {other}: {condition}"
    for name, others in after.items():
        for other, how in others.items():
            if how["condition"] == "service_healthy" and "healthcheck" not in services[other]:
                yield f"{name} waits for the health of {other}, which has no check"


def _secrets(file: Mapping[str, Any], secrets: Mapping[str, str]) -> Iterator[str]:
    for name, service in file["services"].items():
        environment: dict[str, str | None] = service.get("environment") or {}
        for variable, value in environment.items():
            if not value or variable.endswith("_FILE"):
                continue  # a secret that nobody has set is none
            if _SECRET.search(variable) and value not in secrets.values():
                yield f"{name}: {variable} does not come from .env"
        told = [*environment.values(), *(service.get("command") or []), str(service.get("healthcheck"))]
        if name not in ADMINISTRATORS and any(secrets["ELASTIC_PASSWORD"] in (t or "") for t in told):
            yield f"{name}: knows the administrator's password"
        shown = [*(service.get("command") or []), *(service.get("healthcheck") or {}).get("test", [])]
        if any(secret in text for secret in secrets.values() for text in shown):
            yield f"{name}: a secret stands in a command, where the process list shows it"


def _elasticsearch(services: Mapping[str, Any]) -> Iterator[str]:
    service = services["elasticsearch"]
    environment = service["environment"]
    wanted = {
        "xpack.security.enabled": "true",
        "xpack.security.enrollment.enabled": "false",
        "discovery.type": "single-node",
        "bootstrap.memory_lock": "true",
    }
    yield from (f"elasticsearch: {k} is not {v}" for k, v in wanted.items() if environment.get(k) != v)
    heaps = {_bytes(size) for size in re.findall(r"-Xm[sx](\w+)", environment.get("ES_JAVA_OPTS", ""))}
    if heaps != {int(service.get("mem_limit", 0)) // 2}:
        yield "elasticsearch: the heap is not half of the memory"
    limits = service.get("ulimits") or {}
    if limits.get("memlock") != {"soft": -1, "hard": -1} or limits.get("nofile", {}).get("soft", 0) < 65536:
        yield "elasticsearch: ulimits of memlock and nofile"
    check = " ".join((service.get("healthcheck") or {}).get("test", []))
    if "ELASTIC_PASSWORD" not in check or "--fail" not in check:
        yield "elasticsearch: its check does not say who asks: a secured server answers 401"
    if '"level":"available"' not in " ".join((services["kibana"].get("healthcheck") or {}).get("test", [])):
        yield "kibana: its check does not ask for the level"


def _service(name: str, service: Mapping[str, Any], volumes: Mapping[str, Any]) -> Iterator[str]:
    for port in service.get("ports") or ():
        if port.get("host_ip") != "127.0.0.1":
            yield f"port {port['target']} is open to the network"
    if int(service.get("mem_limit") or 0) <= 0:
        yield "no memory limit"
    if service.get("privileged") or service.get("cap_drop") != ["ALL"] or service.get("cap_add"):
        yield "it has capabilities"
    if service.get("security_opt") != ["no-new-privileges:true"]:
        yield "it may gain privileges"
    if not {"max-size", "max-file"} <= set((service.get("logging") or {}).get("options") or {}):
        yield "its log grows without end"
    if service.get("restart") != ("no" if name in ONCE else "unless-stopped"):
        yield f"restart: {service.get('restart')}"
    if name not in ONCE and not (service.get("healthcheck") or {}).get("test"):
        yield "no health check"
    for volume in service.get("volumes") or ():
        if volume["type"] != "volume" or volume.get("source") not in volumes:
            yield f"{volume['target']} is no named volume"
    if name in OWN:
        if service.get("read_only") is not True or not service.get("tmpfs"):
            yield "its file system can be written"
        if service.get("user", "10001:10001").split(":")[0] in ("0", "root"):
            yield "it runs as root"
    if name in ("crawler", "worker"):
        yield from _crawls(service)
    if name == "crawler":
        yield from _crawler(service)
    if name == "worker":
        yield from _worker(service)


def _crawls(service: Mapping[str, Any]) -> Iterator[str]:
    environment = service["environment"]
    places = {volume["target"]: volume for volume in service.get("volumes") or ()}
    file = environment.get("PRAHARI_ELASTICSEARCH_API_KEY_FILE", "")
    if not places.get(file.rpartition("/")[0], {}).get("read_only"):
        yield "it has no API key file in a volume that it cannot change"
    if environment.get("PRAHARI_DATA") not in places:
        yield "its data is in no volume"
    if not environment.get("PRAHARI_CONTACT"):
        yield "no contact"
    if _seconds(service.get("stop_grace_period", "")) <= 10:
        yield "too little time to end: a crawl has 8 s"


def _crawler(service: Mapping[str, Any]) -> Iterator[str]:
    metrics = service["environment"].get("PRAHARI_METRICS") or ""
    if metrics.rpartition(":")[2] not in {str(port["target"]) for port in service.get("ports") or ()}:
        yield "its figures can be read by nobody"
    if service.get("profiles"):
        yield "it does not start by itself"


def _worker(service: Mapping[str, Any]) -> Iterator[str]:
    if service.get("profiles") != ["workers"]:
        yield "it starts though nobody asked for workers"
    if service.get("ports"):
        yield "several of it would want one port of the machine"
    if "--worker" not in (service.get("command") or ()):
        yield "it would stand by instead of crawling"
    if not service["environment"].get("PRAHARI_WORKER_METRICS", "").startswith("0.0.0.0:"):
        yield "its check asks where nobody answers"


def _seconds(duration: str) -> int:
    found = re.fullmatch(r"(?:(\d+)m)?(?:(\d+)s)?", duration)
    return int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0


def _bytes(size: str) -> int:
    return int(size[:-1]) * {"k": 2**10, "m": 2**20, "g": 2**30}[size[-1].lower()]
