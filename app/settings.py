import hmac
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Clock = Callable[[], datetime]


class Settings(BaseSettings):
    """The registrar's settings, from TELLERS_... in the environment; secrets have no default.

    Each may be a file instead, such as tellers_vault_key, in the folder that
    CREDENTIALS_DIRECTORY names, as systemd and compose.yaml give secrets to a service.
    """

    model_config = SettingsConfigDict(
        env_prefix="TELLERS_", extra="ignore", secrets_dir=os.environ.get("CREDENTIALS_DIRECTORY")
    )

    database_url: str
    vault_key: SecretStr  # encrypts the issuer keys and personal data
    code_key: SecretStr  # keys the hashes of sign-in codes
    signing_key: SecretStr  # the Ed25519 seed that signs the bundle
    public_url: str = "http://127.0.0.1:8000"
    box_url: str = "http://127.0.0.1:8001"
    smtp_host: str = "127.0.0.1"
    smtp_port: Annotated[int, Field(gt=0, lt=65536)] = 25
    mail_from: str = "elections@localhost"
    clock_file: Path | None = None

    @field_validator("vault_key", "code_key", "signing_key")
    @classmethod
    def _is_32_random_bytes(cls, secret: SecretStr) -> SecretStr:
        try:
            raw = bytes.fromhex(secret.get_secret_value())
        except ValueError as fault:
            raise ValueError("must be 64 hexadecimal digits") from fault
        if len(raw) != 32 or len(set(raw)) < 8:
            raise ValueError("must be 32 random bytes in hexadecimal (openssl rand -hex 32)")
        return secret


def personal_key(settings: Settings) -> bytes:
    """The key under which the database holds personal data, made from the vault's."""
    return hmac.digest(raw(settings.vault_key), b"tellers personal data", "sha256")


def raw(secret: SecretStr) -> bytes:
    """The 32 bytes of a secret setting."""
    return bytes.fromhex(secret.get_secret_value())


def real_clock() -> datetime:
    """The machine's time, in UTC."""
    return datetime.now(UTC)


def clock_from(file: Path | None) -> Clock:
    """The machine's clock, or a rehearsal's: the machine's plus the seconds that `file` names.

    The file holds {"ahead": seconds} and is read anew each time, so several processes agree
    and a rehearsal can move from one stage to the next.
    """
    if file is None:
        return real_clock
    return lambda: real_clock() + timedelta(seconds=json.loads(file.read_text())["ahead"])
