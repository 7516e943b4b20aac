"""Tests that the bundled recordings are what README.md says: whole, unchanged, consistent.

Run: python3 -m unittest discover datasets/tools
"""

import csv
import hashlib
import json
import pathlib
import struct
import unittest

DATASETS = pathlib.Path(__file__).resolve().parent.parent
BYTES_MAX = 8_000_000
FILE_BYTES_MAX = 3_000_000


def recordings():
    return sorted(path for path in DATASETS.iterdir() if path.is_dir() and path.name != "tools")


def column(path, index=0):
    with open(path, newline="", encoding="ascii") as file:
        return [float(row[index]) for row in list(csv.reader(file))[1:]]


def unpack(data, code):
    if code == 16:
        return list(struct.unpack(f"<{len(data) // 2}h", data))
    samples = []
    for index in range(0, len(data) - 2, 3):
        low, middle, high = data[index : index + 3]
        for value in (low | (middle & 0x0F) << 8, high | (middle & 0xF0) << 4):
            samples.append(value - 4096 if value > 2047 else value)
    return samples


class WFDBRecord:
    """The plain part of header(5): one file, format 16 or 212, gain with baseline and unit."""

    def __init__(self, header):
        lines = [line.split() for line in header.read_text(encoding="ascii").splitlines()
                 if not line.startswith("#")]
        name, count, rate, length = lines[0]
        self.name, self.rate, self.length = name, float(rate), int(length)
        self.signals = lines[1:]
        assert len(self.signals) == int(count)
        code, sizes = None, []
        for fields in self.signals:
            code, _, size = fields[1].partition("x")
            sizes.append(int(size or 1))
        samples = unpack((header.parent / self.signals[0][0]).read_bytes(), int(code))
        self.stored, frame, first = [], sum(sizes), 0
        for size in sizes:
            own = [[] for _ in range(size)]
            for place in range(size):
                own[place] = samples[first + place : self.length * frame : frame]
            self.stored.append([value for row in zip(*own) for value in row])
            first += size
        self.frames = len(samples) // frame
        self.rates = [self.rate * size for size in sizes]


class DatasetTests(unittest.TestCase):
    def test_checksums(self):
        listed = {}
        for line in (DATASETS / "SHA256SUMS").read_text(encoding="ascii").splitlines():
            digest, path = line.split("  ", 1)
            listed[path] = digest
        found = {
            str(path.relative_to(DATASETS)): hashlib.sha256(path.read_bytes()).hexdigest()
            for folder in recordings() for path in folder.rglob("*") if path.is_file()
        }
        self.assertEqual(found, listed)

    def test_sizes(self):
        sizes = [path.stat().st_size for path in DATASETS.rglob("*") if path.is_file()]
        self.assertLess(max(sizes), FILE_BYTES_MAX)
        self.assertLess(sum(sizes), BYTES_MAX)

    def test_every_recording_is_in_the_readme(self):
        readme = (DATASETS / "README.md").read_text(encoding="utf-8")
        for folder in recordings():
            self.assertRegex(folder.name, "^[a-z0-9_]+$")
            self.assertIn(f"`{folder.name}`", readme)

    def test_headers_tell_the_truth_about_their_samples(self):
        headers = list(DATASETS.glob("*/*.hea"))
        self.assertEqual(len(headers), 12)
        for header in headers:
            with self.subTest(record=header.stem):
                record = WFDBRecord(header)
                self.assertEqual(record.frames, record.length)
                for fields, stored in zip(record.signals, record.stored):
                    self.assertEqual(stored[0], int(fields[5]))
                    self.assertEqual((sum(stored) - int(fields[6])) % 65536, 0)
                    limit = 2048 if fields[1].startswith("212") else 32768
                    self.assertGreater(min(stored), -limit, "no sample is marked invalid")

    def test_references_lie_in_their_recordings(self):
        references = [path for kind in ("beats", "pulses", "breaths")
                      for path in DATASETS.glob(f"*/*.{kind}.csv")
                      if path.read_text(encoding="ascii").startswith("sample")]
        self.assertEqual(len(references), 8)
        for path in references:
            with self.subTest(reference=path.name):
                samples = column(path)
                record = path.with_name(path.name.split(".")[0] + ".hea")
                if record.exists():
                    length = WFDBRecord(record).length
                else:
                    length = len(column(record.with_suffix(".csv")))
                self.assertEqual(samples, sorted(set(samples)))
                self.assertGreaterEqual(samples[0], 0)
                self.assertLess(samples[-1], length)

    def test_sidecar_names_the_columns(self):
        for sidecar in DATASETS.glob("*/*.json"):
            facts = json.loads(sidecar.read_text(encoding="ascii"))
            with open(sidecar.with_suffix(".csv"), encoding="ascii") as file:
                self.assertEqual(file.readline().strip().split(","), facts["Columns"])
            self.assertGreater(facts["SamplingFrequency"], 0)
            for name in facts["Columns"]:
                self.assertIn("Units", facts[name])

    def test_rr_series(self):
        rr = column(DATASETS / "hrv_pyhrv" / "nni_long.txt")
        self.assertEqual(len(rr), 4684)
        squares = [(after - before) ** 2 for before, after in zip(rr, rr[1:])]
        # The figure that stands in the report beside it.
        self.assertAlmostEqual((sum(squares) / len(squares)) ** 0.5, 60.523, delta=0.001)

    def test_synthetic_beats_are_where_the_signal_has_them(self):
        folder = DATASETS / "synthetic_desk_afternoon"
        record = WFDBRecord(folder / "synthetic_desk_afternoon.hea")
        ecg, rate = record.stored[0], record.rates[0]
        beats = column(folder / "synthetic_desk_afternoon.beats.csv")
        desk = [beat for beat in beats if 700 < beat < 7700]
        self.assertGreater(len(desk), 7000)
        for beat in desk:
            nearest = round(beat * rate)
            summit = max(range(nearest - 20, nearest + 21), key=lambda index: ecg[index])
            self.assertLessEqual(abs(summit - nearest), 1)

    def test_synthetic_hrv_declines_at_a_steady_heart_rate(self):
        path = DATASETS / "synthetic_desk_afternoon" / "synthetic_desk_afternoon.beats.csv"
        beats = list(zip(column(path, 0), column(path, 1)))

        def rmssd_and_rate(start, end):
            rr = [interval for time, interval in beats if start <= time < end]
            squares = [(after - before) ** 2 for before, after in zip(rr, rr[1:])]
            return (sum(squares) / len(squares)) ** 0.5, 60_000 * len(rr) / sum(rr)

        early, rate_early = rmssd_and_rate(660, 1860)
        late, rate_late = rmssd_and_rate(6600, 7800)
        self.assertLess(late / early, 0.75)
        self.assertLess(abs(rate_late - rate_early), 4)


if __name__ == "__main__":
    unittest.main()
