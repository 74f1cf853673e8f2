"""keys of one election alone"""

import sqlalchemy as sa
from alembic import op

revision = "a80c4e17d93f"
down_revision = "4c81d6e2a97f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("officer_keys") as table:
        table.drop_constraint(op.f("uq_officer_keys_election_id_key"), type_="unique")
        table.create_unique_constraint(op.f("uq_officer_keys_key"), ["key"])
    with op.batch_alter_table("manifest_keys") as table:
        table.alter_column("ballot_id", existing_type=sa.Integer(), nullable=True)
    op.execute(
        "INSERT INTO manifest_keys (key_digest) SELECT key_digest FROM rehearsals "
        "WHERE key_digest NOT IN (SELECT key_digest FROM manifest_keys)"
    )


def downgrade() -> None:
    op.execute("DELETE FROM manifest_keys WHERE ballot_id IS NULL")
    with op.batch_alter_table("manifest_keys") as table:
        table.alter_column("ballot_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("officer_keys") as table:
        table.drop_constraint(op.f("uq_officer_keys_key"), type_="unique")
        name = op.f("uq_officer_keys_election_id_key")
        table.create_unique_constraint(name, ["election_id", "key"])
