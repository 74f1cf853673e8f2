"""choices of seats"""

import sqlalchemy as sa
from alembic import op

revision = "c53f0a9d7e21"
down_revision = "8d41c7a2be06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seat_choices",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("member_number", sa.String(), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_seat_choices_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_seat_choices_entered_by")
        ),
        sa.PrimaryKeyConstraint("election_id", "member_number", name=op.f("pk_seat_choices")),
    )


def downgrade() -> None:
    op.drop_table("seat_choices")
