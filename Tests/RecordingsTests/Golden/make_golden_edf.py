"""Writes the golden EDF, BDF, BIDS and E4 files of this folder, as other people's tools write them.

Run with pyedflib 0.1.42, edfio 0.4.18, pandas 2.3.3 and numpy (PyPI), in this folder:
    python make_golden_edf.py
Signals are seeded. expected_edf.json holds what the writers' own readers give back: digital values,
and for some also physical ones and annotations.
"""
import datetime
import json
import os
import pathlib

import edfio
import numpy as np
import pandas as pd
import pyedflib

rng = np.random.default_rng(2026)
expected = {}
START = datetime.datetime(2024, 2, 29, 23, 59, 58)


def pyedf(name, kind, signals, seconds=1.0, annotations=()):
    writer = pyedflib.EdfWriter(name, len(signals), file_type=kind)
    writer.setStartdatetime(START)
    if seconds != 1.0:
        writer.setDatarecordDuration(seconds)
    for index, (label, unit, rate, digital, physical, _) in enumerate(signals):
        writer.setSignalHeader(index, {
            "label": label, "dimension": unit, "sample_frequency": rate,
            "physical_min": physical[0], "physical_max": physical[1],
            "digital_min": digital[0], "digital_max": digital[1],
            "transducer": "", "prefilter": ""})
    writer.writeSamples([data.astype(np.int32) for *_, data in signals], digital=True)
    for onset, duration, text in annotations:
        writer.writeAnnotation(onset, duration, text)
    writer.close()
    reader = pyedflib.EdfReader(name)
    expected[name] = {
        "digital": [reader.readSignal(i, digital=True).astype(int).tolist()
                    for i in range(reader.signals_in_file)],
        "physical": [reader.readSignal(i).tolist() for i in range(reader.signals_in_file)],
        "annotations": [[float(o), float(d), t] for o, d, t in zip(*reader.readAnnotations())],
    }
    reader.close()


def ints(count, low, high):
    return rng.integers(low, high + 1, size=count)


# Signals of different rates and units in one file; annotations.
pyedf("golden_plus.edf", pyedflib.FILETYPE_EDFPLUS, [
    ("ECG", "uV", 50, (-2048, 2047), (-5000, 5000), ints(200, -2048, 2047)),
    ("EDA", "uS", 4, (0, 4095), (0, 25), ints(16, 0, 4095)),
    ("SpO2", "%", 1, (0, 1000), (0, 100), ints(4, 0, 1000)),
    ("Pulse", "bpm", 1, (-32768, 32767), (-1000, 1000), ints(4, -32768, 32767)),
    ("Temp", "degC", 2, (-1000, 1000), (20, 45), ints(8, -1000, 1000)),
], annotations=[(0.5, -1, "beat"), (1.25, 0.5, "Größe")])

# Plain EDF, inverted physical range, records that do not last a whole second.
pyedf("golden_plain.edf", pyedflib.FILETYPE_EDF, [
    ("MLII", "mV", 40, (-32768, 32767), (10, -10), ints(120, -32768, 32767)),
], seconds=0.5)

# 24 bits.
pyedf("golden_plus.bdf", pyedflib.FILETYPE_BDFPLUS, [
    ("ECG", "mV", 25, (-8388608, 8388607), (-262.144, 262.143), ints(75, -8388608, 8388607)),
], annotations=[(1.0, -1, "x")])

# edfio: another writer, non-integer rate, no annotations.
signal = edfio.EdfSignal(
    rng.normal(size=750) * 0.5, sampling_frequency=125 / 2, label="ECG I",
    physical_dimension="mV", physical_range=(-4, 4))
edf = edfio.Edf([signal], recording=edfio.Recording(startdate=datetime.date(2024, 2, 29)),
                starttime=datetime.time(1, 2, 3, 500000),
                annotations=[edfio.EdfAnnotation(2.0, None, "note")])
edf.write("golden_edfio.edf")
back = edfio.read_edf("golden_edfio.edf")
expected["golden_edfio.edf"] = {
    "digital": [s.digital.astype(int).tolist() for s in back.signals],
    "physical": [s.data.tolist() for s in back.signals],
    "annotations": [[a.onset, a.duration if a.duration is not None else -1, a.text]
                    for a in back.annotations],
}

# BIDS physio as the specification wants it, by pandas.
folder = pathlib.Path("bids")
folder.mkdir(exist_ok=True)
table = pd.DataFrame({
    "cardiac": rng.normal(size=60).round(4), "respiratory": rng.normal(size=60).round(4)})
table.loc[20:24, "respiratory"] = np.nan
table.to_csv(folder / "sub-01_task-rest_physio.tsv.gz", sep="\t", header=False, index=False,
             na_rep="n/a", compression={"method": "gzip", "mtime": 0})
(folder / "task-rest_physio.json").write_text(json.dumps({
    "SamplingFrequency": 10, "StartTime": -2.5, "Columns": ["cardiac", "respiratory"],
    "cardiac": {"Units": "mV"}}, indent=1) + "\n")
expected["bids"] = [[None if pd.isna(v) else v for v in table[c]] for c in table]

# An E4 folder, by hand after "Data export and formatting from E4 connect".
e4 = pathlib.Path("e4")
e4.mkdir(exist_ok=True)
files = {
    "BVP.csv": ["1544027337.000000", "64.000000"] + [f"{v:.2f}" for v in rng.normal(size=192) * 40],
    "ACC.csv": ["1544027337.000000, 1544027337.000000, 1544027337.000000",
                "32.000000, 32.000000, 32.000000"]
    + [",".join(map(str, row)) for row in ints((96, 3), -128, 127)],
    "EDA.csv": ["1544027338.000000", "4.000000"] + [f"{abs(v):.6f}" for v in rng.normal(size=12)],
    "TEMP.csv": ["1544027337.000000", "4.000000"] + [f"{30 + abs(v):.2f}" for v in rng.normal(size=12)],
    "HR.csv": ["1544027347.000000", "1.000000", "83.00", "82.50"],
    "IBI.csv": ["1544027337.000000, IBI", "10.484375,0.890625", "11.343750,0.859375",
                "14.296875,0.953125"],
    "tags.csv": ["1544027339.52"],
}
for name, lines in files.items():
    with open(e4 / name, "w", newline="") as out:
        out.write("\r\n".join(lines) + "\r\n")

with open("expected_edf.json", "w") as out:
    json.dump(expected, out, separators=(",", ":"))
    out.write("\n")
