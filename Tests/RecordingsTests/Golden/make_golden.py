"""Writes the golden WFDB records of this folder, and what the reference reads from them.

Run with wfdb 4.3.1 (PyPI) and numpy, in this folder: python make_golden.py
Signals are seeded; expected.json holds the digital values that wfdb.rdrecord gives back.
"""
import datetime
import json

import numpy as np
import wfdb

rng = np.random.default_rng(2026)
expected = {}

# WFDB format: the largest magnitude of a valid sample.
LIMITS = {"16": 32767, "212": 2047, "80": 127, "24": 2**23 - 1, "32": 2**31 - 1}


def read_back(name):
    record = wfdb.rdrecord(name, physical=False, smooth_frames=False)
    return [[int(v) for v in signal] for signal in record.e_d_signal]


for fmt, limit in LIMITS.items():
    name = f"golden_{fmt}"
    signals = rng.integers(-limit, limit + 1, size=(61, 3))
    signals[10:14, 1] = -limit - 1  # the invalid mark
    wfdb.wrsamp(
        name, fs=250, units=["mV", "uS", "NU"], sig_name=["ECG", "EDA", "PLETH"],
        d_signal=signals, fmt=[fmt] * 3, adc_gain=[200.0, 100.0, 50.5],
        baseline=[0, -5, 7], comments=["golden"], base_time=datetime.time(23, 59, 58, 250000),
        base_date=datetime.date(2024, 2, 29),
    )
    expected[name] = read_back(name)

# Formats that wfdb reads but does not write: random bytes under a header written by hand.
for fmt, size in {"61": 2 * 40, "160": 2 * 40, "8": 40, "310": 4 * 14, "311": 4 * 14}.items():
    name = f"golden_{fmt}"
    raw = rng.integers(0, 256, size=size, dtype=np.uint8)
    if fmt == "311":
        raw[3::4] &= 0x3F  # the two highest bits are unused
    raw.tofile(f"{name}.dat")
    frames = 20 if fmt not in ("310", "311") else 21
    with open(f"{name}.hea", "w") as header:
        header.write(f"{name} 2 100 {frames}\n")
        for channel, start in enumerate((100, -3)):
            header.write(f"{name}.dat {fmt} 200(0)/mV 16 0 {start} 0 0 ch{channel}\n")
    if fmt == "61":  # wfdb 4.3.1 fails on its own big-endian array; numpy reads it.
        expected[name] = raw.view(">i2").reshape(-1, 2).T.tolist()
    else:
        expected[name] = read_back(name)

# Several samples per frame in one file, and a second file in another format.
fast = rng.integers(-2000, 2000, size=48 * 4)
slow = rng.integers(-2000, 2000, size=48)
other = rng.integers(-30000, 30000, size=48 * 2)
multi = wfdb.Record(
    record_name="golden_multi", n_sig=3, fs=62.5, sig_len=48, units=["mV", "uS", "g"],
    sig_name=["ECG", "EDA", "ACC"], e_d_signal=[fast, slow, other], fmt=["212", "212", "16"],
    samps_per_frame=[4, 1, 2], adc_gain=[200.0, 10.0, 1000.0], baseline=[0, 0, 0],
    file_name=["golden_multi_a.dat", "golden_multi_a.dat", "golden_multi_b.dat"],
)
multi.checksum = multi.calc_checksum(expanded=True)
multi.init_value = [int(signal[0]) for signal in (fast, slow, other)]
multi.set_defaults()
multi.wrsamp(expanded=True)
expected["golden_multi"] = read_back("golden_multi")

# Skew, and a prolog of 16 bytes.
plain = rng.integers(-30000, 30000, size=(40, 2)).astype("<i2")
with open("golden_skew.dat", "wb") as data:
    data.write(b"a prolog of 16 B" + plain.tobytes())
with open("golden_skew.hea", "w") as header:
    header.write("golden_skew 2 100 40\n")
    header.write("golden_skew.dat 16+16 200/mV 16 0 0 0 0 A\n")
    header.write("golden_skew.dat 16:3+16 200/mV 16 0 0 0 0 B\n")
expected["golden_skew"] = read_back("golden_skew")

# Annotations: every field, steps beyond ten bits, text of odd and even length.
samples = np.array([18, 77, 370, 662, 3000, 3001, 900_000, 900_000])
wfdb.wrann(
    "golden_ann", "atr", samples, symbol=["+", "N", "V", "N", "A", "~", "N", '"'],
    subtype=np.array([0, 0, 1, 0, 0, -1, 0, 0]), chan=np.array([0, 0, 1, 1, 0, 0, 0, 0]),
    num=np.array([0, 0, 2, 2, 0, 0, 3, 3]),
    aux_note=["(N", "", "odd", "", "", "", "", "note"], fs=360,
)
back = wfdb.rdann("golden_ann", "atr")
expected["golden_ann"] = [
    {"time": int(t), "symbol": s, "subtype": int(u), "channel": int(c), "number": int(n), "aux": a}
    for t, s, u, c, n, a in zip(
        back.sample, back.symbol, back.subtype, back.chan, back.num, back.aux_note)
]

with open("expected.json", "w") as out:
    json.dump(expected, out, separators=(",", ":"))
    out.write("\n")
