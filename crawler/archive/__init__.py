"""The raw archive: every fetched page as WARC, before anybody has looked into it.

    response ─▶ middlewares.archive ─▶ writer ─▶ 2026-11-24/prahari-20261124-101500-4711-00001.warc.gz
                                         └─▶ store: where the body of this URL is, for revisit records
    *.warc.gz, *.arc ─▶ records ─▶ pages ─▶ crawler.replay ─▶ spiders.replay ─▶ the stages, the store

exchange.py   one fetched page with all that a replay needs to know of it, and that as JSON
files.py      names, the mark of a file that is being written, files left by killed processes, old files
writer.py     exchanges appended to this process's file
records.py    the records of any archive, broken ones too
pages.py      which of them are pages

A page is three records, written at once: ``metadata`` (ours, JSON: outlet, source, entry), ``request``, and
``response``; or ``revisit`` where the body is the one of the fetch before. Any WARC tool reads them.
"""
