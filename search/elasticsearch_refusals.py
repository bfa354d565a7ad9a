"""Why pages gave no story, on an Elasticsearch server: for the "pipeline health" of the Kibana dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.elasticsearch_aliased import AliasedIndex
from search.elasticsearch_document import refusal_source
from search.index import Refusal, Written


class ElasticsearchRefusals(AliasedIndex):
    """`search.index.RefusalIndex` on a server."""

    kind = "rejections"

    def write(self, refusals: Sequence[Refusal], gone: Mapping[str, int]) -> Written:
        """Write refusals, remove those that are `gone` (id → revision of their end). Raises IndexUnavailable
        if nothing was taken; what is neither acknowledged nor refused is to be sent again."""
        return self.write_all(refusals, refusal_source, gone)
