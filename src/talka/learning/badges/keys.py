"""The key that signs badges. Its private half is a file of this installation's own; its public half is published.

Badges are signed by RS256, the one algorithm that every verifier of Open Badges 3.0 must know. A badge names the
address of the public key that verifies it; that key stays published after another has taken its place, so that badges
which are in people's hands verify for as long as the installation stands. Certificates themselves need no key: they
verify by their code.
"""

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.conf import settings
from jwt.algorithms import RSAAlgorithm

ALGORITHM = "RS256"
BITS = 3072


class KeyFault(Exception):
    """The key cannot be read or made: what is wrong, for the administrator."""


@dataclass(frozen=True)
class SigningKey:
    """kid: the thumbprint of the public key by RFC 7638; jwk: the public key by RFC 7517, nothing private in it."""

    private: RSAPrivateKey
    kid: str
    jwk: Mapping[str, str]


def key_file() -> Path:
    return Path(settings.TALKA_VAR) / "secrets" / "badge_key"


def own_key() -> SigningKey:
    """The key of this installation, made when it is first needed, in a file that its owner alone reads.

    Raises KeyFault.
    """
    path = key_file()
    try:
        if not path.exists():
            _make(path)
        private = serialization.load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as fault:
        raise KeyFault(f"{path}: {fault}") from fault
    if not isinstance(private, RSAPrivateKey):
        raise KeyFault(f"{path} holds no RSA key")
    return _signing(private)


def _make(path: Path) -> None:
    part = _written(path)
    try:
        with contextlib.suppress(FileExistsError):  # another process was first: its key counts
            os.link(part, path)
    finally:
        part.unlink()


def renew() -> SigningKey:
    """Another key signs from now on. The private half of the old one is gone; what it has signed verifies on, by its
    published half."""
    _written(key_file()).replace(key_file())
    return own_key()


def signed(credential: Mapping[str, Any], claims: Mapping[str, Any], key: SigningKey, key_address: str) -> str:
    """The credential as a VC-JWT (a compact JWS): its members and the claims that repeat them, signed.

    key_address: where the public key lies as a JWK.
    """
    payload = {**credential, **claims}
    return jwt.encode(payload, key.private, algorithm=ALGORITHM, headers={"kid": key_address})


def _written(path: Path) -> Path:
    """A new private key in a file beside."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(f".{os.getpid()}")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    private = generate_private_key(public_exponent=65537, key_size=BITS)
    part.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return part


def _signing(private: RSAPrivateKey) -> SigningKey:
    told = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    public = {"kty": "RSA", "n": str(told["n"]), "e": str(told["e"])}
    kid = thumbprint(public)
    return SigningKey(private, kid, {**public, "kid": kid, "use": "sig", "alg": ALGORITHM})


def thumbprint(jwk: Mapping[str, str]) -> str:
    """RFC 7638: SHA-256 over the members that make an RSA key, in their order."""
    members = json.dumps({name: jwk[name] for name in ("e", "kty", "n")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(members.encode()).digest()).decode().rstrip("=")
