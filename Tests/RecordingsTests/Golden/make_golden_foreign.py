"""Writes files as more of other people's tools write them, and what their own readers give back.

Run with mne 1.13.2, edfio 0.4.18, bidsphysio-base 21.6.24, wfdb 4.3.1 and numpy (PyPI), in this
folder:
    python make_golden_foreign.py
mne, edfio and wfdb are under BSD, Apache and MIT licences, bidsphysio under MIT; the files hold
nothing but seeded numbers. expected_foreign.json holds for each file the names, rates, values and
annotations that the tool's reader gives back.
"""
import datetime
import json
import os
import pathlib

import edfio
import mne
import numpy as np
import wfdb
from bidsphysio.base.bidsphysio import PhysioData, PhysioSignal

rng = np.random.default_rng(2026)
expected = {}
START = datetime.datetime(2024, 2, 29, 23, 59, 58, tzinfo=datetime.timezone.utc)

# mne: volts inside, microvolts in the file; a length that no whole record holds is filled up.
for name, samples in {"golden_mne.bdf": 480, "golden_mne_odd.edf": 333}.items():
    info = mne.create_info(["ECG", "EMG chin"], sfreq=128, ch_types=["ecg", "emg"])
    raw = mne.io.RawArray(rng.normal(size=(2, samples)) * 3e-4, info, verbose=False)
    raw.set_meas_date(START)
    raw.set_annotations(mne.Annotations([0.5, 1.25], [0, 0.5], ["beat", "Größe"], START))
    mne.export.export_raw(name, raw, overwrite=True, verbose=False)
    reader = mne.io.read_raw_bdf if name.endswith("bdf") else mne.io.read_raw_edf
    back = reader(name, preload=True, verbose=False)
    expected[name] = {
        "names": back.ch_names, "rates": [back.info["sfreq"]] * 2,
        "values": (back.get_data() * 1e3).tolist(),  # mV
        "annotations": [[float(a["onset"]), float(a["duration"]), str(a["description"])]
                        for a in back.annotations],
        "filled": int(back.n_times - samples),
    }

# BDF by edfio, with a fraction of a second and signals of two rates.
signals = [
    edfio.BdfSignal(rng.normal(size=300), sampling_frequency=100, label="ECG",
                    physical_dimension="mV", physical_range=(-5, 5)),
    edfio.BdfSignal(rng.normal(size=12) + 4, sampling_frequency=4, label="GSR",
                    physical_dimension="uS", physical_range=(-2, 10)),
]
bdf = edfio.Bdf(
    signals, recording=edfio.Recording(startdate=datetime.date(2024, 2, 29)),
    starttime=datetime.time(1, 2, 3, 250000),
    annotations=[edfio.EdfAnnotation(0.5, 0.25, "note")])
bdf.write("golden_edfio.bdf")
back = edfio.read_bdf("golden_edfio.bdf")
expected["golden_edfio.bdf"] = {
    "names": [s.label for s in back.signals],
    "rates": [s.sampling_frequency for s in back.signals],
    "values": [s.data.tolist() for s in back.signals],
    "annotations": [[a.onset, a.duration or 0, a.text] for a in back.annotations],
    "filled": 0,
}

# BIDS by bidsphysio: two signals of one rate, times in seconds before the trigger.
folder = pathlib.Path("bidsphysio")
folder.mkdir(exist_ok=True)
physio = [
    PhysioSignal(label=label, units=unit, samples_per_second=50, physiostarttime=10.0,
                 signal=rng.normal(size=120).round(5))
    for label, unit in (("cardiac", "mV"), ("respiratory", "a.u."))
]
for signal in physio:
    signal.neuralstarttime = 12.5
data = PhysioData(physio)
data.save_to_bids(str(folder / "sub-01_task-rest"))
made = sorted(p.name for p in folder.iterdir())
name = "bidsphysio/" + next(n for n in made if n.endswith(".tsv.gz"))
expected[name] = {
    "names": ["cardiac", "respiratory"], "rates": [50, 50],
    "values": np.loadtxt(name, delimiter="\t").T.tolist(), "annotations": [], "filled": 0}

# wfdb: signals of odd units, and a record of segments with a null one between, as wfdb reads it.
values = rng.integers(-3000, 3000, size=(60, 3))
wfdb.wrsamp("golden_units", fs=62.5, units=["NU", "mmHg", "l/min"],
            sig_name=["PLETH", "ABP", "FLOW"], d_signal=values, fmt=["16"] * 3,
            adc_gain=[1023.0, 20.5, 300.0], baseline=[-512, 100, 0],
            comments=["units that no measure is computed in"])
back = wfdb.rdrecord("golden_units")
expected["golden_units.hea"] = {
    "names": back.sig_name, "rates": [back.fs] * 3, "units": back.units,
    "values": back.p_signal.T.tolist(), "annotations": [], "filled": 0}

with open("expected_foreign.json", "w") as out:
    json.dump(expected, out, separators=(",", ":"), default=float)
    out.write("\n")
print({k: (len(v["values"][0]), v["annotations"], v["filled"]) for k, v in expected.items()}, made)
