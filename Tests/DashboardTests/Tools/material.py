"""What the page's test server sends: the bundled recordings, and plain figures made of their beats."""

import array
import cmath
import math
import statistics
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def recording(name, gain=1.0, baseline=0):
    """A record of WFDB format 16 with one signal, in its unit, at 1000 Hz."""
    counts = array.array("h")
    counts.frombytes((ROOT / "datasets" / name / f"{name}.dat").read_bytes())
    return [(count - baseline) / gain for count in counts]


def samples(name, suffix):
    lines = (ROOT / "datasets" / name / f"{name}.{suffix}.csv").read_text().split()
    return [int(line.split(",")[0]) / 1000 for line in lines[1:]]


def thinned(values, by):
    return [sum(values[i : i + by]) / by for i in range(0, len(values) - by + 1, by)]


class Material:
    """The recordings, read once."""

    def __init__(self):
        ecg = recording("ecg_plux_rest_5min", 22260.394666666667)
        self.channels = [
            ("ecg", "ecg", "ECG", "mV", 250, thinned(ecg, 4), (-2, 3)),
            (
                "ppg",
                "ppg",
                "PPG",
                "counts",
                100,
                thinned(recording("ppg_plux_rest_105s", 1, -32768), 10),
                None,
            ),
            (
                "resp",
                "resp",
                "Respiration",
                "counts",
                25,
                thinned(recording("resp_plux_60s", 1, -32768), 40),
                None,
            ),
            (
                "eda",
                "eda",
                "Skin conductance",
                "uS",
                20,
                thinned(recording("eda_plux_95s", 2621.44, -32768), 50),
                (0, 20),
            ),
        ]
        self.beats = samples("ecg_plux_rest_5min", "beats")
        self.pulses = samples("ppg_plux_rest_105s", "pulses")
        self.breaths = samples("resp_plux_60s", "breaths")


def intervals(beats, until):
    """Tachogram points of the last five minutes, with one edit of every kind among them."""
    points = [[b, round((b - a) * 1000, 1), 0] for a, b in zip(beats, beats[1:]) if b <= until]
    for index, kind in ((20, 1), (45, 2), (70, 3), (90, 4)):
        if index < len(points):
            points[index][2] = kind
    return points


def poincare(points):
    pairs = [[a[1], b[1]] for a, b in zip(points, points[1:]) if a[2] < 3 and b[2] < 3]
    across = [(b - a) / math.sqrt(2) for a, b in pairs]
    along = [(b + a) / math.sqrt(2) for a, b in pairs]
    return {
        "t": "poincare",
        "sd1": statistics.stdev(across),
        "sd2": statistics.stdev(along),
        "mean": statistics.fmean(a for a, _ in pairs),
        "points": pairs,
    }


def spectrum(points):
    """A plain periodogram of the series at 4 Hz, smoothed a little."""
    times, values = [p[0] for p in points], [p[1] for p in points]
    series, index, at = [], 0, times[0]
    while at < times[-1]:
        while times[index + 1] < at:
            index += 1
        share = (at - times[index]) / (times[index + 1] - times[index])
        series.append(values[index] * (1 - share) + values[index + 1] * share)
        at += 0.25
    mean, count = statistics.fmean(series), len(series)
    series = [
        (v - mean) * (0.5 - 0.5 * math.cos(2 * math.pi * i / (count - 1)))
        for i, v in enumerate(series)
    ]
    df, power = 1 / 256, []
    for k in range(int(0.5 / df) + 1):
        turn = cmath.exp(-2j * math.pi * k * df / 4)
        total, phase = 0j, 1 + 0j
        for value in series:
            total += value * phase
            phase *= turn
        power.append(2 * abs(total) ** 2 / (4 * count * 0.375))
    smooth = [statistics.fmean(power[max(0, k - 1) : k + 2]) for k in range(len(power))]
    bands = [
        {
            "name": name,
            "low": low,
            "high": high,
            "power": sum(p * df for k, p in enumerate(smooth) if low <= k * df < high),
        }
        for name, low, high in (("VLF", 0.0033, 0.04), ("LF", 0.04, 0.15), ("HF", 0.15, 0.4))
    ]
    return {
        "t": "spectrum",
        "f0": 0,
        "df": df,
        "p": smooth,
        "bands": bands,
        "breathing": {"hz": 0.24},
        "preset": "taskforce",
    }


def tiles(points, at):
    good = [p[1] for p in points if p[2] < 3]
    rmssd = math.sqrt(statistics.fmean((b - a) ** 2 for a, b in zip(good, good[1:])))
    recent = statistics.fmean(good[-10:])
    sdnn = statistics.stdev(good)

    def tile(name, label, value, unit, half, window, reason=None, **more):
        return {
            "t": "tile",
            "id": name,
            "label": label,
            "value": value,
            "unit": unit,
            "ci95": None if value is None or half is None else [value - half, value + half],
            "noise_floor": more.get("floor"),
            "reason": reason,
            "window_s": window,
            "at": at,
            "source": more.get("source", "ecg"),
            "method": more.get("method", ""),
        }

    return [
        tile("heartRate", "Heart rate", 60_000 / recent, "1/min", 1.4, 10),
        tile(
            "rmssd",
            "RMSSD",
            rmssd,
            "ms",
            4.1,
            300,
            floor=0.3,
            method="only truly adjacent intervals",
        ),
        tile("sdnn", "SDNN", sdnn, "ms", 6.2, 300),
        tile("breathing", "Breathing", 14.4, "1/min", 0.8, 60, source="resp"),
        tile("scl", "Skin conductance", 8.42 + 0.1 * math.sin(at), "uS", 0.06, 10, source="eda"),
        tile("spo2", "SpO₂", None, "%", None, None, reason="sourceUnsuitable", source="ppg"),
        tile(
            "temperature", "Temperature", None, "degC", None, None, reason="no sensor is connected"
        ),
        tile("sampEn", "Sample entropy", None, "1", None, 300, reason="tooFewIntervals"),
    ]


def epochs(until):
    plan = [
        ("active", 5, 0.9),
        ("stationary", 48, 0.93),
        ("unknown", 4, 0.4),
        ("stationary", 63, 0.88),
        ("active", 11, 0.97),
        ("not_worn", 9, 0.99),
        ("stationary", 10, 0.8),
    ]
    start, out = max(0, until - 150 * 60), []
    for state, minutes, p in plan:
        for minute in range(minutes):
            out.append([start, start + 60, state, max(0.3, p - 0.12 * abs(math.sin(minute * 1.7)))])
            start += 60
    return out


INSIGHT = {
    "t": "insight",
    "id": "01JD0000000000000000000001",
    "kind": "stationary",
    "at": 8955.0,
    "time": "2026-11-21T02:00:00.000Z",
    "text": "Suggesting a 5-minute walk break",
    "reason": "Stationary for 3 hours; heart rate variability is declining",
    "brief": [
        "Health Agent: Suggesting 5-minute walk break",
        "Reason: Stationary for 3 hours, heart rate variability declining",
        "Data: stationary_time 180, hrv_trend -15%, step_count 450",
        "Confidence: 0.85",
    ],
    "confidence": 0.85,
    "confidence_kind": "calibrated",
    "why": [
        "stationary_time is 181 min (172 to 187)",
        "hrv_trend is −15 % (−24 to −6)",
        "step_count is 450, from health.context.steps",
    ],
    "would_change_if": ["15 steps within one minute since 13:05 would have ended the bout"],
    "limits": ["posture is not observed: stationary, not necessarily sitting"],
    "verify": "healthypi-agent explain 01JD0000000000000000000001 --verify",
}

SECOND = {
    "t": "insight",
    "id": "01JD0000000000000000000002",
    "kind": "quality",
    "at": 8958.0,
    "time": None,
    "text": "The skin electrode may be loose",
    "reason": "The level fell by half within a second, twice",
    "brief": None,
    "confidence": 0.62,
    "confidence_kind": "rule",
    "why": ["2 steps of more than 50 % in 10 min"],
    "would_change_if": ["ten quiet minutes"],
    "limits": ["a cold room can do the same"],
    "verify": "healthypi-agent explain 01JD0000000000000000000002 --verify",
}
