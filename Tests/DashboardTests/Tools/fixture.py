"""A server that speaks the page's protocol from the bundled recordings, for the page's own tests.

It knows nothing of the agent: what it says is settled here, so that a test can say exactly what the
page must show, also what a well-behaved agent would never send. `python fixture.py 8080` serves it to
look at.
"""

import copy
import json
import math
import sys
import threading
import time

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Response
from websockets.sync.server import serve

from material import (
    INSIGHT,
    ROOT,
    SECOND,
    Material,
    epochs,
    intervals,
    poincare,
    spectrum,
    tiles,
)

PAGE = ROOT / "Sources/Dashboard/Page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript"}
FIRST = 9000.0  # Seconds into the session at which the page joins; the recordings are joined end to end.


class Fixture:
    """One server. `alter(message)` may change what is sent, withhold it (None) or say any text instead."""

    material = None

    def __init__(self, session="one", port=0, alter=lambda message: message, backlog=60.0, **hello):
        Fixture.material = Fixture.material or Material()
        self.session, self.alter, self.backlog, self.hello = session, alter, backlog, hello
        self.muted, self.stopped, self.greet_again = (threading.Event() for _ in range(3))
        self.server = serve(
            self.speak, "127.0.0.1", port, process_request=self.answer, compression=None
        )
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
        headers = Headers(
            {
                "Content-Type": TYPES[path.suffix],
                "Content-Length": str(len(body)),
                "Connection": "close",
                "Content-Security-Policy": POLICY,
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            }
        )
        return Response(200, "OK", headers, body)

    def speak(self, socket):
        def send(message):
            # A copy: what one test alters must not reach the next.
            message = self.alter(copy.deepcopy(message))
            if message is not None:
                socket.send(
                    message if isinstance(message, str) else json.dumps(message, allow_nan=False)
                )

        try:
            self.greet(send)
            sent = self.now() - self.backlog
            slow = -1
            while not self.stopped.is_set():
                now = self.now()
                if self.greet_again.is_set():
                    self.greet_again.clear()
                    self.greet(send)
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
        send(
            {
                "t": "hello",
                "protocol": 1,
                "version": "0.9.0",
                "session": self.session,
                "mode": "replay",
                "demo": True,
                "title": "Five people at rest, joined",
                "started": None,
                "synced": False,
                "speed": 1,
                "at": self.now(),
                "duration": 9600,
                "channels": [
                    {
                        "id": c,
                        "role": role,
                        "name": name,
                        "unit": unit,
                        "rate": rate,
                        "low": span and span[0],
                        "high": span and span[1],
                    }
                    for c, role, name, unit, rate, _, span in self.material.channels
                ],
                **self.hello,
            }
        )
        send({"t": "timeline", "epochs": epochs(self.now()), "replace": True})
        send(INSIGHT)
        send(SECOND)

    def signals(self, send, sent, now):
        for c, _, _, _, rate, values, _ in self.material.channels:
            first, last = math.ceil(sent * rate), math.ceil(now * rate)
            if last > first:
                send(
                    {
                        "t": "wave",
                        "c": c,
                        "at": first / rate,
                        "dt": 1 / rate,
                        "v": [round(values[i % len(values)], 4) for i in range(first, last)],
                    }
                )
            seconds = math.floor(sent), math.floor(now)
            for second in range(*seconds):
                bad = c == "ppg" and second % 40 in range(30, 34)
                send(
                    {
                        "t": "quality",
                        "c": c,
                        "from": second,
                        "to": second + 1,
                        "usable": not bad,
                        "q": 0.3 if bad else 0.95,
                        "reasons": ["moving"] if bad else [],
                    }
                )
        marks = (
            ("ecg", "beat", self.material.beats, 300),
            ("ppg", "pulse", self.material.pulses, 105.75),
            ("resp", "breath", self.material.breaths, 60),
        )
        for c, kind, times, whole in marks:
            for lap in range(int(sent // whole), int(now // whole) + 1):
                for index, at in enumerate(times):
                    at += lap * whole
                    if sent < at <= now:
                        good = not (kind == "beat" and index % 9 == 4)
                        send(
                            {
                                "t": "mark",
                                "c": c,
                                "at": at,
                                "kind": kind,
                                "q": 0.9,
                                "state": "good" if good else "doubtful",
                            }
                        )

    def summaries(self, send, now):
        points = intervals(self.material.beats, 230 + now % 60)
        shift = now - points[-1][0]
        send(
            {
                "t": "tachogram",
                "source": "ecg",
                "points": [[p[0] + shift, p[1], p[2]] for p in points],
            }
        )
        send(poincare(points))
        send(spectrum(points))
        for tile in tiles(points[: 120 + int(now) % 120], now):
            send(tile)
        send(
            {
                "t": "status",
                "device": {"state": "replaying", "text": "replaying"},
                "battery_percent": 84,
                "loss": {"lost_samples": 12, "percent": 0.03, "known": "marked"},
                "clock": {"synced": True, "max_error_ms": 20, "time": None},
                "broker": {"state": "connected", "text": "connected"},
                "position_s": now,
                "duration_s": 9600,
            }
        )


if __name__ == "__main__":
    fixture = Fixture(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print(fixture.address, flush=True)
    fixture.thread.join()
