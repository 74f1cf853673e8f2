"""decisions on seats"""

import sqlalchemy as sa
from alembic import op

revision = "c7a14e92f05d"
down_revision = "9e3c70d5b182"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seat_decisions",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("chapter", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_seat_decisions_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_seat_decisions_entered_by")
        ),
        sa.PrimaryKeyConstraint("election_id", "chapter", "unit", name=op.f("pk_seat_decisions")),
    )


def downgrade() -> None:
    op.drop_table("seat_decisions")
