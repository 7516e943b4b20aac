"""The live page in real headless Chromium, against a server that speaks its protocol: what it draws,
what it does not know, and what it is not told to.

    python -m unittest discover -s Tests/DashboardTests/Tools

CHROMIUM and CHROMEDRIVER name other programs than Debian's.
"""

import json
import random
import unittest

from page_case import PageCase

HOSTILE = (
    '<img src=x onerror="document.title=\'broken in\'"><script>document.title="broken in"</script>'
)


class PageTests(PageCase):
    # It draws

    def test_every_canvas_shows_its_colour_and_the_traces_move(self):
        self.visit()
        browser = self.browser
        for role in ("ecg", "ppg", "resp", "eda"):
            browser.until(
                f"the trace of {role}",
                lambda: browser.pixels_of(self.trace(role), f"--{role}") > 60,
            )
            before = browser.painted(self.trace(role))
            browser.until(
                f"{role} moving", lambda: browser.painted(self.trace(role))[1] != before[1]
            )
        for chart, tone in (
            ("tachogram", "ecg"),
            ("poincare", "resp"),
            ("spectrum", "ink"),
            ("timeline", "active"),
        ):
            browser.until(f"the {chart}", lambda: browser.pixels_of(f"#{chart}", f"--{tone}") > 15)
        self.assertEqual(browser.complaints(), [])

    def test_the_first_trace_is_there_within_a_second_of_the_page(self):
        fixture = self.serve()
        self.browser.driver.execute_cdp_cmd("Page.enable", {})
        source = """
            (() => { const watch = () => {
              const canvas = document.querySelector('.trace[data-role="ecg"] canvas');
              if (canvas && canvas.width > 300) {
                const { data } = canvas.getContext("2d").getImageData(60, 0, canvas.width - 60, canvas.height);
                let painted = 0;
                for (let i = 3; i < data.length; i += 4) if (data[i] > 250) painted += 1;
                if (painted > 200) { window.drawnAt = performance.now(); return; }
              }
              requestAnimationFrame(watch);
            }; addEventListener("DOMContentLoaded", watch); })();"""
        added = self.browser.driver.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument", {"source": source}
        )
        try:
            self.browser.open(fixture.address)
            drawn = self.browser.until("a drawn trace", "window.drawnAt ?? 0")
        finally:
            self.browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
        # Seen: 0.2 to 0.4 s. The bound here only catches a page that waits for something.
        print(f"first drawn trace after {drawn:.0f} ms")
        self.assertLess(drawn, 5000)

    def test_beats_doubtful_beats_and_quality_are_drawn(self):
        self.visit()
        browser = self.browser
        browser.until(
            "beat marks and a good ribbon",
            lambda: browser.pixels_of(self.trace("ppg"), "--good") > 300,
        )
        browser.until(
            "a doubtful beat or a bad stretch",
            lambda: browser.pixels_of(self.trace("ecg"), "--bad") > 8,
        )

    def test_a_signal_that_is_all_gap_is_a_ribbon_and_a_reason_and_no_line(self):
        def alter(message):
            if message.get("c") == "ecg" and message["t"] == "wave":
                message["v"] = [None] * len(message["v"])
            if message.get("c") == "ecg" and message["t"] == "quality":
                message.update(usable=False, q=0, reasons=["lead off"])
            return None if message["t"] == "mark" else message

        self.visit(alter=alter)
        browser = self.browser
        browser.until(
            "the hatched ribbon", lambda: browser.pixels_of(self.trace("ecg"), "--bad") > 60
        )
        browser.until(
            "the reason", lambda: browser.text('.trace[data-role="ecg"] .signal') == "lead off"
        )
        self.assertEqual(browser.pixels_of(self.trace("ecg"), "--ecg"), 0)
        self.assertEqual(browser.complaints(), [])

    def test_edits_have_shapes_and_are_counted_in_words(self):
        self.visit()
        self.browser.until(
            "edits in words",
            lambda: (
                "1 inserted, 1 moved, 1 deleted, 1 not counted"
                in self.browser.text("#tachogram-note")
            ),
        )
        self.assertEqual(
            self.browser.run("return document.querySelectorAll('#tachogram-key > span').length"), 5
        )

    # What is not known

    def test_a_value_that_is_not_known_is_an_em_dash_with_its_reason(self):
        self.visit()
        for name, reason in (
            ("spo2", "This source cannot give it"),
            ("temperature", "no sensor is connected"),
            ("sampEn", "Too few beats so far"),
        ):
            self.assertEqual(self.browser.text(f'.tile[data-id="{name}"] .number'), "—")
            self.assertEqual(self.browser.text(f'.tile[data-id="{name}"] .note'), reason)
            self.assertEqual(self.browser.text(f'.tile[data-id="{name}"] .ci'), "")

    def test_a_chart_that_is_not_known_says_why(self):
        def alter(message):
            if message["t"] in ("poincare", "spectrum"):
                return {"t": message["t"], "reason": "tooFewIntervals"}
            return None if message["t"] in ("timeline", "tachogram") else message

        self.visit(alter=alter)
        for chart in ("poincare", "spectrum"):
            self.browser.until(
                chart,
                lambda: self.browser.text(f'.none[data-for="{chart}"]') == "Too few beats so far",
            )
        for chart in ("tachogram", "timeline"):
            self.browser.until(
                chart,
                lambda: (
                    self.browser.text(f'.none[data-for="{chart}"]') == "Not enough recorded yet"
                ),
            )
            self.assertEqual(self.browser.painted(f"#{chart}")[0], 0)

    def test_a_value_is_no_more_precise_than_its_interval(self):
        def alter(message):
            if message["t"] == "tile" and message["id"] == "rmssd":
                message.update(value=42.123456, ci95=[36.04, 48.91])
            if message["t"] == "tile" and message["id"] == "scl":
                message.update(value=8.123456, ci95=[8.1, 8.15])
            return message

        self.visit(alter=alter)
        self.assertEqual(self.browser.text('.tile[data-id="rmssd"] .number'), "42")
        self.assertEqual(self.browser.text('.tile[data-id="rmssd"] .ci'), "95 %: 36 to 49")
        self.assertEqual(self.browser.text('.tile[data-id="scl"] .number'), "8.12")

    def test_of_losses_no_more_is_said_than_is_known(self):
        said = {
            "unknown": "—",
            "proven": "nothing",
            "inferred": "none noticed: packets are not numbered",
            "marked": "none marked",
        }
        for known, words in said.items():
            with self.subTest(known):

                def alter(message):
                    if message["t"] == "status":
                        message["loss"] = {"lost_samples": 0, "percent": 0, "known": known}
                    return message

                self.visit(alter=alter)
                self.browser.until("the status", lambda: self.browser.text("#status dd"))
                cells = self.browser.run(
                    "return Object.fromEntries([...document.querySelectorAll('#status div')]"
                    ".map((e) => [...e.children].map((c) => c.textContent)))"
                )
                self.assertEqual(cells["Lost"], words)

    # Text stays text

    def test_hostile_text_is_shown_as_text_wherever_it_comes(self):
        def poison(value, key=""):
            if isinstance(value, dict):
                return {k: poison(v, k) for k, v in value.items()}
            if isinstance(value, list):
                return [poison(v, key) for v in value]
            kept = {
                "t",
                "c",
                "id",
                "session",
                "role",
                "mode",
                "state",
                "kind",
                "unit",
                "epochs",
                "started",
                "time",
            }
            return HOSTILE if isinstance(value, str) and key not in kept else value

        self.visit(alter=poison)
        browser = self.browser
        browser.until("an insight", "document.querySelector('.insight h3')")
        self.assertEqual(browser.text(".insight h3"), HOSTILE)
        self.assertEqual(browser.text("#title"), HOSTILE)
        self.assertEqual(browser.text(".tile h3"), HOSTILE)
        browser.until(
            "the status", "document.querySelector('#status')?.textContent.includes('onerror')"
        )
        self.assertEqual(
            browser.run("return document.querySelectorAll('img, body script').length"), 0
        )
        self.assertNotEqual(browser.run("return document.title"), "broken in")
        self.assertEqual(browser.complaints(), [])

    def test_nonsense_on_the_wire_does_no_harm(self):
        def alter(message):
            if message["t"] == "wave":
                message["v"] = [None if i % 7 == 0 else v for i, v in enumerate(message["v"])]
            if message["t"] == "mark":
                message["at"] = "soon"
            if message["t"] == "tile" and message["id"] == "rmssd":
                message.update(ci95=["a", None], unit=None, reason=None, at=None)
            if message["t"] == "timeline":
                message["epochs"] = [[None, 3], [5, 1, "asleep", 1], [0, 60, "dancing", None]]
            if message["t"] == "quality":
                return {"t": "unheard of", "reasons": {"a": 1}}
            if message["t"] == "insight":
                message.update(confidence="very", why="because", would_change_if=None, limits=7)
            if message["t"] == "status":
                message.update(device=None, battery_percent="full", loss={}, clock={}, broker={})
            return message

        self.visit(alter=alter)
        browser = self.browser
        before = browser.painted(self.trace("ecg"))
        browser.until(
            "the trace moving still", lambda: browser.painted(self.trace("ecg"))[1] != before[1]
        )
        self.assertEqual(browser.complaints(), [])

    def test_messages_broken_at_random_break_nothing(self):
        junk = [
            None,
            "",
            "x",
            -1,
            0,
            1e308,
            -1e308,
            1e9,
            True,
            [],
            {},
            [[]],
            [None, None],
            {"a": 1},
            "9" * 300,
        ]
        for seed in range(3):
            with self.subTest(seed=seed):
                chance = random.Random(seed)

                def broken(value):
                    if isinstance(value, dict) and value and chance.random() < 0.9:
                        key = chance.choice(list(value))
                        return {**value, key: broken(value[key])}
                    if isinstance(value, list) and value and chance.random() < 0.8:
                        index = chance.randrange(len(value))
                        return value[:index] + [broken(value[index])] + value[index + 1 :]
                    return chance.choice(junk)

                def alter(message):
                    if (
                        chance.random() < 0.5
                        or message.get("c") == "ecg"
                        and message["t"] == "wave"
                    ):
                        return message
                    if message["t"] == "hello":
                        kept = ("t", "session", "channels")
                        return {k: v if k in kept else broken(v) for k, v in message.items()}
                    if chance.random() < 0.1:
                        text = json.dumps(message)
                        return text[: chance.randrange(len(text))]
                    kind = message["t"]
                    for _ in range(3):
                        message = broken(message)
                        if not isinstance(message, dict):
                            return json.dumps(message)
                    return {**message, "t": kind} if chance.random() < 0.9 else message

                fixture = self.serve(alter=alter)
                self.browser.open(fixture.address)
                trace = self.trace("ecg")
                self.browser.until("the trace", lambda: self.browser.pixels_of(trace, "--ecg") > 60)
                heard = self.browser.run("return performance.now()")
                self.browser.until("some seconds of it", f"performance.now() > {heard} + 3000")
                before = self.browser.painted(trace)
                self.browser.until(
                    "the trace moving still", lambda: self.browser.painted(trace)[1] != before[1]
                )
                self.assertEqual(self.browser.complaints(), [])


if __name__ == "__main__":
    unittest.main()
