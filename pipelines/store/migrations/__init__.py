"""How the tables came to be what they are: Alembic revisions, run by `pipelines.store.schema`.

To change the tables: change `pipelines.store.tables`, then write a revision with

    python -m pipelines.store.migrations "why the tables change"

read and correct what Alembic guessed, and set `pipelines.store.schema.HEAD`. A revision never imports
`pipelines.store.tables`, which will have moved on when it runs.
"""
