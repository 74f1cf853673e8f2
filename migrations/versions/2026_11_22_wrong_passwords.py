"""wrong passwords"""

import sqlalchemy as sa
from alembic import op

revision = "8d21c6f0a4b9"
down_revision = "7b1e4a90c3d5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_tries",
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_staff_tries")),
    )
    op.create_index(op.f("ix_staff_tries_last_at"), "staff_tries", ["last_at"])


def downgrade() -> None:
    op.drop_table("staff_tries")
