"""Checks an export with the reader its users have, against the original record read by wfdb.

    check_exports.py FORMAT ORIGINAL EXPORT...

FORMAT is wfdb, edf, csv, bids, fhir-r4 or fhir-r5. ORIGINAL is a WFDB record without extension; EXPORT the
files. Every sample must be the original's, and there must be as many. Exit 1 and a line for each
fault.
"""
import json
import pathlib
import sys

import numpy as np
import wfdb

faults = []


def compare(name, found, expected, tolerance=1e-9):
    found = np.asarray(found, dtype=float)
    if len(found) != len(expected):
        faults.append(f"{name}: {len(found)} samples of {len(expected)}")
    elif len(found) == 0 or np.nanmax(np.abs(found[: len(expected)] - expected)) > tolerance:
        faults.append(f"{name}: samples differ")
    elif (np.isnan(found[: len(expected)]) != np.isnan(expected)).any():
        faults.append(f"{name}: other samples are missing")


def rate_is(name, found, expected):
    if abs(found / expected - 1) > 1e-9:
        faults.append(f"{name}: {found} Hz instead of {expected} Hz")


def beats(times):
    if len(times) < 20 or not (np.diff(times) > 0).all():
        faults.append(f"{len(times)} beats, or out of order")


def check_wfdb(paths):
    base = next(p[:-4] for p in paths if p.endswith(".hea"))
    record = wfdb.rdrecord(base)
    for index, name in enumerate(original.sig_name):
        compare(name, record.p_signal[:, index], expected[:, index])
    rate_is("record", record.fs, original.fs)
    if record.units != original.units:
        faults.append(f"the units are {record.units}")
    notes = wfdb.rdann(base, "atr")
    if original.sig_name[0] in ("ECG", "MLII"):
        beats(notes.sample[np.array(notes.symbol) == "N"])


def check_edf(paths):
    # Both readers of Python people: one in C that refuses what EDF+ does not allow, one in Python.
    import edfio
    import pyedflib
    reader = pyedflib.EdfReader(paths[0])
    for index, name in enumerate(original.sig_name):
        compare(name, reader.readSignal(index), expected[:, index])
        rate_is(name, reader.getSampleFrequency(index), original.fs)
        if reader.getPhysicalDimension(index) != original.units[index]:
            faults.append(f"{name}: the unit is {reader.getPhysicalDimension(index)}")
    onsets, _, texts = reader.readAnnotations()
    if original.sig_name[0] in ("ECG", "MLII"):
        beats(onsets[np.array(texts) == "beat"])
    reader.close()
    read = edfio.read_bdf if paths[0].endswith(".bdf") else edfio.read_edf
    signals = read(paths[0]).signals
    for index, name in enumerate(original.sig_name):
        compare(name, signals[index].data, expected[:, index])


def check_csv(paths):
    import pandas
    table = pandas.read_csv(next(p for p in paths if p.endswith(".csv")))
    for index, name in enumerate(original.sig_name):
        # Units that a reader knows stand after an underscore, others in brackets.
        unit = original.units[index]
        column = f"{name}_{unit}" if unit in ("mV", "uS", "counts") else f"{name} [{unit}]"
        compare(name, table[column], expected[:, index])
    rate_is("time_s", 1 / np.diff(table["time_s"]).mean(), original.fs)


def check_bids(paths):
    import pandas
    path = next(p for p in paths if p.endswith("_physio.tsv.gz"))
    facts = json.loads(pathlib.Path(path[:-7] + ".json").read_text())
    table = pandas.read_csv(path, sep="\t", header=None, na_values="n/a", names=facts["Columns"])
    for index, name in enumerate(original.sig_name):
        compare(name, table[name], expected[:, index])
        if facts[name]["Units"] != original.units[index]:
            faults.append(f"{name}: the unit is {facts[name]['Units']}")
    rate_is("physio", facts["SamplingFrequency"], original.fs)
    root = pathlib.Path(path).parents[3]
    description = json.loads((root / "dataset_description.json").read_text())
    if not {"Name", "BIDSVersion"} <= description.keys():
        faults.append("dataset_description.json lacks what it must have")
    events = pandas.read_csv(next(p for p in paths if p.endswith("_events.tsv")), sep="\t")
    if list(events.columns[:2]) != ["onset", "duration"]:
        faults.append("events.tsv begins with other columns")


def check_fhir(paths, release):
    if release == "r4":
        from fhir.resources.R4B.bundle import Bundle
    else:
        from fhir.resources.bundle import Bundle
    bundle = Bundle.model_validate_json(pathlib.Path(paths[0]).read_text())
    found = [e.resource for e in bundle.entry if e.resource.get_resource_type() == "Observation"]
    codes = {}
    samples = []
    for observation in found:
        coding = observation.code.coding[0]
        codes[coding.code] = observation
        sampled = observation.valueSampledData
        if sampled is None:
            if (observation.valueQuantity is None) == (observation.dataAbsentReason is None):
                faults.append(f"{coding.code}: neither a value nor why there is none")
            continue
        step = sampled.period if release == "r4" else sampled.interval
        rate_is("ECG", 1000 / float(step), original.fs)
        samples += [np.nan if s == "E" else int(s) * float(sampled.factor) + float(sampled.origin.value)
                    for s in sampled.data.split(" ")]
    if set(codes) - {"11524-6"} != {"8867-4", "80404-7", "rmssd"}:
        faults.append(f"the codes are {sorted(codes)}")
    if "RMSSD" in codes.get("80404-7").code.text:
        faults.append("80404-7 is not RMSSD")
    compare("ECG", samples, expected[:, 0])


format, path, *exports = sys.argv[1:]
original = wfdb.rdrecord(path)
expected = original.p_signal
if format.startswith("fhir-"):
    check_fhir(exports, format[5:])
else:
    {"wfdb": check_wfdb, "edf": check_edf, "csv": check_csv, "bids": check_bids}[format](exports)
print("\n".join(faults) or "as the original")
sys.exit(1 if faults else 0)
