"""rehearsals"""

import sqlalchemy as sa
from alembic import op

revision = "f3b7c02e95a4"
down_revision = "d2a60f4b81c7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rehearsals",
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_rehearsals_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_rehearsals_entered_by")
        ),
        sa.PrimaryKeyConstraint("key_digest", name=op.f("pk_rehearsals")),
    )


def downgrade() -> None:
    op.drop_table("rehearsals")
