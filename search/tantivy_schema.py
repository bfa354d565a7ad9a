"""How a document lies in the Tantivy index. Whoever changes that, or the analysis, raises `FORMAT`.

Text is analysed by `search.analysis`, not by Tantivy: a field is given its tokens with spaces between
them, and a tokenizer that only splits at white space. It must be registered whenever an index is opened.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, get_args

import tantivy

from search.analysis import Field, terms
from search.facets import FACETS, facet_values
from search.filters import document_keys
from search.index import Document, Facet
from search.matching import PLACES, milliseconds
from search.query_tree import FilterField
from search.record import to_bytes

FORMAT: Final = 2
"""Of schema, stored record and analysis. An index of another format is rebuilt from the store."""

FORMS: Final[tuple[Field, ...]] = get_args(Field)
_TOKENIZER: Final = "spaces"


def text_field(place: str, form: Field) -> str:
    """The field with the tokens of one form of one place (`search.matching.PLACES`)."""
    return f"{place}_{form}"


def key_field(filter: FilterField) -> str:
    """The field with a filter's keys (`search.filters`)."""
    return f"{filter}_keys"


def facet_field(facet: Facet) -> str:
    """The field whose values are counted."""
    return f"{facet}_facet"


def schema() -> tantivy.Schema:
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    # Id and revision in one term: the term dictionary lists both without touching stored documents.
    builder.add_text_field("stamp", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("revision", fast=True)
    # Milliseconds, as Elasticsearch keeps dates; Tantivy's date field would round to seconds.
    builder.add_integer_field("published", fast=True)
    builder.add_text_field("cluster", fast=True, tokenizer_name="raw", index_option="basic")
    for place in PLACES:
        for form in FORMS:
            # Stems never take part in phrases.
            option = "freq" if form == "stem" else "position"
            builder.add_text_field(
                text_field(place.name, form), tokenizer_name=_TOKENIZER, index_option=option
            )
    for filter in get_args(FilterField):
        builder.add_text_field(key_field(filter), tokenizer_name="raw", index_option="basic")
    for facet in FACETS:
        builder.add_text_field(facet_field(facet), fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("document", stored=True)
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Make the tokenizer of the schema known to an index that was just opened."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, analyzer)


def stamp(document: Document) -> str:
    """Id and revision as one term."""
    return f"{document.id} {document.revision}"


def unstamp(term: str) -> tuple[str, int]:
    """Id and revision of a `stamp`."""
    id, _, revision = term.rpartition(" ")
    return id, int(revision)


def row(document: Document) -> tantivy.Document:
    """The document as Tantivy takes it. Raises ValueError if it cannot be stored (see `to_bytes`)."""
    made = tantivy.Document()
    made.add_bytes("document", to_bytes(document))
    made.add_text("id", document.id)
    made.add_text("stamp", stamp(document))
    made.add_unsigned("revision", document.revision)
    made.add_integer("published", milliseconds(document.published or document.fetched_at))
    made.add_text("cluster", document.cluster_id or document.id)
    for place, text in (("title", document.title), ("text", document.text), ("summary", document.summary)):
        if text:
            for form in FORMS:
                made.add_text(text_field(place, form), " ".join(terms(text, form)))
    names = dict.fromkeys(name for tag in document.tags for name in tag.names)
    for form in FORMS:
        for name in names:
            made.add_text(text_field("names", form), _name(name, form))
    for filter, keys in document_keys(document).items():
        for key in keys:
            made.add_text(key_field(filter), key)
    for facet in FACETS:
        for value in facet_values(document, facet):
            made.add_text(facet_field(facet), value)
    return made


# Pure and bounded: the same few hundred concepts are on story after story.
@lru_cache(maxsize=1 << 14)
def _name(name: str, form: Field) -> str:
    return " ".join(terms(name, form))
