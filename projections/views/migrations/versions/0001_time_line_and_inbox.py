"""The first tables: time line, inbox, and how far they have come."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "time_line",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("teacher", sa.String(), nullable=False),
        sa.Column("entry", sa.String(32), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("position", "teacher"),
    )
    op.create_index("time_line_by_teacher", "time_line", ["teacher", "position"])
    op.create_table(
        "inbox",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("waits_for", sa.String(), nullable=False),
        sa.Column("entry", sa.String(32), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("whose", sa.String(), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("attestations", sa.Integer(), nullable=False),
        sa.Column("objected_by", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("position", "waits_for"),
    )
    reached = op.create_table(
        "reached",
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.bulk_insert(reached, [{"row": 1, "position": 0}])


def downgrade() -> None:
    """Views are not taken back: they are made anew."""
    raise NotImplementedError
