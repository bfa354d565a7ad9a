"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "outlets",
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("last_polled", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_success", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("outlet", name=op.f("pk_outlets")),
    )
    op.create_table(
        "rejections",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("requested_url", sa.Text(), nullable=False),
        sa.Column("announced", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_offset", sa.Integer(), nullable=True),
        sa.Column("story", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rejections")),
    )
    op.create_index(op.f("ix_rejections_at"), "rejections", ["at"])
    op.create_index(op.f("ix_rejections_keep_until"), "rejections", ["keep_until"])

    op.create_table(
        "search_indexes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_indexes")),
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("leads_to", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_seen")),
    )
    op.create_table(
        "sources",
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("last_polled", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_success", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("outlet", "url", name=op.f("pk_sources")),
    )
    op.create_table(
        "stories",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("authors", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_offset", sa.Integer(), nullable=True),
        sa.Column("modified", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modified_offset", sa.Integer(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("image", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("dateline", sa.Text(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("tag_names", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("relevance", sa.Double(), nullable=True),
        sa.Column("relevant", sa.Boolean(), nullable=True),
        sa.Column("cluster_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("requested_url", sa.Text(), nullable=False),
        sa.Column("announced", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_offset", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_stories")),
        sa.UniqueConstraint("id", name=op.f("uq_stories_id")),
    )
    op.create_index(op.f("ix_stories_cluster_id"), "stories", ["cluster_id"])
    op.create_index(op.f("ix_stories_dated"), "stories", ["dated"])
    op.create_index(op.f("ix_stories_outlet"), "stories", ["outlet"])

    op.create_table(
        "index_failures",
        sa.Column("index_name", sa.Text(), nullable=False),
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["index_name"], ["search_indexes.name"], name=op.f("fk_index_failures_index_name")
        ),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_index_failures_story")),
        sa.PrimaryKeyConstraint("index_name", "story", name=op.f("pk_index_failures")),
    )
    op.create_table(
        "outbox",
        sa.Column("index_name", sa.Text(), nullable=False),
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["index_name"], ["search_indexes.name"], name=op.f("fk_outbox_index_name")),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_outbox_story")),
        sa.PrimaryKeyConstraint("index_name", "story", name=op.f("pk_outbox")),
    )
    op.create_table(
        "versions",
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=40), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modified", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modified_offset", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_versions_story")),
        sa.PrimaryKeyConstraint("story", "version", name=op.f("pk_versions")),
    )
    op.create_index(op.f("ix_versions_text_hash"), "versions", ["text_hash"])


def downgrade() -> None:
    op.drop_table("versions")
    op.drop_table("outbox")
    op.drop_table("index_failures")
    op.drop_table("stories")
    op.drop_table("sources")
    op.drop_table("seen")
    op.drop_table("search_indexes")
    op.drop_table("rejections")
    op.drop_table("outlets")
