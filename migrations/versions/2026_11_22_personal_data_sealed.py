"""personal data sealed"""

import hashlib
import hmac
import secrets

import sqlalchemy as sa
from alembic import context, op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

revision = "b6f2d84c1e07"
down_revision = "5e8b13f7d902"
branch_labels = None
depends_on = None

CONTACT = ("email", "phone", "address1", "address2", "city", "county", "state", "postal_code")
# By table its key, the columns that always have a value, and those that may have none.
SEALED = {
    "members": ("id", CONTACT, ("birth_year",)),
    "staff": ("id", ("email",), ()),
    "jobs": ("id", (), ("failure",)),
    "roll_uploads": ("election_id", ("roll", "standing"), ("offices", "employment")),
}


def upgrade() -> None:
    _find_staff_by_hash()
    for table, (key, always, maybe) in SEALED.items():
        _seal_columns(table, key, always, maybe)


def downgrade() -> None:
    raise NotImplementedError("personal data does not go back into the clear")


def _find_staff_by_hash() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("address", sa.String(length=64), nullable=True))
    held = sa.table("staff", *map(sa.column, ("id", "email", "address")))
    for row in op.get_bind().execute(sa.select(held)).all():
        change = sa.update(held).where(held.c.id == row.id)
        op.execute(change.values(address=_look_up(row.email)))
    with op.batch_alter_table("staff") as staff:
        staff.alter_column("address", existing_type=sa.String(length=64), nullable=False)
        staff.drop_constraint("uq_staff_email", type_="unique")
        staff.create_unique_constraint("uq_staff_address", ["address"])


def _seal_columns(table: str, key: str, always: tuple[str, ...], maybe: tuple[str, ...]) -> None:
    columns = [*always, *maybe]
    with op.batch_alter_table(table) as altered:
        for column in columns:
            altered.add_column(sa.Column(f"sealed_{column}", sa.LargeBinary(), nullable=True))
    names = (key, *columns, *(f"sealed_{column}" for column in columns))
    held = sa.table(table, *map(sa.column, names))
    for row in op.get_bind().execute(sa.select(held)).mappings().all():
        sealed = {f"sealed_{column}": _seal(row[column]) for column in columns}
        op.execute(sa.update(held).where(held.c[key] == row[key]).values(sealed))
    with op.batch_alter_table(table) as altered:
        for column in columns:
            altered.drop_column(column)
    with op.batch_alter_table(table) as altered:
        for column in columns:
            altered.alter_column(
                f"sealed_{column}",
                new_column_name=column,
                existing_type=sa.LargeBinary(),
                nullable=column in maybe,
            )


def _seal(value: object) -> bytes | None:
    if value is None:
        return None
    content = value if isinstance(value, bytes) else str(value).encode()
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(_key()).encrypt(nonce, content, None)


def _look_up(email: str) -> str:
    key = hmac.digest(_key(), b"look-up", "sha256")
    return hmac.new(key, email.casefold().encode(), hashlib.sha256).hexdigest()


def _key() -> bytes:
    key: bytes = context.config.attributes["personal_key"]
    return key
