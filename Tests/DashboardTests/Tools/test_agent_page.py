"""The live page in real headless Chromium, as the agent itself serves it on a bundled recording.

HEALTHYPI_AGENT names the program; without it, the one of the last debug build is taken.
"""

import os
import signal
import socket
import subprocess
import tempfile
import unittest

from browser import Browser
from fixture import PAGE
from material import ROOT

RECORDING = ROOT / "datasets/synthetic_desk_afternoon/synthetic_desk_afternoon"


class Agent:
    """`replay --page` on a port of its own, with a state of its own."""

    def __init__(self, port, *options):
        program = os.environ.get("HEALTHYPI_AGENT") or str(ROOT / ".build/debug/healthypi-agent")
        if not os.access(program, os.X_OK):
            raise RuntimeError(
                f"no agent to test ({program}): swift build --product healthypi-agent"
            )
        self.errors = tempfile.TemporaryFile()
        self.address = f"http://127.0.0.1:{port}/"
        self.process = subprocess.Popen(
            [program, "replay", str(RECORDING), "--page", f"127.0.0.1:{port}", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.errors,
        )
        self.port = port

    def answers(self):
        if self.process.poll() is not None:
            self.errors.seek(0)
            raise AssertionError(
                f"the agent ended with {self.process.returncode}: {self.errors.read().decode()}"
            )
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self, how=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.errors.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class AgentPageTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.quit)

    def start(self, port, *options):
        agent = Agent(port, *options)
        self.browser.until("the agent answering", agent.answers)
        return agent

    def draws(self, role):
        selector = f'.trace[data-role="{role}"] canvas'
        self.browser.until(
            f"the trace of {role}", lambda: self.browser.pixels_of(selector, f"--{role}") > 60
        )
        before = self.browser.painted(selector)
        self.browser.until(f"{role} moving", lambda: self.browser.painted(selector)[1] != before[1])

    def catches_up(self):
        """Waits until the signals begin, as long as the page says that it is getting there."""

        def said():
            return self.browser.text("#connection") or ""

        self.browser.until("words on catching up", lambda: "goes by at once" in said())
        self.assertRegex(
            said(),
            r"^Catching up: what is before 1:30:00 goes by at once, and the signals begin there\. "
            r"It has come to \d+:\d\d(:\d\d)?, \d+ %\.$",
        )
        while "goes by at once" in (last := said()):
            self.browser.until("the page getting further", lambda: said() != last)

    def test_it_draws_updates_recovers_after_a_kill_and_complains_of_nothing(self):
        browser = self.browser
        browser.screen()
        first = self.start(free_port())
        self.addCleanup(first.stop)
        browser.open(first.address)
        for role in ("ecg", "ppg", "resp", "eda"):
            self.draws(role)
        browser.until(
            "a heart rate",
            lambda: (browser.text('.tile[data-id="heartRate"] .number') or "").isdigit(),
        )
        browser.until(
            "what is not known yet as an em dash",
            "[...document.querySelectorAll('.tile.unknown .number')].every((n) => n.textContent === '—') "
            "&& document.querySelector('.tile.unknown .note')?.textContent.length > 5",
        )
        self.assertIn("recording, replayed", browser.text("#banner"))
        self.assertEqual(browser.complaints(), [])

        first.process.kill()
        browser.until(
            "the page saying so", lambda: "cannot be reached" in browser.text("#connection")
        )
        self.assertTrue(browser.run("return document.body.classList.contains('silent')"))
        second = self.start(first.port)
        self.addCleanup(second.stop)
        browser.until(
            "the page being live again",
            "document.getElementById('notice').hidden && !document.body.classList.contains('silent')",
        )
        self.draws("ecg")
        self.assertEqual([c for c in browser.complaints() if "ERR_CONNECTION" not in c], [])

    def test_what_was_before_stands_on_the_page_at_once(self):
        """Charts, timeline and insights of an hour and a half, which the agent catches up on."""
        browser = self.browser
        browser.screen()
        agent = self.start(free_port(), "--page-from", "5400", "--demo", "--loop")
        self.addCleanup(agent.stop)
        browser.open(agent.address)
        self.catches_up()
        self.draws("ecg")
        for chart, tone in (
            ("tachogram", "ecg"),
            ("poincare", "resp"),
            ("spectrum", "ink"),
            ("timeline", "stationary"),
        ):
            browser.until(f"the {chart}", lambda: browser.pixels_of(f"#{chart}", f"--{tone}") > 15)
        browser.until(
            "an error bar",
            lambda: (browser.text('.tile[data-id="rmssd"] .ci') or "").startswith("95 %: "),
        )
        self.assertIn("A demonstration", browser.text("#banner"))
        self.assertEqual(browser.complaints(), [])

    def test_the_files_are_those_of_the_folder_and_the_policy_is_strict(self):
        agent = self.start(free_port())
        self.addCleanup(agent.stop)
        self.browser.open(agent.address)
        served = self.browser.driver.execute_async_script(
            """
            const done = arguments[arguments.length - 1];
            Promise.all(arguments[0].map((name) => fetch("/" + (name === "index.html" ? "" : name)).then(async (answer) =>
              [name, answer.status, await answer.text(), answer.headers.get("content-security-policy")]))).then(done);""",
            sorted(file.name for file in PAGE.iterdir()),
        )
        for name, status, text, policy in served:
            self.assertEqual((status, text), (200, (PAGE / name).read_text()), name)
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn("unsafe", policy)


if __name__ == "__main__":
    unittest.main()
