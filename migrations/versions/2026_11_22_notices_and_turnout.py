"""notices and turnout"""

import sqlalchemy as sa
from alembic import op

revision = "e5b90d3c71fa"
down_revision = "e5c81b37fa02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("mailed_on", sa.Date(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("letters > 0", name=op.f("ck_mailings_letters")),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_mailings_election_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name=op.f("fk_mailings_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
    )
    op.create_index(op.f("ix_mailings_election_id"), "mailings", ["election_id"])
    op.create_table(
        "notice_overrides",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_notice_overrides_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_notice_overrides_entered_by")
        ),
        sa.PrimaryKeyConstraint("election_id", name=op.f("pk_notice_overrides")),
    )
    op.create_table(
        "turnout_counts",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=True),
        sa.Column("districts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_turnout_counts_election_id")
        ),
        sa.PrimaryKeyConstraint("election_id", "day", name=op.f("pk_turnout_counts")),
    )


def downgrade() -> None:
    op.drop_table("turnout_counts")
    op.drop_table("notice_overrides")
    op.drop_index(op.f("ix_mailings_election_id"), table_name="mailings")
    op.drop_table("mailings")
