"""Makes documents.json without our code: python make_documents.py > documents.json

Tokens, keyring entries, revocations and approvals as another implementation writes and signs them,
each with the rule by which it must be refused, or none. With a file and a public key it verifies a
document instead: python make_documents.py FILE PUBLIC-KEY KIND.
Made with Python 3.11 and cryptography 50.0.2. Every key here is for tests alone.
"""

import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NOW = 1795219200  # 2026-11-21T00:00:00Z


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def public(key):
    return key.public_key().public_bytes(form.Encoding.Raw, form.PublicFormat.Raw)


def kid(key):
    return b64(hashlib.sha256(public(key)).digest()[:8])


def canonical(members):
    return json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def pae(kind, body):
    kind = f"application/vnd.secure-assistant.{kind}+json".encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)


def signed(kind, key, members, **changes):
    members = {**members, **changes}
    if kind != "capability.v0":
        members.setdefault("kid", kid(key))
    signature = b64(key.sign(pae(kind, canonical(members))))
    return canonical({**members, "signature": signature}).decode()


def without(members, name):
    return {key: value for key, value in members.items() if key != name}


def verify(path, key, kind):
    document = json.loads(open(path).read())
    assert canonical(document) == open(path, "rb").read().rstrip(b"\n"), "not canonical"
    signature = unb64(document.pop("signature"))
    Ed25519PublicKey.from_public_bytes(unb64(key)).verify(signature, pae(kind, canonical(document)))
    print("verified:", document.get("jti") or document.get("agent") or document.get("seq"))


def main():
    # The same seeds as Family.swift: 32 times the number.
    root, issuer, approver, second, orchestrator, healthypi, hue, stranger = (
        Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in range(1, 9))
    token = dict(
        v=1, jti="01JD0000000000000000000000", iss="orchestrator", agent="orchestrator",
        cnf=b64(public(orchestrator)), allowed_subjects=["health.data.read"], not_before=NOW,
        expiration=NOW + 3600, epoch=0, max_label="confidential")
    plain = dict(agent="orchestrator", allowed_subjects=["health.data.read"], expiration=NOW + 3600)
    one = json.loads(signed("capability.v1", issuer, token))
    text = signed("capability.v1", issuer, token)
    tokens = [
        ("a token", text, None),
        ("a token for two readers", signed("capability.v1", issuer, token, aud=["healthypi", "hue"]), None),
        ("a plain token", signed("capability.v0", issuer, plain), None),
        ("a plain token by another", signed("capability.v0", stranger, plain), "signature_wrong"),
        ("a plain token that says v 0", signed("capability.v0", issuer, plain, v=0), "version_unknown"),
        ("a plain token with a key's name", signed("capability.v0", issuer, plain, kid=kid(issuer)), "member_unknown"),
        ("signed as plain", signed("capability.v0", issuer, token, kid=kid(issuer)), "signature_wrong"),
        ("signed as a message", signed("message.v1", issuer, token), "signature_wrong"),
        ("signed as a decision", signed("approval-decision.v1", issuer, token), "signature_wrong"),
        ("signed without a type", canonical({**without(one, "signature"), "signature": b64(
            issuer.sign(canonical(without(one, "signature"))))}).decode(), "signature_wrong"),
        ("signed by another under the issuer's name", signed("capability.v1", stranger, token, kid=kid(issuer)), "signature_wrong"),
        ("a key nobody knows", signed("capability.v1", stranger, token), "key_unknown"),
        ("an approver's key", signed("capability.v1", approver, token), "key_role"),
        ("a member's key", signed("capability.v1", orchestrator, token), "key_role"),
        ("another issuer's name", signed("capability.v1", issuer, token, iss="hue"), "issuer_unknown"),
        ("expired", signed("capability.v1", issuer, token, expiration=NOW, not_before=NOW - 60), "expired"),
        ("not yet", signed("capability.v1", issuer, token, not_before=NOW + 31), "not_yet_valid"),
        ("two days long", signed("capability.v1", issuer, token, expiration=NOW + 172800), "life_too_long"),
        ("ends before it begins", signed("capability.v1", issuer, token, expiration=NOW - 1), "member_value"),
        ("another agent's", signed("capability.v1", issuer, token, agent="hue"), "agent_differs"),
        ("another reader's", signed("capability.v1", issuer, token, aud=["hue"]), "audience_differs"),
        ("another holder's", signed("capability.v1", issuer, token, cnf=b64(public(hue))), "holder_differs"),
        ("everything", signed("capability.v1", issuer, token, allowed_subjects=[">"]), "subject_beyond_role"),
        ("another subject", signed("capability.v1", issuer, token, allowed_subjects=["health.data.export"]), "subject_not_allowed"),
        ("restricted", signed("capability.v1", issuer, token, max_label="restricted"), "label_beyond_role"),
        ("only internal", signed("capability.v1", issuer, token, max_label="internal"), "label_ceiling"),
        ("a label in capitals", signed("capability.v1", issuer, token, max_label="Internal"), "member_value"),
        ("version 2", signed("capability.v1", issuer, token, v=2), "version_unknown"),
        ("a version that is a text", signed("capability.v1", issuer, token, v="1"), "version_unknown"),
        ("an expiration that is a text", signed("capability.v1", issuer, token, expiration="1795222800"), "member_type"),
        ("an expiration with a fraction", signed("capability.v1", issuer, token, expiration=NOW + 3600.0), "number_form"),
        ("an expiration with an exponent", text.replace("1795222800", "1e10"), "number_form"),
        ("subjects that are a text", signed("capability.v1", issuer, token, allowed_subjects=">"), "member_type"),
        ("subjects that hold a number", signed("capability.v1", issuer, token, allowed_subjects=[1]), "member_type"),
        ("no subject", signed("capability.v1", issuer, token, allowed_subjects=[]), "member_value"),
        ("nothing for a holder", signed("capability.v1", issuer, token, cnf=None), "member_type"),
        ("an object for a holder", signed("capability.v1", issuer, token, cnf={"jwk": "x"}), "member_type"),
        ("an unknown member", signed("capability.v1", issuer, token, admin=True), "member_unknown"),
        ("half of a one-off token", signed("capability.v1", issuer, token, action="data.delete"), "member_missing"),
        ("for an action nobody asked for", signed("capability.v1", issuer, token, action="data.delete", action_hash="ab" * 32, max_uses=1), "action_differs"),
        ("no holder", signed("capability.v1", issuer, without(token, "cnf")), "member_missing"),
        ("a member twice", text.replace('"agent":', '"agent":"hue","agent":', 1), "member_twice"),
        ("members in another order", '{"' + ',"'.join(reversed(text[2:-1].split(',"'))) + "}", "member_order"),
        ("white space", text.replace(",", ", ", 1), "white_space"),
        ("a new line at the end", text + "\n", "trailing_bytes"),
        ("two tokens", text + text, "trailing_bytes"),
        ("cut", text[:-1], "cut_short"),
        ("an escape", text.replace("health.data.read", "health\\u002edata.read"), "text_form"),
        ("padding", text.replace('"signature":"', '"signature":"='), "member_value"),
        ("too long", signed("capability.v1", issuer, token, aud=["x" * 4096]), "too_long"),
        ("nothing", "", "cut_short"),
        ("a list", "[" + text + "]", "not_an_object"),
    ]
    entry = dict(v=1, agent="hue", role="member", pub=b64(public(hue)), not_before=NOW, not_after=NOW + 60)
    entries = [
        ("an entry", signed("key.v1", root, entry), None),
        ("signed by the issuer", signed("key.v1", issuer, entry), "key_unknown"),
        ("a role nobody has", signed("key.v1", root, entry, role="root"), "member_value"),
        ("a key too short", signed("key.v1", root, entry, pub="AAAA"), "member_value"),
        ("signed as a token", signed("capability.v1", root, entry), "signature_wrong"),
    ]
    listed = dict(v=1, seq=1, time=NOW, tokens=["01JD0000000000000000000009"], keys=[], agents=["hue=2"])
    lists = [
        ("a list", signed("revocations.v1", issuer, listed), None),
        ("by a member", signed("revocations.v1", hue, listed), "key_role"),
        ("an epoch below nought", signed("revocations.v1", issuer, listed, agents=["hue=-1"]), "member_value"),
        ("an epoch written otherwise", signed("revocations.v1", issuer, listed, agents=["hue=02"]), "member_value"),
        ("an agent twice", signed("revocations.v1", issuer, listed, agents=["hue=1", "hue=2"]), "member_value"),
    ]
    action = dict(
        action="data.delete", agent="healthypi", approval_id="01JD0000000000000000000007",
        requester="orchestrator", resource="recording-1", resource_sha256="0f" * 32,
        params=["keep=baseline", "why=\u201ctoo old\u201d"])
    digest = hashlib.sha256(canonical(action)).hexdigest()
    request = dict(
        action, action_hash=digest, v=1, words="recording-1 is erased: 5 min of ECG \"as a whole\".",
        size=1200000, count=1, label="restricted", asked_at=NOW, expires_at=NOW + 900, quorum=1)
    requests = [
        ("a request", signed("approval-request.v1", healthypi, request), None),
        ("other parameters under the same hash", signed("approval-request.v1", healthypi, request, params=[]), "action_differs"),
        ("by another agent", signed("approval-request.v1", hue, request), "agent_differs"),
        ("a quorum of none", signed("approval-request.v1", healthypi, request, quorum=0), "member_value"),
    ]
    decision = dict(
        v=1, approval_id=action["approval_id"], action_hash=digest, approver="approver",
        decision="approve", reason="I asked for it", decided_at=NOW, expires_at=NOW + 600)
    decisions = [
        ("an approval", signed("approval-decision.v1", approver, decision), None),
        ("a denial", signed("approval-decision.v1", approver, decision, decision="deny"), None),
        ("without a reason", signed("approval-decision.v1", approver, decision, reason=" "), "reason_missing"),
        ("neither", signed("approval-decision.v1", approver, decision, decision="maybe"), "member_value"),
        ("by the issuer", signed("approval-decision.v1", issuer, decision), "not_an_approver"),
        ("by the agent that asks", signed("approval-decision.v1", healthypi, decision), "not_an_approver"),
        ("in another approver's name", signed("approval-decision.v1", second, decision), "agent_differs"),
        ("signed as a request", signed("approval-request.v1", approver, decision), "signature_wrong"),
        ("a token", text, "not_an_approver"),
    ]
    groups = dict(tokens=tokens, entries=entries, lists=lists, requests=requests, decisions=decisions)
    print(json.dumps(
        {group: [dict(name=name, document=document, rule=rule) for name, document, rule in rows]
         for group, rows in groups.items()} | dict(actionHash=digest), indent=1))


if __name__ == "__main__":
    verify(*sys.argv[1:]) if len(sys.argv) > 1 else main()
