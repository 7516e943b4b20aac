#!/usr/bin/env python3
"""Turns one-column CSV recordings into the files of this folder, sample values unchanged.

    python3 datasets/tools/convert.py SOURCE --into datasets

SOURCE holds one folder a recording with signal.csv (a heading, then one value a line) and its
reference CSV. Each recording becomes a WFDB record (format 16 or 212), a CSV with a BIDS-style
sidecar, or an RR text, as the table RECORDINGS says. Standard library only.
"""

import argparse
import json
import pathlib
import struct
import sys
from typing import NamedTuple, Optional


class Recording(NamedTuple):
    name: str
    channel: str
    rate: int
    format: int  # WFDB signal format, or 0 for CSV
    stored_offset: int = 0  # stored digital value = source value - stored_offset
    gain: str = "1"  # stored units per physical unit
    baseline: int = 0  # stored value of physical 0
    units: str = "counts"
    resolution: int = 16  # bits of the converter
    reference: Optional[str] = None  # file in SOURCE
    reference_kind: str = "beats"
    comments: tuple = ()


PLUX = "PLUX, biosignalsnotebooks 0.6.14, MIT licence; see ../README.md"
# A 16-bit converter counts 0...65535: stored as the count minus 32768, and baseline -32768 with
# gain 1 gives the count back as the physical value.
COUNTS_16 = dict(format=16, stored_offset=32768, gain="1", baseline=-32768)
# uS = count / 65536 * 3 / 0.12: 2621.44 counts per uS, 0 uS at count 0.
EDA_16 = dict(
    format=16, stored_offset=32768, gain="2621.44", baseline=-32768, units="uS")

RECORDINGS = [
    Recording(
        "ecg_mitdb208_scipy_5min", "MLII", 360, 212, gain="200", baseline=1024, units="mV",
        resolution=11, comments=(
            "MIT-BIH Arrhythmia Database 1.0.0, record 208, samples 422820 to 530819 (ODC-BY 1.0),",
            "as packaged by SciPy 1.9.3 (BSD-3-Clause). No reference beats are bundled.")),
    Recording(
        "ecg_peakdet_45s", "ecg", 1000, 0, units="mV", reference="beats_consensus.csv"),
    Recording(
        "ecg_plux_7min", "ECG", 1000, reference="beats_consensus.csv", comments=(PLUX,),
        **COUNTS_16),
    Recording(
        "ecg_plux_rest_5min", "ECG", 1000, 16, stored_offset=32768,
        # mV = (count / 65536 - 0.5) * 3000 / 1019, nominal.
        gain=repr(65536 * 1019 / 3000), units="mV", reference="beats_consensus.csv",
        comments=(PLUX, "nominal scale: mV = (count / 65536 - 0.5) * 3000 / 1019")),
    Recording(
        "ecg_plux_supine_1min", "ECG", 1000, reference="beats_consensus.csv",
        comments=(PLUX, "clips at count 65535 on R peaks"), **COUNTS_16),
    Recording(
        "ecg_pyhrv_bitalino_22s", "ECG", 1000, 212, resolution=10,
        reference="beats_consensus.csv",
        comments=("BITalino, pyhrv 0.5.0, BSD-3-Clause licence; see ../README.md",)),
    Recording(
        "eda_plux_95s", "EDA", 1000,
        comments=(PLUX, "nominal scale: uS = count / 65536 * 3 / 0.12"), **EDA_16),
    Recording(
        "eda_plux_hot_surface_37s", "EDA", 1000, 212, gain="40.96", units="uS", resolution=10,
        comments=(PLUX, "nominal scale: uS = count / 1024 * 3.3 / 0.132")),
    Recording(
        "eda_plux_slow_28s", "EDA", 100,
        comments=(PLUX, "nominal scale: uS = count / 65536 * 3 / 0.12"), **EDA_16),
    Recording(
        "ppg_plux_motion_30s", "PPG", 1000, 212, resolution=10,
        reference="systolic_peaks_consensus.csv", reference_kind="pulses",
        comments=(PLUX, "motion artefacts at 4.2 to 7.0 s and 14.2 to 16.8 s")),
    Recording(
        "ppg_plux_rest_105s", "PPG", 1000, reference="systolic_peaks_consensus.csv",
        reference_kind="pulses", comments=(PLUX,), **COUNTS_16),
    Recording(
        "resp_plux_60s", "RESP", 1000, reference="breath_peaks.csv", reference_kind="breaths",
        comments=(PLUX, "piezo-electric chest belt"), **COUNTS_16),
]

# Copied as they are: already one interval a line, in ms.
RR_FOLDER = "hrv_pyhrv"
RR_FILES = {
    "nni_long.csv": "nni_long.txt",
    "nni_short.csv": "nni_short.txt",
    "pyhrv_SampleReport_for_nni_long.txt": "nni_long.pyhrv_report.txt",
}


def read_values(path):
    """The values of a one-column CSV as their text, without the heading."""
    lines = path.read_text(encoding="ascii").split()
    return lines[1:]


def pack_16(samples):
    return struct.pack(f"<{len(samples)}h", *samples)


def pack_212(samples):
    """Two 12-bit samples in three bytes; an odd last one is followed by a zero."""
    packed = bytearray()
    for index in range(0, len(samples), 2):
        first = samples[index] & 0xFFF
        second = (samples[index + 1] if index + 1 < len(samples) else 0) & 0xFFF
        packed += bytes((first & 0xFF, (first >> 8) | ((second >> 8) << 4), second & 0xFF))
    return bytes(packed)


def signed_16(total):
    return ((total + 0x8000) & 0xFFFF) - 0x8000


def write_wfdb(recording, values, folder):
    stored = [int(text) - recording.stored_offset for text in values]
    limit = 1 << (11 if recording.format == 212 else 15)
    # The most negative value marks an invalid sample.
    if min(stored) <= -limit or max(stored) >= limit:
        sys.exit(f"{recording.name}: a sample does not fit format {recording.format}")
    pack = pack_212 if recording.format == 212 else pack_16
    (folder / f"{recording.name}.dat").write_bytes(pack(stored))
    zero = 0 if recording.baseline <= -limit else recording.baseline
    header = [
        f"{recording.name} 1 {recording.rate} {len(stored)}",
        f"{recording.name}.dat {recording.format}"
        f" {recording.gain}({recording.baseline})/{recording.units}"
        f" {recording.resolution} {zero} {stored[0]} {signed_16(sum(stored))} 0"
        f" {recording.channel}",
    ]
    header += [f"# {comment}" for comment in recording.comments]
    (folder / f"{recording.name}.hea").write_text("\n".join(header) + "\n", encoding="ascii")


def write_csv(recording, values, folder):
    heading = f"{recording.channel}_{recording.units}"
    (folder / f"{recording.name}.csv").write_text(
        "\n".join([heading] + values) + "\n", encoding="ascii")
    sidecar = {
        "SamplingFrequency": recording.rate,
        "StartTime": 0,
        "Columns": [heading],
        heading: {"Units": recording.units},
    }
    (folder / f"{recording.name}.json").write_text(
        json.dumps(sidecar, indent=2) + "\n", encoding="ascii")


def convert(source, target):
    for recording in RECORDINGS:
        values = read_values(source / recording.name / "signal.csv")
        folder = target / recording.name
        folder.mkdir(parents=True, exist_ok=True)
        if recording.format:
            write_wfdb(recording, values, folder)
        else:
            write_csv(recording, values, folder)
        if recording.reference:
            lines = (source / recording.name / recording.reference).read_text(encoding="ascii")
            name = f"{recording.name}.{recording.reference_kind}.csv"
            (folder / name).write_text(lines.rstrip() + "\n", encoding="ascii")
        print(f"{recording.name}: {len(values)} samples")
    folder = target / RR_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old, new in RR_FILES.items():
        (folder / new).write_bytes((source / RR_FOLDER / old).read_bytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=pathlib.Path, help="folder of one-column CSV recordings")
    parser.add_argument(
        "--into", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent,
        help="datasets folder (default: the one this script is in)")
    arguments = parser.parse_args()
    if not arguments.source.is_dir():
        parser.error(f"{arguments.source} is not a folder")
    convert(arguments.source, arguments.into)


if __name__ == "__main__":
    main()
