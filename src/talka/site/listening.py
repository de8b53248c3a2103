"""The port: taken before anything slow begins, and who has it where it cannot be."""

import contextlib
import errno
import resource
import socket

from talka.site.trouble import Trouble


def listen(host: str, port: int) -> socket.socket:
    """Take the port; it refuses connections until `listen` is called on it. Trouble says who has it."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as fault:
        raise Trouble(f"HOST={host} is no address of this machine: {fault.strerror}.") from None
    taken = socket.socket(family, kind, protocol)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
    except OSError as fault:
        taken.close()
        if fault.errno == errno.EADDRINUSE:
            advice = f"End it, or choose another port: PORT={port + 1 if port < 65535 else 8000}"
            raise Trouble(f"The port {port} on {host} is taken{_by_whom(port)}.", advice) from None
        if fault.errno == errno.EACCES:
            raise Trouble(
                f"The port {port} may not be used by this user.", "Choose one above 1023: PORT=8000"
            ) from None
        raise Trouble(
            f"Nothing can listen on {host}, port {port}: {fault.strerror}.", "Look at HOST and PORT."
        ) from None
    return taken


def _by_whom(port: int) -> str:
    import psutil

    with contextlib.suppress(psutil.Error, OSError):
        for found in psutil.net_connections("tcp"):
            if found.status == psutil.CONN_LISTEN and found.laddr and found.laddr.port == port and found.pid:
                return f" by {psutil.Process(found.pid).name()} (process {found.pid})"
    return " by another program"


def port_of(text: str) -> int:
    if text.isdigit() and int(text) < 65536:
        return int(text)
    raise Trouble(f"PORT={text} is not a port.", "Give a number from 1 to 65535.")


def raise_file_limit() -> None:
    """Each open stream is an open file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65536 if hard == resource.RLIM_INFINITY else min(hard, 65536)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
