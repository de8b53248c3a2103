"""Encryption in the format of the program `age` (age-encryption.org/v1), streamed, by the library pyrage.

The library streams for recipients with a key only. For a passphrase the file is encrypted for a key that is made for it
alone, and the few lines at its head, which say who can open it, are then written for the passphrase as the format
defines it; the body is untouched. So `age -d FILE` opens both kinds.
"""

import base64
import contextlib
import hashlib
import hmac
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from talka.site.trouble import Trouble

VERSION = b"age-encryption.org/v1"
WORK = 18
"""As the program `age` has it: scrypt takes about a second and 256 MB for a moment."""
MOST_WORK = 20
LONGEST_HEAD = 64 * 1024


def is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(VERSION)) == VERSION


def recipients(words: list[str]) -> list[Any]:
    """Keys from `age1…`, `ssh-…` or files with one on each line. Trouble names what is none."""
    found = []
    for word in words:
        path = Path(word)
        lines = path.read_text().splitlines() if path.is_file() else [word]
        for line in (line.strip() for line in lines):
            if line and not line.startswith("#"):
                found.append(_recipient(line))
    return found


def _recipient(text: str) -> Any:
    kind = pyrage.ssh.Recipient if text.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(text)
    except pyrage.RecipientError:
        raise Trouble(
            f"“{text[:60]}” is no recipient to encrypt to, and no file with one.",
            "Give the public key that age-keygen prints (age1…) or an SSH key; never the secret one.",
        ) from None


def identities(path: Path) -> list[Any]:
    """Secret keys from a file of age-keygen or an SSH key."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise Trouble(f"The identity file {path} cannot be read: {fault.strerror}.") from None
    found: list[Any] = []
    try:
        if b"PRIVATE KEY" in data:
            found.append(pyrage.ssh.Identity.from_buffer(data))
        for line in data.decode(errors="replace").splitlines():
            if line.strip().startswith("AGE-SECRET-KEY-1"):
                found.append(pyrage.x25519.Identity.from_str(line.strip()))
    except pyrage.IdentityError as fault:
        raise Trouble(f"The identity file {path} holds no key that can be read: {fault}.") from None
    if not found:
        raise Trouble(f"The identity file {path} holds no secret key.", "It has a line AGE-SECRET-KEY-1… .")
    return found


def passphrase_from(path: Path) -> str:
    """The first line of a file. Trouble where it is short enough to be guessed."""
    try:
        text = path.read_text().partition("\n")[0].strip("\r")
    except (OSError, UnicodeDecodeError) as fault:
        raise Trouble(f"The passphrase file {path} cannot be read: {fault}.") from None
    if len(text) < 12:
        raise Trouble(f"The passphrase in {path} is shorter than 12 signs.", "Use several random words.")
    return text


# -- streams ------------------------------------------------------------------------------------------------------


class _Pump(threading.Thread):
    """The library pulls and pushes by itself; this lets it do so beside us, with a pipe in between."""

    def __init__(self, work: Callable[[], None], end: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.work, self.end = work, end
        self.fault: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.work()
        except BaseException as fault:
            self.fault = fault
        finally:
            with contextlib.suppress(OSError):
                self.end.close()

    def finish(self) -> None:
        self.join()
        if self.fault is not None:
            raise self.fault


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    read, write = os.pipe()
    return os.fdopen(read, "rb", 1024 * 1024), os.fdopen(write, "wb", 1024 * 1024)


@contextmanager
def encrypting(target: IO[bytes], to: list[Any] | None, passphrase: str = "") -> Iterator[IO[bytes]]:
    """What is written to the file that is given stands in `target` encrypted when the `with` ends well."""
    key = pyrage.x25519.Identity.generate() if passphrase else None
    sink: Any = _NewHead(target, str(key), passphrase) if key else target
    read, write = _pipe()
    pump = _Pump(lambda: pyrage.encrypt_io(read, sink, [key.to_public()] if key else to or []), read)
    try:
        yield write
        write.close()
        pump.finish()
    finally:
        with contextlib.suppress(OSError):
            write.close()
        pump.join()


@contextmanager
def decrypting(source: IO[bytes], keys: list[Any], passphrase: str = "") -> Iterator[IO[bytes]]:
    """What stands encrypted in `source`. Raises pyrage.DecryptError at the end of the `with` where it was changed.

    Trouble where the key or the passphrase is not the right one.
    """
    reader: Any = source
    if passphrase:
        reader, keys = _opened_by_passphrase(source, passphrase)
    read, write = _pipe()
    pump = _Pump(lambda: pyrage.decrypt_io(reader, write, keys), write)
    try:
        yield read
        while read.read(1024 * 1024):  # to its end: only there the last piece proves itself
            pass
        pump.finish()
    except Exception:
        read.close()
        pump.join()
        fault = pump.fault  # the cause of whatever the reader stumbled over
        if isinstance(fault, pyrage.DecryptError) or (isinstance(fault, OSError) and fault.errno is None):
            raise pyrage.DecryptError(str(fault)) from None
        raise
    finally:
        with contextlib.suppress(OSError):
            read.close()
        pump.join()


# -- heads --------------------------------------------------------------------------------------------------------


class _NewHead:
    """Passes everything on, but writes the head anew for a passphrase."""

    def __init__(self, target: IO[bytes], secret: str, passphrase: str) -> None:
        self.target, self.secret, self.passphrase = target, secret, passphrase
        self.head: bytes | None = b""

    def write(self, data: bytes) -> int:
        if self.head is None:
            self.target.write(data)
            return len(data)
        self.head += data
        if (cut := _end_of_head(self.head)) is not None:
            head, rest = self.head[:cut], self.head[cut:]
            self.head = None
            self.target.write(_head_for_passphrase(_file_key_by_secret(head, self.secret), self.passphrase))
            self.target.write(rest)
        return len(data)

    def flush(self) -> None:
        self.target.flush()


class _Joined:
    """A reader of some bytes and then of a file."""

    def __init__(self, first: bytes, then: IO[bytes]) -> None:
        self.first, self.then = first, then

    def read(self, size: int = -1) -> bytes:
        if not self.first:
            return self.then.read(size)
        size = len(self.first) if size < 0 else size
        data, self.first = self.first[:size], self.first[size:]
        return data


def _end_of_head(data: bytes) -> int | None:
    mac = data.find(b"\n--- ")
    end = data.find(b"\n", mac + 1) if mac >= 0 else -1
    return end + 1 if end >= 0 else None


def _stanzas(head: bytes) -> list[tuple[list[bytes], bytes]]:
    """The words and the body of each way in that the head names."""
    found: list[tuple[list[bytes], bytes]] = []
    for line in head.split(b"\n")[1:]:
        if line.startswith(b"-> "):
            found.append((line[3:].split(b" "), b""))
        elif line.startswith(b"---"):
            break
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def _file_key_by_secret(head: bytes, secret: str) -> bytes:
    """The key of the body, from the way in that was made for our own key."""
    ours = X25519PrivateKey.from_private_bytes(_bech32(secret))
    public = ours.public_key().public_bytes_raw()
    for words, body in _stanzas(head):
        if words[0] == b"X25519":
            theirs = _unb64(words[1])
            shared = ours.exchange(X25519PublicKey.from_public_bytes(theirs))
            return _open(_hkdf(shared, theirs + public, VERSION + b"/X25519"), _unb64(body))
    raise ValueError("the head has no way in for a key")


def _opened_by_passphrase(source: IO[bytes], passphrase: str) -> tuple[Any, list[Any]]:
    """The same file with a head for a key that exists for this moment only, and that key."""
    data = b""
    while (cut := _end_of_head(data)) is None:
        part = source.read(4096)
        if not part or len(data) > LONGEST_HEAD:
            raise Trouble("This is no file that age encrypted, or it is cut off.")
        data += part
    head, rest = data[:cut], data[cut:]
    ways = [(words, body) for words, body in _stanzas(head) if words[0] == b"scrypt"]
    if not ways or len(ways[0][0]) != 3:
        raise Trouble("This backup was encrypted for a key, not for a passphrase.", "Give the key: --identity FILE.")
    words, body = ways[0]
    work = int(words[2])
    if not 0 < work <= MOST_WORK:
        raise Trouble("The head of this file asks for more work than is sane; it is damaged.")
    try:
        key = _open(_scrypt(passphrase, _unb64(words[1]), work), _unb64(body))
    except InvalidTag:
        raise Trouble("The passphrase is not the one this backup was made with.", "Nothing was changed.") from None
    if not hmac.compare_digest(_head(head[: head.rfind(b"---")], key), head):
        raise Trouble("The head of this file was changed.", "Use another copy of the backup. Nothing was changed.")
    identity = pyrage.x25519.Identity.generate()
    return _Joined(_head_for_secret(key, str(identity)), _Joined(rest, source)), [identity]  # type: ignore[arg-type]


def _head_for_passphrase(key: bytes, passphrase: str) -> bytes:
    salt = os.urandom(16)
    body = _seal(_scrypt(passphrase, salt, WORK), key)
    return _head(VERSION + b"\n-> scrypt " + _b64(salt) + b" %d\n" % WORK + _b64(body) + b"\n", key)


def _head_for_secret(key: bytes, secret: str) -> bytes:
    public = X25519PrivateKey.from_private_bytes(_bech32(secret)).public_key()
    once = X25519PrivateKey.generate()
    share = once.public_key().public_bytes_raw()
    wrap = _hkdf(once.exchange(public), share + public.public_bytes_raw(), VERSION + b"/X25519")
    return _head(VERSION + b"\n-> X25519 " + _b64(share) + b"\n" + _b64(_seal(wrap, key)) + b"\n", key)


def _head(begin: bytes, key: bytes) -> bytes:
    """The head with its proof."""
    proof = hmac.new(_hkdf(key, b"", b"header"), begin + b"---", hashlib.sha256).digest()
    return begin + b"--- " + _b64(proof) + b"\n"


def _scrypt(passphrase: str, salt: bytes, work: int) -> bytes:
    salt = VERSION + b"/scrypt" + salt
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, n=2**work, r=8, p=1, dklen=32, maxmem=2 ** (work + 10) + 2**20
    )


def _hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt or None, info=info).derive(secret)


def _seal(wrap: bytes, key: bytes) -> bytes:
    return ChaCha20Poly1305(wrap).encrypt(bytes(12), key, None)


def _open(wrap: bytes, body: bytes) -> bytes:
    return ChaCha20Poly1305(wrap).decrypt(bytes(12), body, None)


def _b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _unb64(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def _bech32(text: str) -> bytes:
    """The 32 bytes in AGE-SECRET-KEY-1…; its checksum was just written by the library."""
    signs = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    number = 0
    for sign in text.lower().rpartition("1")[2][:-6]:
        number = number << 5 | signs.index(sign)
    return (number >> 4).to_bytes(32, "big")  # 52 signs carry 260 bits, of which the last four are nothing
