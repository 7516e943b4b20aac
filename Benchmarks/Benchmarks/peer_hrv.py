"""Times NeuroKit's heart rate variability: processor time.

    python peer_hrv.py FILE COUNT

FILE has one interval a line, ms; the first COUNT of them are the short window. The answer is one
JSON object on the standard output.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import json
import resource
import sys
import time
import warnings
from typing import Any, Callable

import neurokit2 as nk
import numpy as np

RATE = 1000


def milliseconds(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    warnings.filterwarnings("ignore")
    intervals = np.loadtxt(sys.argv[1])
    peaks = np.concatenate([[0], np.round(np.cumsum(intervals))]).astype(int)
    short = peaks[: int(sys.argv[2]) + 1]
    nk.hrv(short, sampling_rate=RATE)  # Imports are not counted.
    five_minutes = sorted(milliseconds(lambda: nk.hrv(short, sampling_rate=RATE)) for _ in range(5))

    def day() -> None:
        nk.hrv_time(peaks, sampling_rate=RATE)
        nk.hrv_frequency(peaks, sampling_rate=RATE)

    before = peak_megabytes()
    cost = milliseconds(day)
    print(json.dumps({
        "version": nk.__version__, "fiveMinutes": five_minutes[2], "day": cost,
        "dayMegabytes": peak_megabytes() - before}))


if __name__ == "__main__":
    main()
