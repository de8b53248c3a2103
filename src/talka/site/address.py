"""How others call the server that runs here, where nobody has configured a name (TALKA_URL)."""

import ipaddress
import os
import socket


def own_address() -> str:
    """http://HOST:PORT of the environment; of a server that listens everywhere, the address that leads outside."""
    host = outward(os.environ.get("HOST") or "127.0.0.1")
    return f"http://{f'[{host}]' if ':' in host else host}:{os.environ.get('PORT') or '8000'}"


def outward(host: str) -> str:
    """The host itself; in place of "everywhere" the address by which a hall's phones reach this machine."""
    family = {"0.0.0.0": socket.AF_INET, "::": socket.AF_INET6}.get(host)  # noqa: S104
    if family is None:
        return host
    beyond = ("192.0.2.1", 9) if family == socket.AF_INET else ("2001:db8::1", 9)
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(beyond)  # nothing is sent: the system only chooses the way
            return str(probe.getsockname()[0])
        except OSError:  # no way outside: a router of its own without Internet may tell none
            return _of_an_interface(family) or ("127.0.0.1" if family == socket.AF_INET else "::1")


def _of_an_interface(family: socket.AddressFamily) -> str:
    """The first address of this machine that others may reach it by; "" where there is none."""
    import psutil

    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    for name, addresses in sorted(psutil.net_if_addrs().items()):
        for found in addresses if name in up else []:
            if found.family == family and "%" not in found.address:
                address = ipaddress.ip_address(found.address)
                if not address.is_loopback and not address.is_link_local:
                    return str(address)
    return ""
