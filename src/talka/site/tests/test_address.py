import ipaddress
import socket
from types import SimpleNamespace

import psutil
import pytest

from talka.site.address import outward, own_address
from talka.ui.addresses import whole


@pytest.mark.parametrize(
    ("host", "address"),
    [("", "http://127.0.0.1:8123"), ("talka.local", "http://talka.local:8123"), ("::1", "http://[::1]:8123")],
)
def test_a_server_is_called_as_it_was_told(monkeypatch, host, address):
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("PORT", "8123")
    assert own_address() == address


def test_without_a_way_outside_an_address_of_the_hall_is_told(monkeypatch):
    class NoWay(socket.socket):
        def connect(self, address):
            raise OSError("Network is unreachable")

    def address(text, family=socket.AF_INET):
        return SimpleNamespace(family=family, address=text)

    cards = {
        "down0": [address("10.0.0.9")],
        "lo": [address("127.0.0.1")],
        "wlan0": [address("169.254.1.2"), address("fe80::1%wlan0", socket.AF_INET6), address("192.168.8.2")],
    }
    monkeypatch.setattr(socket, "socket", NoWay)
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: cards)
    monkeypatch.setattr(psutil, "net_if_stats", lambda: {n: SimpleNamespace(isup=n != "down0") for n in cards})
    assert outward("0.0.0.0") == "192.168.8.2"
    del cards["wlan0"]
    assert outward("0.0.0.0") == "127.0.0.1"


@pytest.mark.parametrize(
    ("asked", "server", "told"),
    [
        ("127.0.0.1:8000", "http://192.168.8.2:8000", "http://192.168.8.2:8000/w/"),
        ("localhost:8000", "http://192.168.8.2:8000", "http://192.168.8.2:8000/w/"),
        ("192.168.8.2:8000", "http://192.168.8.2:8000", "http://192.168.8.2:8000/w/"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000", "http://127.0.0.1:8000/w/"),
        ("talka.lv", "http://192.168.8.2:8000", "http://talka.lv/w/"),
    ],
)
def test_a_code_on_the_wall_leads_phones_to_the_server(rf, settings, asked, server, told):
    settings.BASE_URL, settings.SERVER_URL = "", server
    assert whole("/w/", rf.get("/", headers={"host": asked})) == told


@pytest.mark.parametrize("everywhere", ["0.0.0.0", "::"])
def test_a_server_that_listens_everywhere_names_one_place(everywhere):
    assert not ipaddress.ip_address(outward(everywhere)).is_unspecified
