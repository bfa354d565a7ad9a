"""Why pages gave no story, on an Elasticsearch server: for the "pipeline health" of the Kibana dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.elasticsearch_aliased import AliasedIndex
from search.elasticsearch_client import explained
from search.elasticsearch_document import refusal_source, to_bytes
from search.elasticsearch_writing import Write
from search.index import Refusal, Refused, Written


class ElasticsearchRefusals(AliasedIndex):
    """`search.index.RefusalIndex` on a server."""

    kind = "rejections"

    def write(self, refusals: Sequence[Refusal], gone: Mapping[str, int]) -> Written:
        """Write refusals, remove those that are `gone` (id → revision of their end). Raises IndexUnavailable
        if nothing was taken; what is neither acknowledged nor refused is to be sent again."""
        writes = [Write(id, revision, None) for id, revision in gone.items()]
        refused: list[Refused] = []
        for one in refusals:
            try:
                writes.append(Write(one.id, one.revision, to_bytes(refusal_source(one))))
            except ValueError as error:
                refused.append(Refused(one.id, f"cannot be indexed: {error}"))
        if not writes:
            return Written({}, tuple(refused))
        with explained(self.connection):
            written = self.writer().write(writes)
        return Written(written.acknowledged, (*refused, *written.refused))
