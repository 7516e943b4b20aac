"""Writes healthypi6.json beside itself, with the maker's own encoders.

    python3 -m venv v && v/bin/pip install protocentral-healthypi==0.1.2 smp==4.2.0
    v/bin/python make_healthypi6.py
"""

import json
import os
import struct
import tempfile

import cbor2
from healthypi.hp6.format import (
    Channel, EcgSample, EventSample, InferSample, PpgSample, SyncSample, VitalsSample,
)
from healthypi.hp6.writer import FileWriter, encode_block, new_header
from healthypi.smp import group64
from smp import header, os_management, packet

FOLDER = os.path.dirname(os.path.abspath(__file__))
RESPONSES = {
    "echo": (3, 0, 0, {"r": "hpi"}),
    "done": (3, 64, 0x20, {}),
    "stream_status": (
        1, 64, 0x22, {"active": True, "ch": 3, "ann": 0, "sent": 70000, "dropped": 12}),
    "device_info": (
        1, 64, 0x01,
        {"sn": "0123456789ABCDEF01234567", "fw": "1.0.0", "gv": 2, "br": "v4",
         "hw": bytes(range(12)), "m4fw": "1.0.0", "espfw": "0.9.2", "up": 86400,
         "later": {"nested": [1, -2, None, False]}}),
    "lead_off": (
        1, 64, 0x81,
        {"mask": 5, "ra": True, "la": False, "ll": True, "v1": False, "age_ms": 4, "ok": True,
         "hr": 61, "hr_src": 1, "vflags": 3}),
    "fw_versions": (
        1, 64, 0x31,
        {"m7fw": "1.0.0", "m4fw": "1.0.0", "espfw": "", "mod_a_fw": "", "mod_b_fw": ""}),
    "no_such_channel": (3, 64, 0x20, {"err": {"group": 64, "rc": 258}}),
    "not_supported": (1, 64, 0x01, {"rc": 8}),
}


def ecg(first):
    return [EcgSample(-1000 - i, 50 * i - 300, 80 * i - 700, -i, 0, 0)
            for i in range(first, first + 16)]


def ppg(first):
    return [PpgSample(500_000 + 3 * i, 700_000 - 5 * i, 0) for i in range(first, first + 16)]


def recording():
    name = tempfile.mktemp()
    head = new_header(
        session_name="Session of Somebody", patient_id="Patient 4711",
        firmware_version="1.0.0", board_variant="v4", serial_number="0123456789ABCDE",
        timestamp_start=1_790_000_000_123)
    with FileWriter(name, head) as file:
        sequence = 0
        for burst in range(4):
            t = 5_000 + 64 * burst
            blocks = [
                (Channel.ECG, t, ecg(32 * burst)),
                (Channel.ECG, t + 32, ecg(32 * burst + 16)),
                (Channel.PPG, t, ppg(16 * burst)),
            ]
            if burst == 1:
                blocks.append((Channel.EVENT, t + 64, [EventSample(128, 1, 1)]))
                blocks.append((Channel.INFER, t + 64, [InferSample(1, 0, 0, 128, (0,) * 5, 1)]))
            if burst == 3:
                blocks.append(
                    (Channel.VITALS, t + 64, [VitalsSample(61, 978, 0, 0, 300, 41, 12, 8)]))
                blocks.append(
                    (Channel.SYNC, t + 64,
                     [SyncSample(0xDEADBEEF, 0, 1_790_000_000_400, 128, 64, 0, 1, 1, 0)]))
            for channel, time, samples in blocks:
                file.add(channel, sequence, time, samples)
                sequence += 1
    with open(name, "rb") as file:
        content = file.read()
    os.remove(name)
    return content


def lines(message):
    return b"".join(packet.encode(bytes(message))).hex()


def response(name, indefinite):
    op, group, command, body = RESPONSES[name]
    content = cbor2.dumps(body, indefinite_containers=indefinite)
    head = header.Header(
        op=header.OP(op), version=header.Version.V2, flags=header.Flag(0), length=len(content),
        group_id=group, sequence=7, command_id=command)
    return lines(bytes(head) + content)


g = group64.g
requests = {
    "echo": os_management.EchoWriteRequest(d="hpi", sequence=7),
    "stream_start": g.stream_start(ch=3, ann=0, sequence=7),
    "stream_stop": g.stream_stop(sequence=7),
    "stream_status": g.stream_status(sequence=7),
    "device_info": g.device_info(sequence=7),
    "lead_off": g.diag_lead_off(sequence=7),
    "fw_versions": g.fw_versions(sequence=7),
    "echo_long": os_management.EchoWriteRequest(d="x" * 200, sequence=7),
}
golden = {
    "command": "python make_healthypi6.py; protocentral-healthypi 0.1.2, smp 4.2.0, cbor2 6.2.1",
    "recording": recording().hex(),
    # Vitals of file format 0x0200: 12 bytes, SDNN and RMSSD in one byte each.
    "vitals_0200": encode_block(
        Channel.VITALS, 3, 5064, struct.pack("<HHHhBB2x", 61, 978, 0, 3655, 48, 255),
        sample_count=1).hex(),
    "requests": {name: lines(message) for name, message in requests.items()},
    "responses": {name: response(name, False) for name in RESPONSES},
    "responses_open_ended": {name: response(name, True) for name in RESPONSES},
}
with open(os.path.join(FOLDER, "healthypi6.json"), "w") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
