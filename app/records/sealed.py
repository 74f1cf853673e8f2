"""Columns that the database holds encrypted: members' and staff's personal data (D8).

AES-256-GCM under one key, with a random nonce before each value, so that equal values do not look
equal. Whoever reads them opens the database with its key; a copy of the database shows nothing.
"""

import hashlib
import hmac
import secrets
from weakref import WeakKeyDictionary

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, Dialect, Integer, LargeBinary, String, TypeDecorator, func
from sqlalchemy.orm import InstrumentedAttribute

_NONCE, _TAG = 12, 16
_keys: WeakKeyDictionary[Dialect, bytes] = WeakKeyDictionary()


def open_with(dialect: Dialect, key: bytes) -> None:
    """Lets whatever goes through this engine's dialect be sealed and opened with the key."""
    _keys[dialect] = key


class SealedBytes(TypeDecorator[bytes]):
    """Bytes, encrypted at rest."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Seals; a database that was opened without its key is a ValueError."""
        if value is None:
            return None
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(_key(dialect)).encrypt(nonce, value, None)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Opens; raises InvalidTag under another key."""
        if value is None:
            return None
        return AESGCM(_key(dialect)).decrypt(value[:_NONCE], value[_NONCE:], None)


class SealedText(TypeDecorator[str]):
    """Text, encrypted at rest."""

    impl = SealedBytes
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """The text as UTF-8, to be sealed."""
        return None if value is None else value.encode()

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """The text again."""
        return None if value is None else value.decode()


def is_blank(column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether a sealed text is empty, asked of the database: sealing keeps lengths."""
    return func.length(column, type_=Integer) == _NONCE + _TAG


class SealedNumber(TypeDecorator[int]):
    """A whole number, encrypted at rest."""

    impl = SealedBytes
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> bytes | None:
        """The number in digits, to be sealed."""
        return None if value is None else str(value).encode()

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> int | None:
        """The number again."""
        return None if value is None else int(value)


class LookUp(TypeDecorator[str]):
    """What a sealed text is found and kept unique by: its keyed hash, whatever its capitals."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The keyed hash of the text that is looked up."""
        if value is None:
            return None
        key = hmac.digest(_key(dialect), b"look-up", "sha256")
        return hmac.new(key, value.casefold().encode(), hashlib.sha256).hexdigest()


def _key(dialect: Dialect) -> bytes:
    if dialect not in _keys:
        raise ValueError("this database was opened without the key of its personal data")
    return _keys[dialect]
