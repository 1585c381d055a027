"""The tables of the knowledge store.

A row of `notices` points at its current revision, whose `body` is the whole notice; its other columns are what is asked
of many notices at once. A changed text that waits for its check is a revision too, which `waiting` points at.
"""

import sqlalchemy as sa

VERSION = 3
"""Kept in the file; a change of these tables is a step in knowledge/store/migrations.py and one more."""

METADATA = sa.MetaData()

NOTICES = sa.Table(
    "notices",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("filed_status", sa.Text, nullable=False),
    sa.Column("published_at", sa.Date),
    sa.Column("effective_from", sa.Date),
    sa.Column("expires_at", sa.Date),
    # what its file said the last time, whatever became of it
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("filed_expires_at", sa.Date),
    sa.Column("waiting", sa.Integer),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Column("department", sa.Text, nullable=False, server_default=""),
    sa.Column("source_url", sa.Text, nullable=False, server_default=""),
    sa.Column("path", sa.Text, nullable=False, server_default=""),
)

REVISIONS = sa.Table(
    "revisions",
    METADATA,
    sa.Column("notice_id", sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    # the number of the revision that brought its text: a step of a life brings none of its own
    sa.Column("content", sa.Integer, nullable=False, server_default="0"),
)

SUPERSESSIONS = sa.Table(
    "supersessions",
    METADATA,
    sa.Column("notice_id", sa.ForeignKey("notices.id"), primary_key=True),
    # no foreign key: the older notice may be imported later, or never
    sa.Column("superseded", sa.Text, primary_key=True, index=True),
)

# Pairs that staff have told apart: the first holds although the second names it in its `supersedes`.
UPHELD = sa.Table(
    "upheld",
    METADATA,
    sa.Column("notice_id", sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("against", sa.Text, primary_key=True),
)

PASSAGES = sa.Table(
    "passages",
    METADATA,
    sa.Column("notice_id", sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("content", sa.Integer, primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("heading", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    # 1-based; null where the file has no pages
    sa.Column("page", sa.Integer),
)

AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("notice_id", sa.ForeignKey("notices.id"), nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
