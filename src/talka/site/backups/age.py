"""Encryption in the format of the program `age` (age-encryption.org/v1), streamed, by the library pyrage.

Backups are encrypted to keys. A passphrase can lock the secret key's file, as the field does it: then whoever steals
the file has nothing, and the server that makes backups needs neither the file nor the passphrase.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

from talka.site.trouble import Trouble

VERSION = b"age-encryption.org/v1"


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


def new_identity(path: Path, passphrase: str = "") -> str:
    """Write a new secret key, locked where there is a passphrase, for its owner alone; the public key that belongs to
    it. Trouble where the file is there already: whoever loses a key loses what was encrypted to it."""
    identity = pyrage.x25519.Identity.generate()
    text = f"# public key: {identity.to_public()}\n{identity}\n".encode()
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Trouble(f"{path} is there already; nothing was written.", "Give another name.") from None
    except OSError as fault:
        raise Trouble(f"{path} cannot be written: {fault.strerror}.") from None
    with os.fdopen(file, "wb") as out:
        out.write(pyrage.passphrase.encrypt(text, passphrase) if passphrase else text)
    return str(identity.to_public())


def identities(path: Path, passphrase: str = "") -> list[Any]:
    """Secret keys from a file of age-keygen, one that a passphrase locks, or an SSH key."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise Trouble(f"The identity file {path} cannot be read: {fault.strerror}.") from None
    if data.startswith(VERSION):
        data = _unlocked(path, data, passphrase)
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


def _unlocked(path: Path, data: bytes, passphrase: str) -> bytes:
    if not passphrase:
        raise Trouble(f"A passphrase locks the identity file {path}.", "Give it: --passphrase-file F.")
    try:
        return pyrage.passphrase.decrypt(data, passphrase)
    except pyrage.DecryptError:
        raise Trouble(
            f"The passphrase is not the one that locks {path}, or the file was changed.", "Nothing was changed."
        ) from None


def passphrase_from(path: Path) -> str:
    """The first line of a file. Trouble where it is short enough to be guessed."""
    try:
        text = path.read_text().partition("\n")[0].strip("\r")
    except (OSError, UnicodeDecodeError) as fault:
        raise Trouble(f"The passphrase file {path} cannot be read: {fault}.") from None
    if len(text) < 12:
        raise Trouble(f"The passphrase in {path} is shorter than 12 signs.", "Use several random words.")
    return text


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
def encrypting(target: IO[bytes], to: list[Any]) -> Iterator[IO[bytes]]:
    """What is written to the file that is given stands in `target` encrypted when the `with` ends well."""
    read, write = _pipe()
    pump = _Pump(lambda: pyrage.encrypt_io(read, target, to), read)
    try:
        yield write
        write.close()
        pump.finish()
    finally:
        with contextlib.suppress(OSError):
            write.close()
        pump.join()


@contextmanager
def decrypting(source: IO[bytes], keys: list[Any]) -> Iterator[IO[bytes]]:
    """What stands encrypted in `source`. Raises pyrage.DecryptError where no key opens it, and at the end of the `with`
    where it was changed."""
    read, write = _pipe()
    pump = _Pump(lambda: pyrage.decrypt_io(source, write, keys), write)
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
