#!/usr/bin/env python3
"""Counts sedentary bouts and breaks of activpal events, apart from Sources/Sedentary/PostureBouts.

    Benchmarks/Scorecards/count_bouts.py ../shared/data/dev/sedentary/activpal

Each file is turned into a string of tenths of a second (s sitting, u upright, . outside worn and
waking time) and the runs are counted. Prints JSON: per file bouts, bouts of 30 minutes or more,
breaks, sedentary minutes. Python's standard library only.
"""
import csv
import datetime
import itertools
import json
import pathlib
import sys

EPOCH = datetime.datetime(1899, 12, 30)


def log(path, begin, end):
    """Windows by visit, seconds since 1899-12-30; the logs spell `visit 2` both ways."""
    windows = {}
    with open(path) as file:
        for row in csv.DictReader(file):
            def moment(word):
                return (datetime.datetime(
                    int(row[f"date.{word}.year"]), int(row[f"date.{word}.month"]),
                    int(row[f"date.{word}.day"]), int(row[f"time.{word}.hour"]),
                    int(row[f"time.{word}.minute"]), int(row[f"time.{word}.seconds"])) - EPOCH
                ).total_seconds()
            visit = row["visit"].replace(" ", "")
            windows.setdefault(visit, []).append((moment(begin), moment(end)))
    return windows


def count(events, windows):
    """One character for each tenth of a second: the device's own resolution."""
    first = float(events[0]["excel_time"]) * 86_400
    length = max(int(e["datacount"]) + round(float(e["interval_s"]) * 10) for e in events)
    tape = bytearray(b"u") * length
    for event in events:
        if event["activity_0sed_1stand_2step"] == "0":
            start = int(event["datacount"])
            stop = start + round(float(event["interval_s"]) * 10)
            tape[start:stop] = b"s" * (stop - start)
    tally = {"bouts": 0, "prolonged": 0, "breaks": 0, "minutes": 0.0}
    for begin, end in windows:
        low = max(0, round((begin - first) * 10))
        high = min(length, round((end - first) * 10))
        runs = [(chr(kind), len(list(run))) for kind, run in itertools.groupby(tape[low:high])]
        sitting = [size for kind, size in runs if kind == "s"]
        tally["bouts"] += len(sitting)
        tally["prolonged"] += sum(size >= 18_000 for size in sitting)
        tally["breaks"] += max(0, len(sitting) - 1)
        tally["minutes"] += sum(sitting) / 600
    tally["minutes"] = round(tally["minutes"], 1)
    return tally


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    awake = log(folder / "log.bed.csv", "out", "in")
    worn = log(folder / "log.on.off.csv", "on", "off")
    answer = {}
    for path in sorted(folder.glob("*.events.csv")):
        visit = "visit" + path.name.split(".")[0].split("_")[-1]
        windows = sorted(
            (max(a, c), min(b, d)) for a, b in awake[visit] for c, d in worn[visit]
            if max(a, c) < min(b, d))
        with open(path) as file:
            answer[visit] = count(list(csv.DictReader(file)), windows)
    print(json.dumps(answer))


main()
