"""What the tests of the page have in common: one browser, and a server for each test."""

import unittest

from browser import Browser
from fixture import Fixture


class PageCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.quit)

    def setUp(self):
        self.browser.screen()

    def serve(self, **options):
        fixture = Fixture(**options)
        self.addCleanup(fixture.stop)
        self.addCleanup(self.browser.driver.get, "about:blank")
        return fixture

    def visit(self, **options):
        fixture = self.serve(**options)
        self.browser.open(fixture.address)
        self.browser.until("a first measure", "document.querySelectorAll('.tile').length > 4")
        return fixture

    def trace(self, role):
        return f'.trace[data-role="{role}"] canvas'
