"""witnesses' keys"""

import sqlalchemy as sa
from alembic import op

revision = "5e8b13f7d902"
down_revision = "c41d7e9a2b60"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "witness_keys",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("verifier_key", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_witness_keys_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_witness_keys_entered_by")
        ),
        sa.PrimaryKeyConstraint("election_id", "verifier_key", name=op.f("pk_witness_keys")),
    )


def downgrade() -> None:
    op.drop_table("witness_keys")
