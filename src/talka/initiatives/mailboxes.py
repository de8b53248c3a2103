"""Which addresses are one mailbox: of a person who types theirs twice in different ways one support is counted."""

import hashlib


def mailbox_of(address: str) -> str:
    """A digest of the address without capitals, without dots in its first part and without what follows a plus; "" of
    no address. Two people whose addresses differ by dots alone are taken for one: rare, where pressing twice is not."""
    name, _at, host = address.strip().lower().rpartition("@")
    plain = name.partition("+")[0].replace(".", "")
    return hashlib.sha256(f"{plain or name}@{host}".encode()).hexdigest() if name and host else ""
