"""The digest of the book's row that the views have reached, by which they know their book again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add it."""
    op.add_column("reached", sa.Column("digest", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    """Views are not taken back: they are made anew."""
    raise NotImplementedError
