"""What brings the tables of an older gongkai up to date: one step a version, plain SQL, inside one transaction.

A store made by any version and upgraded has the tables of knowledge/store/schema.py; tests hold both side by side.
"""

from collections.abc import Mapping

import sqlalchemy as sa

STEPS: Mapping[int, tuple[str, ...]] = {
    # Version 1 had one text a notice: its passages belong to the last revision that a file brought.
    1: (
        "ALTER TABLE notices ADD COLUMN filed_expires_at DATE",
        "ALTER TABLE notices ADD COLUMN waiting INTEGER",
        "ALTER TABLE notices ADD COLUMN title TEXT DEFAULT '' NOT NULL",
        "ALTER TABLE notices ADD COLUMN department TEXT DEFAULT '' NOT NULL",
        "ALTER TABLE notices ADD COLUMN source_url TEXT DEFAULT '' NOT NULL",
        "ALTER TABLE notices ADD COLUMN path TEXT DEFAULT '' NOT NULL",
        "ALTER TABLE revisions ADD COLUMN content INTEGER DEFAULT '0' NOT NULL",
        """
        UPDATE revisions SET content = (
          SELECT max(audit.revision) FROM audit
          WHERE audit.notice_id = revisions.notice_id AND audit.revision <= revisions.number
            AND audit.action IN ('added', 'changed'))
        """,
        """
        UPDATE notices SET
          filed_expires_at = expires_at,
          (title, department, source_url, path) = (
            SELECT json_extract(body, '$.title'), json_extract(body, '$.department'),
              json_extract(body, '$.source_url'), json_extract(body, '$.path')
            FROM revisions WHERE revisions.notice_id = notices.id AND revisions.number = notices.revision)
        """,
        """
        CREATE TABLE upheld (
          notice_id TEXT NOT NULL, against TEXT NOT NULL,
          PRIMARY KEY (notice_id, against), FOREIGN KEY(notice_id) REFERENCES notices (id))
        """,
        "ALTER TABLE passages RENAME TO passages_1",
        """
        CREATE TABLE passages (
          notice_id TEXT NOT NULL, content INTEGER NOT NULL, ordinal INTEGER NOT NULL, id TEXT NOT NULL,
          kind TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
          PRIMARY KEY (notice_id, content, ordinal), FOREIGN KEY(notice_id) REFERENCES notices (id))
        """,
        """
        INSERT INTO passages
        SELECT old.notice_id, revisions.content, old.ordinal, old.id, old.kind, old.heading, old.text, old.start, old."end"
        FROM passages_1 AS old
        JOIN notices ON notices.id = old.notice_id
        JOIN revisions ON revisions.notice_id = notices.id AND revisions.number = notices.revision
        """,
        "DROP TABLE passages_1",
    ),
    # Version 2 kept no pages: a PDF that is imported again brings them.
    2: ("ALTER TABLE passages ADD COLUMN page INTEGER",),
}


def upgrade(connection: sa.Connection, version: int) -> None:
    """Takes every step from `version` on, inside the caller's transaction."""
    for older in range(version, max(STEPS) + 1):
        for statement in STEPS[older]:
            connection.exec_driver_sql(statement)
