"""The file of requests, apart from all others: what the applicant gave is sealed, what is counted is not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from bot.loop import trail
from bot.loop.errors import Unknown
from bot.requests.request import Applicant, Delivery, Form, Reply, Request, State
from bot.requests.sealing import Seal
from knowledge.audit import Act

NAME = "requests.db"
METADATA = sa.MetaData()
REQUESTS = sa.Table(
    "requests",
    METADATA,
    sa.Column("number", sa.String, primary_key=True),
    sa.Column("mark", sa.String, nullable=False),
    sa.Column("applicant", sa.String, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False, index=True),
    sa.Column("received", sa.Date, nullable=False),
    sa.Column("due", sa.Date, nullable=False),
    sa.Column("extended", sa.Boolean, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("item", sa.Integer),
    sa.Column("reply", sa.String),
    sa.Column("replied", sa.Date),
    # None once they were deleted
    sa.Column("form", sa.LargeBinary),
    sa.Column("text", sa.LargeBinary),
)
VOICES = sa.Table(
    "voices",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("rating", sa.Integer),
    sa.Column("text", sa.LargeBinary),
    sa.Column("settled", sa.Date),
    sa.Column("result", sa.String, nullable=False, server_default=""),
)
TRAIL = trail.table(METADATA)


def load(connection: sa.Connection, number: str, seal: Seal) -> Request:
    """One request with its trail. Raises Unknown."""
    row = connection.execute(sa.select(REQUESTS).where(REQUESTS.c.number == number)).first()
    if row is None:
        raise Unknown("request", number, "gongkai requests list")
    return replace(to_request(row, seal), steps=tuple(trail.read(connection, TRAIL, f"request:{number}")))


def step(connection: sa.Connection, number: str, changed: Mapping[str, object], what: str, act: Act) -> None:
    """Changes one request, with an entry in the trail."""
    connection.execute(sa.update(REQUESTS).where(REQUESTS.c.number == number).values(changed))
    trail.write(connection, TRAIL, f"request:{number}", what, act)


def to_request(row: sa.Row[tuple[object, ...]], seal: Seal) -> Request:
    """A row with what is sealed in it."""
    return Request(
        number=row.number,
        applicant=Applicant(row.applicant),
        channel=row.channel,
        received=row.received,
        due=row.due,
        extended=row.extended,
        state=State(row.state),
        item=row.item,
        reply=Reply(row.reply) if row.reply else None,
        replied=row.replied,
        form=to_form(seal.open(row.form)) if row.form else None,
        text=str(seal.open(row.text)["text"]) if row.text else "",
    )


def to_form(record: Mapping[str, str | bool]) -> Form:
    """A form as it was sealed."""
    return Form(
        applicant=Applicant(str(record["applicant"])),
        name=str(record["name"]),
        contact=str(record["contact"]),
        content=str(record["content"]),
        purpose=str(record["purpose"]),
        delivery=Delivery(str(record["delivery"])),
        about_oneself=bool(record["about_oneself"]),
    )


def day_of(value: date) -> str:
    """A day as receipts write it."""
    return f"{value.year}年{value.month}月{value.day}日"
