"""The two names by which everybody knows our index, and what stands behind them.

    prahari-stories          read  ─┐
    prahari-stories-write    write ─┴▶ prahari-stories-v000001

Whoever else puts an index behind one of them, or names one so, is told before anything is made or written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from elasticsearch import Elasticsearch

from search.index import IndexUnavailable

FACTS: Final = "*.settings.index.uuid,*.mappings._meta"
"""What of an index's description `concretes` needs."""
SEVERAL: Final = "more than one write index"
"""What the server says where another process has moved the write alias meanwhile."""


@dataclass(frozen=True, slots=True)
class Concrete:
    """A concrete index on the server."""

    name: str
    uuid: str
    """Made by the server; an index of the same name that was lost and made again has another one."""
    fingerprint: str
    """Of the template that it was made of; empty if it is not ours."""


def concretes(body: Mapping[str, Any]) -> list[Concrete]:
    """The indexes that an answer with `FACTS` describes."""
    made = []
    for name, facts in body.items():
        meta = facts.get("mappings", {}).get("_meta", {}).get("prahari", {})
        made.append(Concrete(name, facts["settings"]["index"]["uuid"], meta.get("fingerprint", "")))
    return made


class Aliases:
    """The aliases of one kind of index."""

    def __init__(self, client: Elasticsearch, read: str) -> None:
        self._client = client
        self.read = read
        """Alias for searches."""
        self.write = f"{read}-write"
        """Alias for writing: exactly one concrete index stands behind it."""
        self._ours = re.compile(rf"{re.escape(read)}-v(\d+)")

    def filling(self, concrete: Concrete) -> str:
        """The alias through which an index is written to before it is active."""
        return f"{self.read}-filling{concrete.name.removeprefix(self.read)}"

    def number(self, name: str) -> int | None:
        """The number in the name of a concrete index of ours; None for another name."""
        found = self._ours.fullmatch(name)
        return int(found[1]) if found else None

    def active(self) -> Concrete | None:
        """What stands behind the write alias; None if there is none. Raises IndexUnavailable for several, and
        where one of the two names is an index, or stands for one that is none of ours."""
        behind = self._behind()
        for concrete, aliases in behind:
            self._check(concrete, aliases)
        writing = [concrete for concrete, aliases in behind if self.write in aliases]
        if len(writing) > 1:
            names = ", ".join(concrete.name for concrete in writing)
            raise IndexUnavailable(f"behind the alias {self.write} stand {names}: leave it one of them")
        return writing[0] if writing else None

    def alone(self, concrete: Concrete) -> bool:
        """Whether it stands behind both aliases, and no other does behind either."""
        behind = self._behind()
        return [one for one, _ in behind] == [concrete] and {self.read, self.write} <= behind[0][1]

    def move(self, new: Concrete, others: Sequence[Concrete]) -> None:
        """Both aliases name `new` alone from now on, in one step; it and `others` are not filled any more."""
        # By name: if yet another comes behind the write alias meanwhile, the server refuses a second.
        cleared = {one.name: one for one in (*(one for one, _ in self._behind()), *others) if one != new}
        self._client.indices.update_aliases(
            actions=[
                *(
                    {"remove": {"index": name, "aliases": self._all_of(one), "must_exist": False}}
                    for name, one in cleared.items()
                ),
                {"remove": {"index": new.name, "alias": self.filling(new), "must_exist": False}},
                {"add": {"index": new.name, "alias": self.read}},
                {"add": {"index": new.name, "alias": self.write, "is_write_index": True}},
            ]
        )

    def _all_of(self, concrete: Concrete) -> list[str]:
        return [self.read, self.write, self.filling(concrete)]

    def _behind(self) -> list[tuple[Concrete, frozenset[str]]]:
        """What the two names lead to, with all its aliases."""
        found = self._client.indices.get(
            index=[self.read, self.write],
            features="aliases,mappings,settings",
            filter_path=f"{FACTS},*.aliases",
            ignore_unavailable=True,
        )
        return [
            (concrete, frozenset(found.body[concrete.name].get("aliases", ())))
            for concrete in concretes(found.body)
        ]

    def _check(self, concrete: Concrete, aliases: frozenset[str]) -> None:
        """Raises IndexUnavailable for what is none of ours."""
        another = "choose another PRAHARI_ELASTICSEARCH_PREFIX"
        if concrete.name in (self.read, self.write):
            raise IndexUnavailable(
                f"an index is named {concrete.name}, as our alias must be: remove it, or {another}"
            )
        if self.number(concrete.name) is None:
            alias = self.write if self.write in aliases else self.read
            raise IndexUnavailable(
                f"behind the alias {alias} stands {concrete.name}, which is none of Prahari's: take the "
                f"alias off it, or {another}"
            )
