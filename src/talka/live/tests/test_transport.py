"""The connection under a stream may be gone before the stream has begun."""

import asyncio

import pytest

from talka.live.transport import hold_little

uvloop = pytest.importorskip("uvloop")


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def test_a_phone_that_is_gone_before_its_stream_begins_is_no_fault(loop):
    async def gone() -> None:
        came: asyncio.Future[asyncio.StreamWriter] = asyncio.get_running_loop().create_future()
        server = await asyncio.start_server(lambda _reader, writer: came.set_result(writer), "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()
        _reader, phone = await asyncio.open_connection(host, port)
        transport = (await came).transport
        hold_little(transport)
        phone.transport.abort()
        transport.abort()
        await asyncio.sleep(0.05)
        assert transport.is_closing()
        hold_little(transport)
        server.close()

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(gone())
