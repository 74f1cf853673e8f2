"""batches of paper"""

import sqlalchemy as sa
from alembic import op

revision = "d2a60f4b81c7"
down_revision = "e5b90d3c71fa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_batches",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_paper_batches_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_paper_batches_entered_by")
        ),
        sa.PrimaryKeyConstraint("election_id", "number", name=op.f("pk_paper_batches")),
    )


def downgrade() -> None:
    op.drop_table("paper_batches")
