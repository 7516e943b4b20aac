"""The live page when the agent is silent, gone, back, or only replaying."""

import unittest

from fixture import Fixture
from page_case import PageCase


class PageAwayTests(PageCase):
    def test_silence_greys_the_values_and_says_how_old_they_are(self):
        fixture = self.visit()
        fixture.muted.set()
        self.browser.until(
            "the page saying that it is silent", "document.body.classList.contains('silent')"
        )
        self.assertRegex(
            self.browser.text("#connection"), r"^No data for \d+ s\. What is shown is that old\.$"
        )
        self.browser.until(
            "the age of the heart rate",
            lambda: "old" in self.browser.text('.tile[data-id="heartRate"] .note'),
        )
        fixture.muted.clear()
        self.browser.until(
            "the page being live again", "!document.body.classList.contains('silent')"
        )
        self.assertTrue(self.browser.run("return document.getElementById('notice').hidden"))

    def test_a_board_that_is_missing_is_named_as_the_reason(self):
        def alter(message):
            if message["t"] == "status":
                message["device"] = {"state": "searching", "text": "No board is connected"}
            return message

        fixture = self.visit(alter=alter)
        self.browser.until("the status", lambda: "No board" in self.browser.text("#status"))
        fixture.muted.set()
        self.browser.until(
            "the reason",
            lambda: self.browser.text("#connection").startswith(
                "No board is connected. No data for "
            ),
        )

    def test_it_comes_back_after_the_agent_restarts_and_starts_afresh(self):
        first = self.visit(session="before")
        browser = self.browser
        browser.until("the insights", "document.querySelectorAll('.insight').length === 2")
        first.stop()
        browser.until(
            "the page saying so",
            lambda: "The agent cannot be reached. Trying" in browser.text("#connection"),
        )
        self.assertTrue(browser.run("return document.body.classList.contains('silent')"))
        browser.until("a button to try at once", "!document.getElementById('retry').hidden")
        second = Fixture(
            session="after",
            port=first.port,
            title="After the restart",
            alter=lambda m: None if m["t"] in ("insight", "tile") else m,
        )
        self.addCleanup(second.stop)
        browser.until("the new session", lambda: browser.text("#title") == "After the restart")
        self.assertEqual(
            browser.run("return document.querySelectorAll('.insight, .tile').length"), 0
        )
        browser.until("no notice", "document.getElementById('notice').hidden")
        browser.until("the trace again", lambda: browser.pixels_of(self.trace("ecg"), "--ecg") > 60)
        self.assertEqual([c for c in browser.complaints() if "ERR_CONNECTION" not in c], [])

    def test_measures_without_signals_are_not_silence(self):
        """A replay as fast as it can be sends no waves."""
        self.visit(alter=lambda m: None if m["t"] in ("wave", "mark") else m, speed=None)
        browser = self.browser
        seen = "document.querySelector('.tile[data-id=\"heartRate\"] .ci').textContent"
        values = {browser.run(f"return {seen}")}

        def go_on():
            values.add(browser.run(f"return {seen}"))
            return len(values) > 3

        browser.until("several heart rates", go_on)
        self.assertFalse(browser.run("return document.body.classList.contains('silent')"))
        self.assertEqual(browser.complaints(), [])

    def test_a_board_that_comes_later_adds_its_traces_and_keeps_the_others(self):
        fixture = self.visit(
            channels=[
                {
                    "id": "ecg",
                    "role": "ecg",
                    "name": "ECG",
                    "unit": "mV",
                    "rate": 250,
                    "low": None,
                    "high": None,
                }
            ]
        )
        browser = self.browser
        browser.until("the trace", lambda: browser.pixels_of(self.trace("ecg"), "--ecg") > 60)
        self.assertEqual(browser.run("return document.querySelectorAll('.trace').length"), 1)
        tiles = browser.run("return document.querySelectorAll('.tile').length")
        del fixture.hello["channels"]
        fixture.greet_again.set()
        browser.until("four traces", "document.querySelectorAll('.trace').length === 4")
        self.assertEqual(browser.run("return document.querySelectorAll('.tile').length"), tiles)
        for role in ("ecg", "ppg"):
            browser.until(role, lambda: browser.pixels_of(self.trace(role), f"--{role}") > 60)

    def test_a_replay_and_a_demonstration_say_so_and_a_live_session_does_not(self):
        for hello, text in (
            ({"demo": False}, "A recording, replayed. Nothing here is measured now."),
            ({}, "A demonstration: a recording, replayed. Nothing here is measured now."),
            (
                {"demo": False, "speed": 10},
                "A recording, replayed at 10 times real time. Nothing here is measured now.",
            ),
            ({"mode": "live", "demo": False}, None),
            (
                {"mode": "live"},
                "A demonstration: a simulated board. Nothing here is measured on a person.",
            ),
        ):
            with self.subTest(hello):
                self.visit(**hello)
                hidden = self.browser.run("return document.getElementById('banner').hidden")
                self.assertEqual(None if hidden else self.browser.text("#banner"), text)
                self.browser.driver.get("about:blank")


if __name__ == "__main__":
    unittest.main()
