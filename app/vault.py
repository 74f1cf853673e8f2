import functools
import secrets

from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPrivateNumbers,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

_NONCE = 12


def make_issuer_key(vault_key: bytes) -> tuple[bytes, bytes]:
    """A new RSA-3072 issuer key: its DER SPKI, and the private key sealed under the vault's."""
    key = generate_private_key(public_exponent=65537, key_size=3072)
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    nonce = secrets.token_bytes(_NONCE)
    return spki, nonce + AESGCM(vault_key).encrypt(nonce, der, None)


@functools.lru_cache(maxsize=256)
def open_issuer_key(vault_key: bytes, sealed: bytes) -> RSAPrivateNumbers:
    """The private numbers of `sealed`; raises InvalidTag where the key or the bytes are wrong."""
    der = AESGCM(vault_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    # The seal has already proved that these are the bytes this program wrote.
    key = load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("a sealed issuer key is not an RSA key")
    return key.private_numbers()
