"""the uploaded roll"""

import sqlalchemy as sa
from alembic import op

revision = "3f0c5d9e7b12"
down_revision = "c53f0a9d7e21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roll_uploads",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("roll", sa.LargeBinary(), nullable=False),
        sa.Column("standing", sa.LargeBinary(), nullable=False),
        sa.Column("offices", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_roll_uploads_election_id")
        ),
        sa.PrimaryKeyConstraint("election_id", name=op.f("pk_roll_uploads")),
    )


def downgrade() -> None:
    op.drop_table("roll_uploads")
