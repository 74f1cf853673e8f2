"""forums of candidates"""

import sqlalchemy as sa
from alembic import op

revision = "91e3c7a0d5b8"
down_revision = "4b9d2e60a7f3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forums",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("by_email", sa.Integer(), nullable=False),
        sa.Column("by_letter", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id", "contest_id"],
            ["contests.election_id", "contests.contest_id"],
            name=op.f("fk_forums_election_id_contest_id"),
        ),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_forums_election_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name=op.f("fk_forums_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forums")),
    )
    op.create_index(op.f("ix_forums_election_id"), "forums", ["election_id"])


def downgrade() -> None:
    op.drop_table("forums")
