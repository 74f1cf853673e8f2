import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from app.core.secrecy.encoding import Malformed, parse_canonical
from app.core.secrecy.fields import Fields

_KIND = "tellers/1 sealed share"
_WHAT = "the share's file"
_LEAST, _MOST = 600_000, 10_000_000  # iterations: OWASP's figure, and what a machine still does
_SALT, _NONCE, _KEY = 16, 12, 32
_SEALED = 88 + 16  # the share as it is printed, and the tag


def unseal_share(raw: bytes, passphrase: str) -> str:
    """The code of a share that the ceremony's page saved under a passphrase.

    AES-256-GCM under PBKDF2-HMAC-SHA256; Malformed when the passphrase is another.
    """
    of = Fields(parse_canonical(raw, _WHAT), _WHAT, "kind", "iterations", "salt", "nonce", "sealed")
    if of.text("kind") != _KIND:
        raise Malformed("this file is not a share with a passphrase")
    iterations = of.number("iterations", _LEAST, _MOST)
    derive = PBKDF2HMAC(hashes.SHA256(), _KEY, of.binary("salt", _SALT), iterations).derive
    key = derive(unicodedata.normalize("NFC", passphrase).encode())
    sealed = of.binary("sealed", _SEALED)
    try:
        code = AESGCM(key).decrypt(of.binary("nonce", _NONCE), sealed, _KIND.encode())
    except InvalidTag as fault:
        raise Malformed("the passphrase is not the one this share was sealed with") from fault
    return code.decode("ascii", "replace")
