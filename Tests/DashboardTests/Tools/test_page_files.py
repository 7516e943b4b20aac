"""What can be said of the page's files without a browser."""

import unittest

from fixture import PAGE


class PageFilesTests(unittest.TestCase):
    files = sorted(PAGE.iterdir())

    def test_the_page_weighs_less_than_its_bound(self):
        weight = sum(file.stat().st_size for file in self.files)
        self.assertLess(weight, 110_000)

    def test_no_markup_is_ever_made_of_text_and_nothing_comes_from_elsewhere(self):
        banned = (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "DOMParser",
            "createContextualFragment",
            "srcdoc",
            "https://",
            'setAttribute("style"',
            "localStorage",
            "document.cookie",
            "fetch(",
        )
        for file in self.files:
            text = file.read_text()
            self.assertEqual([word for word in banned if word in text], [], file.name)

    def test_the_markup_has_no_inline_script_style_or_handler(self):
        text = (PAGE / "index.html").read_text()
        self.assertNotRegex(text, r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)")

    def test_the_protocol_names_every_file(self):
        text = (PAGE.parent / "Dashboard.docc/PageProtocol.md").read_text()
        for file in self.files:
            self.assertIn(file.name, text)


if __name__ == "__main__":
    unittest.main()
