"""Passwords, codes, sessions and keys are planted in use, and then looked for where none may be."""

import socket
from pathlib import Path

import httpx

from app.settings import raw
from tests.databases import Databases
from tests.registrar import Registrar
from tests.served import served_registrars

JSON = {"content-type": "application/json"}


def use(registrar: Registrar, http: httpx.Client) -> list[str]:
    """Signs in and errs in every way that could make a server tell; gives all that is secret."""
    email, password = next(iter(registrar.passwords.items()))
    code = registrar.code_of("1001")
    staff = {"email": email, "password": password}
    member = {"election_id": registrar.election, "member_number": "1001", "code": code}
    tokens = [
        http.post(f"/api/v1/{path}", json=form).json()["token"]
        for path, form in (("staff-sessions", staff), ("member-sessions", member))
    ]
    for wrong in (
        http.post("/api/v1/member-sessions", json={**member, "member_number": "1002"}),
        http.post("/api/v1/member-sessions", json={**member, "code": [code]}),
        http.post("/api/v1/member-sessions", json={**member, "election_id": f"\0{code}"}),
        http.post("/api/v1/staff-sessions", content=f"{{{password}", headers=JSON),
        http.post("/sign-in", data={"email": email, "password": password}),
        http.post("/issue", content=code, headers={"Authorization": f"Bearer {tokens[1]}"}),
        http.get("/api/v1/my/ballot", headers={"Authorization": f"Basic {tokens[1]}"}),
        http.get(f"/nowhere?code={code}"),
    ):
        assert 400 <= wrong.status_code < 500
    with socket.create_connection((http.base_url.host, http.base_url.port or 80)) as line:
        line.sendall(f"{code} {password}\r\n\r\n".encode())  # which is no HTTP
        line.recv(4096)
    keys = (registrar.settings.vault_key, registrar.settings.code_key)
    return [password, code, *tokens, *(raw(key).hex() for key in keys)]


def test_no_secret_is_in_what_a_registrar_writes_or_in_a_backup(
    registrar: Registrar, databases: Databases, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with served_registrars(registrar.settings, 1, log) as (http,):
        secrets = use(registrar, http)
    written = log.read_bytes()
    backup = databases.dump(registrar.settings.database_url)
    assert b"Invalid HTTP request" in written  # the controls: what was written is seen
    assert b"account_created" in backup
    for secret in secrets:
        for shape in {secret, secret.replace("-", ""), secret.lower(), secret.upper()}:
            assert shape.encode() not in written
            assert shape.encode() not in backup
