"""Certificates that whoever holds one can verify in a folder, and nobody else can read.

What the page of a certificate says lies in the archive sealed by the certificate's code: the code, stretched with
PBKDF2-HMAC-SHA256 and the archive's salt, gives both the name of the file and the key of AES-256-GCM. Without a code a
folder of a hundred certificates tells nothing but that there are a hundred. A code has 12 signs of 30 (59 bits), and
each guess costs `ROUNDS` digests. The nonce is made of the text itself, so that the same state gives the same bytes and
no key ever meets one nonce with two texts. The page in the archive does the same with the browser's Web Crypto.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ROUNDS = 200_000
PADDED_TO = 1024
FOLDER = "certificates"
ABOUT = f"{FOLDER}/about.json"
CALL = "archiveCertificate"
"""The function of the page that a sealed file calls: from a disk scripts load, and no data does."""


@dataclass(frozen=True)
class Seal:
    """The name of a certificate's file and the key of what is in it."""

    name: str
    key: bytes


def seal_of(code: str, salt: str, rounds: int = ROUNDS) -> Seal:
    """What the code stands for under this salt. Takes about a tenth of a second, on purpose."""
    derived = hashlib.pbkdf2_hmac("sha256", code.encode(), salt.encode(), rounds, 48)
    return Seal(derived[:16].hex(), derived[16:])


def sealed(words: Mapping[str, str], seal: Seal) -> str:
    """The file: what the certificate's page says in each language, for whoever has the code."""
    plain = json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
    plain += b" " * (-len(plain) % PADDED_TO)  # the length would tell that of the name
    nonce = hmac.digest(seal.key, plain, "sha256")[:12]
    box = nonce + AESGCM(seal.key).encrypt(nonce, plain, None)
    return f'{CALL}("{base64.b64encode(box).decode()}");\n'


def opened(file: str, seal: Seal) -> dict[str, str]:
    """What `sealed` was given. Raises ValueError where the file is not what was sealed."""
    try:
        box = base64.b64decode(file.split('"')[1], validate=True)
        words: dict[str, str] = json.loads(AESGCM(seal.key).decrypt(box[:12], box[12:], None))
    except (IndexError, ValueError, InvalidTag) as fault:
        raise ValueError("this file is not what was sealed") from fault
    return words


def seals_of(codes: Iterable[str], salt: str, rounds: int = ROUNDS) -> Iterator[Seal]:
    """The same for many codes on every core (the digests are computed outside Python's lock)."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from pool.map(lambda code: seal_of(code, salt, rounds), codes)


def verify(folder: Path, code: str) -> dict[str, str] | None:
    """What an archive says of the certificate with this code, by language; None where it knows none.

    Raises FileNotFoundError where the folder is no archive, ValueError where the certificate's file was changed.
    """
    about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    seal = seal_of(code, about["salt"], about["rounds"])
    path = folder / FOLDER / f"{seal.name}.js"
    return opened(path.read_text(encoding="ascii"), seal) if path.is_file() else None
