"""Verifies signed events as published: verify_signed.py URL PUBLIC-KEY COUNT [SUBJECT [CA CRT KEY]]

Prints the id of each event that verifies and stops after COUNT; ends with 1 at the first that does not.
Needs nats-py and cryptography. PUBLIC-KEY is the agent's, base64url.
"""

import asyncio
import base64
import hashlib
import json
import ssl
import sys

import nats
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TYPE = b"application/vnd.secure-assistant.message.v1+json"


def b64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verify(message, public):
    """The event, or an error: the signature binds bytes, subject, id and place in the order."""
    headers = message.headers or {}
    version, body, signature = headers["Sa-Signature"].split(".")
    body = b64(body)
    pae = b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE, len(body), body)
    Ed25519PublicKey.from_public_bytes(public).verify(b64(signature), pae)
    said, event = json.loads(body), json.loads(message.data)
    assert version == "v1"
    assert said["sha256"] == hashlib.sha256(message.data).hexdigest(), "other bytes"
    # A copy the stream republishes names where it was first said.
    assert said["subject"] == headers.get("Nats-Subject", message.subject), "another subject"
    assert said["id"] == event["id"] == headers["Nats-Msg-Id"], "another id"
    assert said["seq"] == event["sequence"], "another place in the order"
    return event


async def main(url, public, count, subject="health.*.write.>", *files):
    tls = ssl.create_default_context(cafile=files[0]) if files else None
    connection = await nats.connect(url, tls=tls and (tls.load_cert_chain(*files[1:]) or tls))
    subscription = await connection.subscribe(subject)
    await connection.flush()
    print("listening", flush=True)
    for _ in range(int(count)):
        message = await subscription.next_msg(timeout=20)
        try:
            print(verify(message, b64(public))["id"], flush=True)
        except (InvalidSignature, KeyError, ValueError, AssertionError) as error:
            print("refused:", type(error).__name__, error, flush=True)
            return 1
    await connection.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
