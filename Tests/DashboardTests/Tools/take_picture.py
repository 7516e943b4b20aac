"""Takes the README's picture of the live page, as the agent serves it on the bundled afternoon.

    HEALTHYPI_AGENT=.build/release/healthypi-agent take_picture.py PICTURE.png
"""

import sys

from browser import Browser
from test_agent_page import Agent, free_port

FROM = 5400  # s, half past one.


def main(path):
    agent = Agent(free_port(), "--page-from", str(FROM))
    browser = Browser()
    try:
        browser.until("the agent answering", agent.answers)
        browser.screen(1440, 1680)
        browser.open(agent.address)
        # A sweep of slow signals is full then.
        browser.until("a full sweep", lambda: "1:30:45" in (browser.text(".status") or ""))
        browser.driver.save_screenshot(path)
    finally:
        browser.quit()
        agent.stop()


if __name__ == "__main__":
    main(sys.argv[1])
