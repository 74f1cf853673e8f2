from app.cli import app
from app.client import client_sha256
from app.core.secrecy.encoding import in_groups


@app.command("client-digest")
def client_digest() -> None:
    """Prints the SHA-256 of the ballot page that this service serves: the manifest's client_sha256.

    It is that of the HTML at /vote/ELECTION, which names its script and stylesheet by digest.
    """
    print(in_groups(client_sha256()))
