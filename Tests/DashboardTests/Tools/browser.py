"""Headless Chromium for the tests of the page: Debian's chromium and its own chromedriver."""

import os
import shutil

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.support.ui import WebDriverWait

os.environ["SE_OFFLINE"] = "true"  # Nothing is ever downloaded.
PATIENCE = float(os.environ.get("PATIENCE", "60"))


def program(variable, name, package):
    found = os.environ.get(variable) or shutil.which(name)
    if not found:
        raise RuntimeError(
            f"{name} is not installed: apt install {package}, or name another in {variable}"
        )
    return found


class Browser:
    """One browser, one page at a time, with what a test of a drawing page needs."""

    def __init__(self):
        options = Options()
        options.binary_location = program("CHROMIUM", "chromium", "chromium")
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")  # Chromium refuses root otherwise.
        for argument in (
            "--headless=new",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-extensions",
            "--disable-background-networking",
            "--disable-component-update",
            "--hide-scrollbars",
            "--lang=en",
        ):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(
            options=options,
            service=Service(program("CHROMEDRIVER", "chromedriver", "chromium-driver")),
        )
        self.driver.set_script_timeout(PATIENCE)
        self.driver.set_page_load_timeout(PATIENCE)

    def quit(self):
        self.driver.quit()

    def screen(self, width=1440, height=900, scheme="light", calm=False, ratio=1, mobile=False):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": mobile},
        )
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {
                "features": [
                    {"name": "prefers-color-scheme", "value": scheme},
                    {
                        "name": "prefers-reduced-motion",
                        "value": "reduce" if calm else "no-preference",
                    },
                ]
            },
        )

    def open(self, address):
        self.driver.get_log("browser")
        self.driver.get(address)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def text(self, selector):
        return self.run(
            "return document.querySelector(arguments[0])?.textContent ?? null", selector
        )

    def until(self, what, condition, seen=None):
        """Waits for a condition, a script or a function; says what it waited for when it never
        comes, and what it saw last where the condition keeps that in `seen`."""
        ask = condition if callable(condition) else lambda: self.run(f"return {condition}")
        waiting = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05)
        try:
            return waiting.until(lambda _: ask())
        except TimeoutException:
            last = "" if seen is None else f"; seen last: {seen}"
            said = self.driver.get_log("browser")
            message = f"not within {PATIENCE:.0f} s: {what}{last}; the console said {said}"
            raise AssertionError(message) from None

    def painted(self, selector):
        """How many pixels of a canvas are not empty, and a sum that changes when the picture does."""
        return self.run(
            """
            const canvas = document.querySelector(arguments[0]);
            if (!canvas || !canvas.width) return [0, 0];
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            let count = 0, sum = 0;
            for (let i = 0; i < data.length; i += 4) if (data[i + 3]) {
              count += 1; sum = (sum * 31 + i + data[i] + data[i + 1] + data[i + 2]) % 1000000007;
            }
            return [count, sum];""",
            selector,
        )

    def pixels_of(self, selector, variable):
        """How many pixels of a canvas have exactly the colour of a variable of the style sheet."""
        return self.run(
            """
            const canvas = document.querySelector(arguments[0]);
            if (!canvas || !canvas.width) return 0;
            const probe = document.createElement("canvas").getContext("2d");
            probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(arguments[1]).trim();
            probe.fillRect(0, 0, 1, 1);
            const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            let count = 0;
            for (let i = 0; i < data.length; i += 4)
              if (data[i + 3] > 240 && Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 12) count += 1;
            return count;""",
            selector,
            variable,
        )

    def complaints(self):
        """What the console says: errors, warnings, broken policies. A lost socket is none, and that
        the tests look at pixels is not the page's doing."""
        allowed = ("WebSocket connection to", "willReadFrequently")
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] in ("SEVERE", "WARNING")
            and not any(word in entry["message"] for word in allowed)
        ]
