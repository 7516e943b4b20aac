"""Makes message_signatures.json without our code: python make_vectors.py > message_signatures.json

Made with Python 3.11 and cryptography 50.0.2. Every key here is for tests alone.
"""

import base64
import hashlib
import json

from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TYPE = "application/vnd.secure-assistant.message.v1+json"


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def raw_public(key):
    return key.public_key().public_bytes(form.Encoding.Raw, form.PublicFormat.Raw)


def sign(key, body, type_=TYPE):
    pae = b"DSSEv1 %d %s %d %s" % (len(type_), type_.encode(), len(body), body)
    return "v1." + b64(body) + "." + b64(key.sign(pae))


def statement(key, **changes):
    members = {"agent": "healthypi", "kid": b64(hashlib.sha256(raw_public(key)).digest()[:8])}
    members.update(changes)
    return json.dumps(members, sort_keys=True, separators=(",", ":")).encode()


ours = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
other = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
payload = '{"specversion":"1.0","id":"01JD0000000000000000000001","text":"\u00b5S"}'
subject = "health.events.write.healthypi.internal.quality"
usual = dict(
    id="01JD0000000000000000000001", seq="00000000000000000042",
    sha256=hashlib.sha256(payload.encode()).hexdigest(), subject=subject, ts=1763690400000)
good = sign(ours, statement(ours, **usual))
head, body, signature = good.split(".")
spaced = json.dumps(json.loads(statement(ours, **usual)), sort_keys=True).encode()

vectors = [
    dict(name="an event", header=good, verdict="valid"),
    dict(name="an answer", verdict="valid",
         header=sign(ours, statement(ours, **{**usual, "re": "01JD0000000000000000000009"}))),
    dict(name="the second key of the same agent", verdict="valid",
         header=sign(other, statement(other, **usual))),
    dict(name="replayed on another subject", header=good, verdict="subjectDiffers",
         subject=subject.replace("internal", "confidential")),
    dict(name="another payload", header=good, verdict="payloadDiffers", payload=payload + " "),
    dict(name="another agent's name", verdict="agentDiffers",
         header=sign(ours, statement(ours, **{**usual, "agent": "hue"}))),
    dict(name="a key nobody knows", verdict="keyUnknown",
         header=sign(ours, statement(ours, **{**usual, "kid": "AAAAAAAAAAA"}))),
    dict(name="signed by another key under our key's name", verdict="signatureWrong",
         header=sign(other, statement(ours, **usual))),
    dict(name="signed as a token, sent as a message", verdict="signatureWrong",
         header=sign(ours, statement(ours, **usual), "application/vnd.secure-assistant.token.v1+json")),
    dict(name="white space in the statement", header=sign(ours, spaced), verdict="malformed"),
    dict(name="an unknown member", verdict="malformed",
         header=sign(ours, statement(ours, **{**usual, "x": "y"}))),
    dict(name="a sequence that is a number", verdict="malformed",
         header=sign(ours, statement(ours, **{**usual, "seq": 42}))),
    dict(name="another version", header="v2." + body + "." + signature, verdict="malformed"),
    dict(name="padding", header=good + "=", verdict="malformed"),
    dict(name="a short signature", header=head + "." + body + "." + signature[:-4], verdict="malformed"),
    dict(name="nothing", header="", verdict="malformed"),
]
print(json.dumps(dict(
    seed=b64(bytes(range(32))),
    keys=[dict(agent="healthypi", public=b64(raw_public(key))) for key in (ours, other)],
    agent="healthypi", id=usual["id"], sequence=42, timeMilliseconds=usual["ts"], subject=subject,
    payload=payload, vectors=vectors), indent=1))
