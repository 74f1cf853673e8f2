"""changes of dates"""

import sqlalchemy as sa
from alembic import op

revision = "b83e5d07c1f4"
down_revision = "b93d51f7c0a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "date_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_date_changes_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff.id"], name=op.f("fk_date_changes_changed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_changes")),
    )
    op.create_index(op.f("ix_date_changes_election_id"), "date_changes", ["election_id"])


def downgrade() -> None:
    op.drop_table("date_changes")
