"""A server that speaks the page's protocol from the bundled recordings, for the page's own tests.

It knows nothing of the agent: what it says is settled here, so that a test can say exactly what the
page must show, also what a well-behaved agent would never send. `python fixture.py 8080` serves it to
look at.
"""

import array
import cmath
import json
import math
import statistics
import sys
import threading
import time
from pathlib import Path

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Response
from websockets.sync.server import serve

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "Sources/Dashboard/Page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript"}
FIRST = 9000.0  # Seconds into the session at which the page joins; the recordings are joined end to end.


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
            ("ppg", "ppg", "PPG", "counts", 100, thinned(recording("ppg_plux_rest_105s", 1, -32768), 10), None),
            ("resp", "resp", "Respiration", "counts", 25, thinned(recording("resp_plux_60s", 1, -32768), 40), None),
            ("eda", "eda", "Skin conductance", "uS", 20, thinned(recording("eda_plux_95s", 2621.44, -32768), 50), (0, 20)),
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
        "t": "poincare", "sd1": statistics.stdev(across), "sd2": statistics.stdev(along),
        "mean": statistics.fmean(a for a, _ in pairs), "points": pairs,
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
    series = [(v - mean) * (0.5 - 0.5 * math.cos(2 * math.pi * i / (count - 1))) for i, v in enumerate(series)]
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
        {"name": name, "low": low, "high": high,
         "power": sum(p * df for k, p in enumerate(smooth) if low <= k * df < high)}
        for name, low, high in (("VLF", 0.0033, 0.04), ("LF", 0.04, 0.15), ("HF", 0.15, 0.4))
    ]
    return {"t": "spectrum", "f0": 0, "df": df, "p": smooth, "bands": bands, "breathing": {"hz": 0.24}, "preset": "taskforce"}


def tiles(points, at):
    good = [p[1] for p in points if p[2] < 3]
    rmssd = math.sqrt(statistics.fmean((b - a) ** 2 for a, b in zip(good, good[1:])))
    recent = statistics.fmean(good[-10:])
    sdnn = statistics.stdev(good)

    def tile(name, label, value, unit, half, window, reason=None, **more):
        return {
            "t": "tile", "id": name, "label": label, "value": value, "unit": unit,
            "ci95": None if value is None or half is None else [value - half, value + half],
            "noise_floor": more.get("floor"), "reason": reason, "window_s": window, "at": at,
            "source": more.get("source", "ecg"), "method": more.get("method", ""),
        }

    return [
        tile("heartRate", "Heart rate", 60_000 / recent, "1/min", 1.4, 10),
        tile("rmssd", "RMSSD", rmssd, "ms", 4.1, 300, floor=0.3, method="only truly adjacent intervals"),
        tile("sdnn", "SDNN", sdnn, "ms", 6.2, 300),
        tile("breathing", "Breathing", 14.4, "1/min", 0.8, 60, source="resp"),
        tile("scl", "Skin conductance", 8.42 + 0.1 * math.sin(at), "uS", 0.06, 10, source="eda"),
        tile("spo2", "SpO₂", None, "%", None, None, reason="sourceUnsuitable", source="ppg"),
        tile("temperature", "Temperature", None, "degC", None, None, reason="no sensor is connected"),
        tile("sampEn", "Sample entropy", None, "1", None, 300, reason="tooFewIntervals"),
    ]


def epochs(until):
    plan = [("active", 5, 0.9), ("stationary", 48, 0.93), ("unknown", 4, 0.4), ("stationary", 63, 0.88),
            ("active", 11, 0.97), ("not_worn", 9, 0.99), ("stationary", 10, 0.8)]
    start, out = max(0, until - 150 * 60), []
    for state, minutes, p in plan:
        for minute in range(minutes):
            out.append([start, start + 60, state, max(0.3, p - 0.12 * abs(math.sin(minute * 1.7)))])
            start += 60
    return out


INSIGHT = {
    "t": "insight", "id": "01JD0000000000000000000001", "kind": "stationary", "at": 8955.0,
    "time": "2026-11-21T02:00:00.000Z", "text": "Suggesting a 5-minute walk break",
    "reason": "Stationary for 3 hours; heart rate variability is declining",
    "brief": ["Health Agent: Suggesting 5-minute walk break",
              "Reason: Stationary for 3 hours, heart rate variability declining",
              "Data: stationary_time 180, hrv_trend -15%, step_count 450", "Confidence: 0.85"],
    "confidence": 0.85, "confidence_kind": "calibrated",
    "why": ["stationary_time is 181 min (172 to 187)", "hrv_trend is −15 % (−24 to −6)", "step_count is 450, from health.context.steps"],
    "would_change_if": ["15 steps within one minute since 13:05 would have ended the bout"],
    "limits": ["posture is not observed: stationary, not necessarily sitting"],
    "verify": "healthypi-agent explain 01JD0000000000000000000001 --verify",
}

SECOND = {
    "t": "insight", "id": "01JD0000000000000000000002", "kind": "quality", "at": 8958.0, "time": None,
    "text": "The skin electrode may be loose", "reason": "The level fell by half within a second, twice",
    "brief": None, "confidence": 0.62, "confidence_kind": "rule",
    "why": ["2 steps of more than 50 % in 10 min"], "would_change_if": ["ten quiet minutes"],
    "limits": ["a cold room can do the same"], "verify": "healthypi-agent explain 01JD0000000000000000000002 --verify",
}


class Fixture:
    """One server. `alter(message)` may change or withhold (None) what is sent."""

    material = None

    def __init__(self, session="one", port=0, alter=lambda message: message, backlog=60.0, **hello):
        Fixture.material = Fixture.material or Material()
        self.session, self.alter, self.backlog, self.hello = session, alter, backlog, hello
        self.muted, self.stopped = threading.Event(), threading.Event()
        self.server = serve(self.speak, "127.0.0.1", port, process_request=self.answer, compression=None)
        self.port = self.server.socket.getsockname()[1]
        self.began = time.monotonic()
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/"

    def stop(self):
        self.stopped.set()
        self.server.shutdown()
        self.thread.join()

    def answer(self, connection, request):
        if request.path == "/live":
            return None
        path = PAGE / (request.path.lstrip("/") or "index.html")
        if path.parent != PAGE or not path.is_file():
            return connection.respond(404, "not here")
        body = path.read_bytes()
        headers = Headers({
            "Content-Type": TYPES[path.suffix], "Content-Length": str(len(body)), "Connection": "close",
            "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
        })
        return Response(200, "OK", headers, body)

    def speak(self, socket):
        def send(message):
            message = self.alter(message)
            if message is not None:
                socket.send(json.dumps(message, allow_nan=False))

        try:
            self.greet(send)
            sent = self.now() - self.backlog
            slow = -1
            while not self.stopped.is_set():
                now = self.now()
                if not self.muted.is_set():
                    self.signals(send, sent, now)
                    sent = now
                    if int(now / 2) != slow:
                        slow = int(now / 2)
                        self.summaries(send, now)
                self.stopped.wait(0.1)
        except ConnectionClosed:
            return

    def now(self):
        return FIRST + time.monotonic() - self.began

    def greet(self, send):
        send({
            "t": "hello", "protocol": 1, "version": "0.9.0", "session": self.session, "mode": "replay", "demo": True,
            "title": "Five people at rest, joined", "started": None, "synced": False, "speed": 1,
            "at": self.now(), "duration": 9600,
            "channels": [
                {"id": c, "role": role, "name": name, "unit": unit, "rate": rate,
                 "low": span and span[0], "high": span and span[1]}
                for c, role, name, unit, rate, _, span in self.material.channels
            ],
            **self.hello,
        })
        send({"t": "timeline", "epochs": epochs(self.now()), "replace": True})
        send(INSIGHT)
        send(SECOND)

    def signals(self, send, sent, now):
        for c, _, _, _, rate, values, _ in self.material.channels:
            first, last = math.ceil(sent * rate), math.ceil(now * rate)
            if last > first:
                send({"t": "wave", "c": c, "at": first / rate, "dt": 1 / rate,
                      "v": [round(values[i % len(values)], 4) for i in range(first, last)]})
            seconds = math.floor(sent), math.floor(now)
            for second in range(*seconds):
                bad = c == "ppg" and second % 40 in range(30, 34)
                send({"t": "quality", "c": c, "from": second, "to": second + 1, "usable": not bad,
                      "q": 0.3 if bad else 0.95, "reasons": ["moving"] if bad else []})
        marks = (("ecg", "beat", self.material.beats, 300), ("ppg", "pulse", self.material.pulses, 105.75),
                 ("resp", "breath", self.material.breaths, 60))
        for c, kind, times, whole in marks:
            for lap in range(int(sent // whole), int(now // whole) + 1):
                for index, at in enumerate(times):
                    at += lap * whole
                    if sent < at <= now:
                        good = not (kind == "beat" and index % 9 == 4)
                        send({"t": "mark", "c": c, "at": at, "kind": kind, "q": 0.9, "state": "good" if good else "doubtful"})

    def summaries(self, send, now):
        points = intervals(self.material.beats, 230 + now % 60)
        shift = now - points[-1][0]
        send({"t": "tachogram", "source": "ecg", "points": [[p[0] + shift, p[1], p[2]] for p in points]})
        send(poincare(points))
        send(spectrum(points))
        for tile in tiles(points[: 120 + int(now) % 120], now):
            send(tile)
        send({
            "t": "status", "device": {"state": "replaying", "text": "replaying"}, "battery_percent": 84,
            "loss": {"lost_samples": 12, "percent": 0.03}, "clock": {"synced": True, "max_error_ms": 20, "time": None},
            "broker": {"state": "connected", "text": "connected"}, "position_s": now, "duration_s": 9600,
        })


if __name__ == "__main__":
    fixture = Fixture(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print(fixture.address, flush=True)
    fixture.thread.join()
