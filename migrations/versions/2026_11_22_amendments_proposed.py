"""amendments that are proposed"""

import sqlalchemy as sa
from alembic import op

revision = "b93d51f7c0a4"
down_revision = "6f1d9b83e2a5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "amendment_proposals",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_amendment_proposals_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["staff.id"], name=op.f("fk_amendment_proposals_proposed_by")
        ),
        sa.PrimaryKeyConstraint("election_id", name=op.f("pk_amendment_proposals")),
    )


def downgrade() -> None:
    op.drop_table("amendment_proposals")
