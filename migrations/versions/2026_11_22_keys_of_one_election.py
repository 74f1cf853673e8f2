"""officers' keys of one election alone"""

from alembic import op

revision = "a80c4e17d93f"
down_revision = "f3b7c02e95a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("officer_keys") as table:
        table.drop_constraint(op.f("uq_officer_keys_election_id_key"), type_="unique")
        table.create_unique_constraint(op.f("uq_officer_keys_key"), ["key"])


def downgrade() -> None:
    with op.batch_alter_table("officer_keys") as table:
        table.drop_constraint(op.f("uq_officer_keys_key"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_officer_keys_election_id_key"), ["election_id", "key"]
        )
