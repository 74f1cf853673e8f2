import gmpy2
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateNumbers

from app.core.secrecy.encoding import Malformed

BASE_BLIND_MARGIN = 16  # bytes drawn beyond the modulus, so that the base is uniform below it


def base_blind_length(private: RSAPrivateNumbers) -> int:
    """How many fresh random bytes one signature takes."""
    return (private.public_numbers.n.bit_length() + 7) // 8 + BASE_BLIND_MARGIN


def blind_sign(private: RSAPrivateNumbers, blinded_msg: bytes, random: bytes) -> bytes:
    """BlindSign of RFC 9474 section 4.3, base-blinded by `random` and checked before it leaves.

    `random` has base_blind_length bytes and is never used twice. A signature that does not
    verify (a fault in the CRT half would give the key away) raises ArithmeticError.
    """
    n, e = private.public_numbers.n, private.public_numbers.e
    width = (n.bit_length() + 7) // 8
    message = int.from_bytes(blinded_msg, "big")
    if len(blinded_msg) != width or not 0 < message < n:
        raise Malformed("blinded_msg is not a number below the issuer key's modulus")
    if len(random) != width + BASE_BLIND_MARGIN:
        raise ValueError(f"a base blind takes {width + BASE_BLIND_MARGIN} random bytes")
    base = 1 + int.from_bytes(random, "big") % (n - 1)
    signature = _power(private, message * gmpy2.powmod(base, e, n) % n) * gmpy2.invert(base, n) % n
    if gmpy2.powmod(signature, e, n) != message:
        raise ArithmeticError("a signature failed its check and was not given out")
    return int(signature).to_bytes(width, "big")


def _power(private: RSAPrivateNumbers, message: int) -> int:
    """message^d mod n by the Chinese remainder theorem, in constant time (powmod_sec)."""
    p, q = private.p, private.q
    by_p = gmpy2.powmod_sec(message % p, private.dmp1, p)
    by_q = gmpy2.powmod_sec(message % q, private.dmq1, q)
    return int(by_q + q * ((by_p - by_q) * private.iqmp % p))
