"""the committee's findings that bar from office"""

import sqlalchemy as sa
from alembic import op

revision = "4c81d6e2a97f"
down_revision = "0b7e52c9d4f1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bars",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("found_by", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["found_by"], ["staff.id"], name=op.f("fk_bars_found_by")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_bars_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_bars")),
    )


def downgrade() -> None:
    op.drop_table("bars")
