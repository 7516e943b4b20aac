"""The live page on a phone, by keyboard, for a screen reader, in the dark and without motion."""

import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from material import INSIGHT
from page_case import PageCase


class PageForEveryoneTests(PageCase):
    def test_nothing_is_wider_than_a_small_phone(self):
        self.browser.screen(360, 800, ratio=2, mobile=True)
        self.visit()
        self.browser.until("the insights", "document.querySelectorAll('.insight').length === 2")
        self.browser.run("document.querySelectorAll('.insight button').forEach((b) => b.click())")
        for _ in ("tiles", "table"):
            self.assertEqual(self.browser.run("return document.documentElement.scrollWidth"), 360)
            self.browser.run("document.getElementById('as-table').click()")

    def test_every_control_is_reached_with_the_tab_key_and_shows_it(self):
        self.visit()
        browser = self.browser
        # Six controls of the page and nine in the two insights.
        wanted = 15
        seen = []

        def all_controls():
            seen[:] = browser.run("""
                const all = [...document.querySelectorAll("a[href], button, summary, [tabindex='0']")];
                const shown = all.filter((e) => e.checkVisibility());
                shown.forEach((e, i) => { e.dataset.control = i; });
                return shown.map((e) => [Boolean(e.closest(".insight")), e.outerHTML.slice(0, 70)]);""")
            return len(seen) == wanted and sum(inside for inside, _ in seen) == 9

        browser.until("all controls", all_controls, seen)
        browser.run("document.activeElement.blur(); scrollTo(0, 0)")
        browser.driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
        reached = set()
        for _ in range(wanted + 10):
            control, outlined = browser.run("""
                const e = document.activeElement; const style = getComputedStyle(e);
                return [e.dataset.control ?? null, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];""")
            if control is not None:
                self.assertTrue(outlined, browser.run("return document.activeElement.outerHTML"))
                reached.add(control)
            browser.driver.switch_to.active_element.send_keys(Keys.TAB)
        self.assertEqual(len(reached), wanted)

    def test_space_freezes_the_sweep_and_arrows_look_back(self):
        self.visit()
        browser = self.browser
        browser.until("the trace", lambda: browser.pixels_of(self.trace("ecg"), "--ecg") > 60)
        body = browser.driver.find_element(By.TAG_NAME, "body")
        body.send_keys(Keys.SPACE)
        self.assertEqual(
            browser.run("return document.getElementById('freeze').getAttribute('aria-pressed')"),
            "true",
        )
        held = browser.painted(self.trace("ecg"))
        beats = browser.text("#tachogram-note")
        browser.until("newer beats while frozen", lambda: browser.text("#tachogram-note") != beats)
        self.assertEqual(browser.painted(self.trace("ecg")), held)
        body.send_keys(Keys.ARROW_LEFT)
        self.assertNotEqual(browser.painted(self.trace("ecg")), held)
        self.assertIn("Frozen", browser.text("#sweep-note"))
        body.send_keys(Keys.SPACE)
        browser.until(
            "the sweep going on", lambda: browser.painted(self.trace("ecg"))[1] != held[1]
        )

    def test_the_table_says_what_the_tiles_say(self):
        self.visit()
        browser = self.browser
        browser.run("document.getElementById('as-table').click()")
        rows = browser.run("""return [...document.querySelectorAll("#tiles-table tbody tr")]
            .map((row) => [...row.children].map((cell) => cell.textContent))""")
        self.assertEqual(len(rows), 8)
        by_name = {row[0]: row for row in rows}
        self.assertEqual(
            by_name["SpO₂"][1:4] + by_name["SpO₂"][6:],
            ["—", "%", "—", "This source cannot give it"],
        )
        self.assertRegex(by_name["RMSSD"][3], r"^\d+ to \d+$")
        self.assertTrue(browser.run("return document.getElementById('tiles').hidden"))

    def test_names_landmarks_and_alternatives(self):
        self.visit()
        browser = self.browser
        self.assertEqual(
            browser.run("""
            const named = (e) => e.textContent.trim() || e.getAttribute("aria-label");
            return [...document.querySelectorAll("button, a, summary")].filter((e) => !named(e)).map((e) => e.outerHTML)"""),
            [],
        )
        self.assertEqual(
            browser.run("""
            return [...document.querySelectorAll("canvas")].filter((e) => !e.closest(".trace")?.hidden
              && e.getAttribute("aria-hidden") !== "true" && !(e.getAttribute("role") === "img" && e.getAttribute("aria-label")))
              .map((e) => e.outerHTML)"""),
            [],
        )
        self.assertEqual(
            browser.run(
                "return ['header', 'main', 'footer', 'h1'].map((n) => document.querySelectorAll(n).length)"
            ),
            [1, 1, 1, 1],
        )
        self.assertEqual(browser.run("return document.documentElement.lang"), "en")
        self.assertEqual(
            browser.run("""
            const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
            return ids.filter((id, i) => ids.indexOf(id) !== i)"""),
            [],
        )
        self.assertEqual(
            browser.run("""
            return [...document.querySelectorAll("[aria-labelledby], [aria-controls]")].flatMap((e) =>
              [e.getAttribute("aria-labelledby"), e.getAttribute("aria-controls")].filter(Boolean).join(" ").split(" "))
              .filter((id) => !document.getElementById(id))"""),
            [],
        )
        browser.until("a summary for who listens", lambda: "Heart rate" in browser.text("#spoken"))
        browser.until(
            "the trace in words",
            lambda: browser.run(
                "return document.querySelector('.trace[data-role=\"ecg\"] canvas').getAttribute('aria-label')"
            ).startswith("ECG, last 8 seconds; between"),
        )
        self.assertIn("It informs, it never diagnoses.", browser.text("footer"))

    def test_words_stand_out_from_their_ground(self):
        for scheme in ("light", "dark"):
            with self.subTest(scheme):
                self.browser.screen(scheme=scheme)
                fixture = self.visit()
                self.browser.until(
                    "the insights", "document.querySelectorAll('.insight').length === 2"
                )
                self.browser.run(
                    "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
                )
                self.assertEqual(self.faint(), [])
                fixture.muted.set()
                self.browser.until("the silent page", "document.body.classList.contains('silent')")
                self.assertEqual(self.faint(), [])
                self.browser.driver.get("about:blank")

    def faint(self):
        """Texts whose contrast with what lies behind them is under 4.5."""
        return self.browser.run("""
            const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
              .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            const parts = (text) => text.match(/[\\d.]+/g).map(Number);
            const ground = (e) => { for (; e; e = e.parentElement) {
              const c = parts(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0.99) return c; } return [255, 255, 255]; };
            const faint = new Set();
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const text = walker.currentNode.textContent.trim(); const e = walker.currentNode.parentElement;
              if (!text || !e.checkVisibility() || e.closest(".unseen, noscript")) continue;
              const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
              const contrast = (a + 0.05) / (b + 0.05);
              if (contrast < 4.5) faint.add(`${e.className || e.tagName}: ${text.slice(0, 30)}: ${contrast.toFixed(2)}`);
            }
            return [...faint];""")

    PICTURES = """
        const done = arguments[arguments.length - 1];
        const canvas = document.querySelector('.trace[data-role="ecg"] canvas');
        let last = canvas.toDataURL(), changes = 0; const began = performance.now();
        const look = () => {
          const now = canvas.toDataURL(); if (now !== last) changes += 1; last = now;
          if (performance.now() - began < 2500) requestAnimationFrame(look); else done(changes);
        }; look();"""

    def test_the_sweep_runs_between_messages(self):
        """Points come ten times a second and less; the picture moves more often than that."""

        def alter(message):
            return message if message["t"] != "mark" else None

        self.visit(alter=alter)
        browser = self.browser
        browser.until("the trace", lambda: browser.pixels_of(self.trace("ecg"), "--ecg") > 60)
        browser.until(
            "a moving sweep", lambda: browser.driver.execute_async_script(self.PICTURES) > 8
        )

    def test_reduced_motion_draws_once_a_second_and_nothing_throbs(self):
        self.browser.screen(calm=True)
        self.visit()
        browser = self.browser
        browser.until("the trace", lambda: browser.pixels_of(self.trace("ecg"), "--ecg") > 60)
        pictures = browser.driver.execute_async_script(self.PICTURES)
        self.assertLessEqual(pictures, 4)
        self.assertEqual(browser.run("return document.querySelectorAll('.heart.beat').length"), 0)

    def test_verify_shows_the_command(self):
        self.visit()
        browser = self.browser
        browser.until("the insights", "document.querySelectorAll('.insight').length === 2")
        browser.run("document.querySelector('.insight:last-child button').click()")
        self.assertEqual(browser.text(".insight:last-child code"), INSIGHT["verify"])
        browser.until(
            "what to do with it",
            "document.querySelector('.insight:last-child .command .quiet').textContent.includes('recomputes every number')",
        )

    def test_the_scheme_is_followed_while_the_page_is_open(self):
        self.visit()
        self.browser.until(
            "the light trace", lambda: self.browser.pixels_of(self.trace("ecg"), "--ecg") > 60
        )
        self.browser.screen(scheme="dark")
        self.browser.until(
            "the dark trace", lambda: self.browser.pixels_of(self.trace("ecg"), "--ecg") > 60
        )
        self.assertNotEqual(
            self.browser.run("return getComputedStyle(document.body).backgroundColor"),
            "rgb(242, 245, 247)",
        )


if __name__ == "__main__":
    unittest.main()
