"""Deeds as phones send them."""

import os
import time
import uuid

ORIGIN = {"Origin": "http://testserver"}


def new_id() -> str:
    """A UUIDv7, as a browser makes it."""
    drawn = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    drawn[6], drawn[8] = 0x70 | drawn[6] & 0x0F, 0x80 | drawn[8] & 0x3F
    return str(uuid.UUID(bytes=bytes(drawn)))


def card(text="Trūkst datu par pagastiem", **more):
    return {"id": new_id(), "deed": "card", "stage": "lack", "lane": "lack", "text": text, **more}


def vote(theme, value=1, **more):
    return {"id": new_id(), "deed": "vote", "stage": "vote", "thing": f"theme:{theme.pk}", "value": value, **more}


def statuses(results):
    return [result["status"] for result in results]
