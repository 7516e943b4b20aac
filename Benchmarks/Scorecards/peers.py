"""Runs the peers over signals that the scorecard wrote, and writes what they found.

    python peers.py JOBS.json

JOBS.json: {"results": folder, "workers": n, "fresh": bool,
            "jobs": [{"task", "id", "rate", "file", "digest", "timed"}]}
Each signal is a file of little-endian 32-bit floats. A result is one JSON file a peer and signal;
one that is there already is kept, unless the job is timed or all is to be fresh. The peers are used
as their documentation says, with their default settings; nothing is fitted here.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"

import json
import multiprocessing
import signal as signals
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any, Callable

import numpy as np

warnings.filterwarnings("ignore")

Found = dict[str, Any]
Peer = Callable[[np.ndarray, float], Found]

TIME_LIMIT_S = 300
WINDOW_S = 10
SCR_MIN_US = 0.02


def positions(values: Any) -> list[float]:
    array = np.asarray(values, dtype=float)
    return sorted(array[np.isfinite(array)].tolist())


# ECG: R peaks


def neurokit_ecg(method: str, cleaning: str) -> Peer:
    def run(x: np.ndarray, rate: float) -> Found:
        import neurokit2 as nk

        clean = nk.ecg_clean(x, sampling_rate=rate, method=cleaning)
        _, info = nk.ecg_peaks(clean, sampling_rate=rate, method=method)
        return {"positions": positions(info["ECG_R_Peaks"])}

    return run


def sleepecg(x: np.ndarray, rate: float) -> Found:
    import sleepecg

    return {"positions": positions(sleepecg.detect_heartbeats(x, rate))}


def xqrs(x: np.ndarray, rate: float) -> Found:
    from wfdb import processing

    detector = processing.XQRS(sig=x, fs=rate)
    detector.detect(verbose=False)
    return {"positions": positions(detector.qrs_inds)}


def gqrs(x: np.ndarray, rate: float) -> Found:
    from wfdb import processing

    return {"positions": positions(processing.gqrs_detect(sig=x, fs=rate))}


def biosppy_hamilton(x: np.ndarray, rate: float) -> Found:
    from biosppy.signals import ecg, tools

    order = int(1.5 * rate)
    band, _, _ = tools.filter_signal(
        signal=x, ftype="FIR", band="bandpass", order=order, frequency=[0.67, 45],
        sampling_rate=rate)
    (peaks,) = ecg.hamilton_segmenter(signal=band, sampling_rate=rate)
    (peaks,) = ecg.correct_rpeaks(signal=band, rpeaks=peaks, sampling_rate=rate, tol=0.05)
    return {"positions": positions(np.unique(peaks))}


def heartpy_ecg(x: np.ndarray, rate: float) -> Found:
    import heartpy

    found, _ = heartpy.process(x, rate)
    return {"positions": positions(found["peaklist"])}


# PPG: one fiducial a pulse; the scorecard takes a constant lag off.


def neurokit_ppg(method: str) -> Peer:
    def run(x: np.ndarray, rate: float) -> Found:
        import neurokit2 as nk

        clean = nk.ppg_clean(x, sampling_rate=rate, method="elgendi")
        info = nk.ppg_findpeaks(clean, sampling_rate=rate, method=method)
        return {"positions": positions(info["PPG_Peaks"])}

    return run


def biosppy_ppg(x: np.ndarray, rate: float) -> Found:
    from biosppy.signals import ppg, tools

    band, _, _ = tools.filter_signal(
        signal=x, ftype="butter", band="bandpass", order=4, frequency=[1, 8], sampling_rate=rate)
    found = ppg.find_onsets_elgendi2013(signal=band, sampling_rate=rate)
    return {"positions": positions(found["onsets"])}


def heartpy_ppg(x: np.ndarray, rate: float) -> Found:
    import heartpy

    band = heartpy.filter_signal(x, [0.7, 3.5], sample_rate=rate, order=3, filtertype="bandpass")
    found, _ = heartpy.process(band, rate)
    return {"positions": positions(found["peaklist"])}


# EDA: peaks and onsets of responses, and the tonic level of each second


def per_second(values: np.ndarray, rate: float) -> list[float]:
    count = int(len(values) / rate)
    edges = [round(second * rate) for second in range(count + 1)]
    return [float(np.mean(values[a:b])) for a, b in zip(edges, edges[1:])]


def cvxeda(x: np.ndarray, rate: float) -> Found:
    from scipy.signal import find_peaks

    import cvxeda as module
    mean, sd = float(np.mean(x)), float(np.std(x))
    found = list(module.cvxEDA((x - mean) / sd, 1 / rate, options={"show_progress": False}))
    phasic, tonic = np.asarray(found[0]).ravel() * sd, np.asarray(found[2]).ravel() * sd + mean
    peaks, _ = find_peaks(phasic, prominence=SCR_MIN_US)
    onsets = []
    for peak in peaks:
        onset = peak
        while onset > 0 and phasic[onset - 1] < phasic[onset]:
            onset -= 1
        onsets.append(onset)
    return {
        "positions": positions(peaks), "onsets": positions(onsets),
        "tonic": per_second(tonic, rate)}


def neurokit_eda(x: np.ndarray, rate: float) -> Found:
    import neurokit2 as nk

    clean = nk.eda_clean(x, sampling_rate=rate)
    parts = nk.eda_phasic(clean, sampling_rate=rate)
    _, info = nk.eda_peaks(parts["EDA_Phasic"].to_numpy(), sampling_rate=rate)
    return {
        "positions": positions(info["SCR_Peaks"]), "onsets": positions(info["SCR_Onsets"]),
        "tonic": per_second(parts["EDA_Tonic"].to_numpy(), rate)}


def biosppy_eda(x: np.ndarray, rate: float) -> Found:
    from biosppy.signals import eda

    found = eda.emotiphai_eda(signal=x, sampling_rate=rate, min_amplitude=SCR_MIN_US)
    return {"positions": positions(found["peaks"]), "onsets": positions(found["onsets"])}


# Respiration: where breathing in begins


def neurokit_rsp(x: np.ndarray, rate: float) -> Found:
    import neurokit2 as nk

    clean = nk.rsp_clean(x, sampling_rate=rate)
    _, info = nk.rsp_peaks(clean, sampling_rate=rate)
    return {"positions": positions(info["RSP_Troughs"])}


# Beats: their times in ms, with artefacts, corrected


def neurokit_beats(x: np.ndarray, rate: float) -> Found:
    import neurokit2 as nk

    peaks = np.round(x).astype(int)
    _, corrected = nk.signal_fixpeaks(peaks, sampling_rate=rate, iterative=True, method="Kubios")
    return {"positions": positions(corrected)}


# Quality: one number for each whole window, the greater the better


def windowed(score: Callable[[np.ndarray, float], float]) -> Peer:
    def run(x: np.ndarray, rate: float) -> Found:
        size = int(WINDOW_S * rate)
        scores: list[float | None] = []
        for start in range(0, len(x) - size + 1, size):
            try:
                value = float(score(x[start : start + size], rate))
            except Exception:  # A window a peer cannot judge is a window it does not call good.
                value = float("nan")
            scores.append(value if np.isfinite(value) else None)
        if all(value is None for value in scores):
            raise ValueError("fails on every window")
        return {"scores": scores}

    return run


def kurtosis(x: np.ndarray, rate: float) -> float:
    from scipy import stats

    return float(stats.kurtosis(x))


def biosppy_ksqi(x: np.ndarray, rate: float) -> float:
    from biosppy.signals import ecg, tools

    band, _, _ = tools.filter_signal(
        signal=x, ftype="FIR", band="bandpass", order=int(0.3 * rate), frequency=[3, 45],
        sampling_rate=rate)
    return float(ecg.kSQI(band))


def neurokit_average_qrs(x: np.ndarray, rate: float) -> float:
    import neurokit2 as nk

    clean = nk.ecg_clean(x, sampling_rate=rate)
    return float(np.mean(nk.ecg_quality(clean, sampling_rate=rate, method="averageQRS")))


def neurokit_zhao(x: np.ndarray, rate: float) -> float:
    import neurokit2 as nk

    clean = nk.ecg_clean(x, sampling_rate=rate)
    grade = nk.ecg_quality(clean, sampling_rate=rate, method="zhao2018")
    return {"Unacceptable": 0.0, "Barely acceptable": 0.5, "Excellent": 1.0}[str(grade)]


# task: [(name, package, function)]
PEERS: dict[str, list[tuple[str, str, Peer]]] = {
    "ecg": [
        ("sleepecg", "sleepecg", sleepecg),
        ("neurokit", "neurokit2", neurokit_ecg("neurokit", "neurokit")),
        ("nk kalidas2017", "neurokit2", neurokit_ecg("kalidas2017", "neurokit")),
        ("nk rodrigues2021", "neurokit2", neurokit_ecg("rodrigues2021", "neurokit")),
        ("nk emrich2023", "neurokit2", neurokit_ecg("emrich2023", "vg")),
        ("wfdb xqrs", "wfdb", xqrs),
        ("wfdb gqrs", "wfdb", gqrs),
        ("biosppy hamilton", "biosppy", biosppy_hamilton),
        ("heartpy", "heartpy", heartpy_ecg),
    ],
    "ppg": [
        ("nk elgendi", "neurokit2", neurokit_ppg("elgendi")),
        ("nk charlton", "neurokit2", neurokit_ppg("charlton")),
        ("biosppy elgendi", "biosppy", biosppy_ppg),
        ("heartpy", "heartpy", heartpy_ppg),
    ],
    "eda": [
        ("cvxEDA + peaks", "cvxeda", cvxeda),
        ("neurokit", "neurokit2", neurokit_eda),
        ("biosppy emotiphai", "biosppy", biosppy_eda),
    ],
    "resp": [("neurokit", "neurokit2", neurokit_rsp)],
    "beats": [("nk kubios", "neurokit2", neurokit_beats)],
    "quality": [
        ("kurtosis", "scipy", windowed(kurtosis)),
        ("biosppy kSQI", "biosppy", windowed(biosppy_ksqi)),
        ("nk averageQRS", "neurokit2", windowed(neurokit_average_qrs)),
        ("nk zhao2018", "neurokit2", windowed(neurokit_zhao)),
    ],
}


def out_of_time(*_: Any) -> None:
    raise TimeoutError(f"took longer than {TIME_LIMIT_S} s")


def run(job: dict[str, Any]) -> str:
    """One peer over one signal; its outcome lies in the file of the job afterwards."""
    name, _, peer = next(row for row in PEERS[job["task"]] if row[0] == job["peer"])
    x = np.fromfile(job["file"], dtype="<f4").astype(float)
    rate = int(job["rate"]) if float(job["rate"]).is_integer() else job["rate"]
    outcome: Found
    signals.signal(signals.SIGALRM, out_of_time)
    signals.alarm(TIME_LIMIT_S)
    try:
        if job["timed"]:
            peer(x[: int(60 * rate)], rate)  # Imports and compilation are not counted.
        costs = []
        for _ in range(3 if job["timed"] else 1):
            began = time.process_time()
            outcome = peer(x.copy(), rate)
            costs.append(time.process_time() - began)
        outcome["cpuSeconds"] = sorted(costs)[len(costs) // 2]
    except Exception as error:  # Whatever a peer throws is its result.
        outcome = {"failure": f"{type(error).__name__}: {error}".splitlines()[0][:100]}
    finally:
        signals.alarm(0)
    outcome.setdefault("positions", [])
    result = Path(job["result"])
    result.parent.mkdir(parents=True, exist_ok=True)
    partial = result.with_suffix(".part")
    partial.write_text(json.dumps(outcome))
    partial.replace(result)
    return f"{name} {job['id']}"


def say(text: str) -> None:
    print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def main() -> None:
    wanted = json.loads(Path(sys.argv[1]).read_text())
    results = Path(wanted["results"])
    tasks = {job["task"] for job in wanted["jobs"]}
    index = [
        {"task": task, "peer": name, "package": package, "version": version(package),
         "folder": str(results / task / f"{name}-{version(package)}".replace(" ", "_"))}
        for task in sorted(tasks) for name, package, _ in PEERS[task]]
    Path(wanted["index"]).write_text(json.dumps(index))
    todo = []
    for job in wanted["jobs"]:
        for row in index:
            if row["task"] != job["task"]:
                continue
            name = f"{job['id'].replace('/', '_')}.{job['digest']}"
            name += ".timed.json" if job["timed"] else ".json"
            result = Path(row["folder"]) / name
            if wanted["fresh"] or job["timed"] or not result.exists():
                todo.append({**job, "peer": row["peer"], "result": str(result)})
    # What is timed runs alone, so that no neighbour takes its caches; the rest in parallel.
    with multiprocessing.Pool(wanted["workers"], maxtasksperchild=50) as pool:
        rest = [job for job in todo if not job["timed"]]
        for count, done in enumerate(pool.imap_unordered(run, rest), 1):
            say(f"  peers {count}/{len(rest)}  {done}")
    timed = [job for job in todo if job["timed"]]
    for count, job in enumerate(timed, 1):
        say(f"  timing {count}/{len(timed)}  {run(job)}")
    say("")


if __name__ == "__main__":
    main()
