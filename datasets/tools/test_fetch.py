"""Tests of fetch.py against a server on loopback.

Run: python3 -m unittest discover datasets/tools
"""

import contextlib
import hashlib
import http.server
import io
import pathlib
import sys
import tempfile
import threading
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import fetch  # noqa: E402

BODY = bytes(range(256)) * 800
TWO = b"two"


class Publisher(http.server.BaseHTTPRequestHandler):
    """Serves `server.files`; breaks off after `cut` bytes as often as `cuts` says."""

    def do_GET(self):
        self.server.requests.append((self.path, self.headers.get("Range")))
        body = self.server.files.get(self.path)
        if body is None:
            self.send_error(404)
            return
        first = 0
        wanted = self.headers.get("Range")
        if wanted and self.server.ranges:
            first = int(wanted.removeprefix("bytes=").rstrip("-"))
            if first >= len(body):
                self.send_error(416)
                return
        self.send_response(206 if first else 200)
        self.send_header("Content-Length", str(len(body) - first))
        self.end_headers()
        rest = body[first:]
        cuttable = self.path.endswith(self.server.cut_ending)
        if cuttable and self.server.cuts > 0 and len(rest) > self.server.cut:
            self.server.cuts -= 1
            rest = rest[: self.server.cut]
        self.wfile.write(rest)

    def log_message(self, *_):
        pass


class FetchTests(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
        self.server.requests, self.server.ranges = [], True
        self.server.cut, self.server.cuts, self.server.cut_ending = 100_000, 0, ".dat"
        self.base = "/files/mitdb/1.0.0/"
        self.server.files = {self.base + "100.dat": BODY, self.base + "100.hea": TWO}
        self.publish({"100.dat": BODY, "100.hea": TWO, "x_mitdb/x_108.dat": b"not wanted"})
        thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(folder.name)
        self.pins = self.root / "public-sha256.txt"
        self.pins.write_text("# none\n")
        self.into = self.root / "data"
        self.target = self.into / "ecg" / "mitdb" / "100.dat"
        pins = mock.patch.object(fetch, "PINS", self.pins)
        pins.start()
        for undo in (folder.cleanup, pins.stop, thread.join, self.server.server_close,
                     self.server.shutdown):
            self.addCleanup(undo)

    def publish(self, files):
        lines = [f"{hashlib.sha256(body).hexdigest()} {name}" for name, body in files.items()]
        self.server.files[self.base + "SHA256SUMS.txt"] = "\n".join(lines).encode()

    def run_fetch(self, *more):
        mirror = f"http://127.0.0.1:{self.server.server_port}/files"
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = fetch.main(["mitdb", "--into", str(self.into), "--mirror", mirror, *more])
        return code, out.getvalue(), err.getvalue()

    def requests_of(self, name):
        return [wanted for path, wanted in self.server.requests if path == self.base + name]

    def assert_no_partial_file(self):
        self.assertEqual(list(self.into.rglob("*.part")), [])

    def test_fetches_and_says_who_vouches(self):
        code, out, err = self.run_fetch()
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(self.target.read_bytes(), BODY)
        self.assertIn("2 of 2 files right, 2 new; 0 checked against public-sha256.txt, "
                      "2 against the publisher's SHA256SUMS.txt", out)
        self.assertFalse((self.into / "ecg/mitdb/x_mitdb").exists())
        self.assert_no_partial_file()

    def test_pinned_checksum_comes_first(self):
        self.pins.write_text(f"{hashlib.sha256(BODY).hexdigest()}  ecg/mitdb/100.dat\n")
        code, out, _ = self.run_fetch()
        self.assertEqual(code, 0)
        self.assertIn("1 checked against public-sha256.txt, 1 against the publisher's", out)

    def test_pins_alone_do_when_the_publisher_has_no_list(self):
        del self.server.files[self.base + "SHA256SUMS.txt"]
        self.pins.write_text(f"{hashlib.sha256(BODY).hexdigest()}  ecg/mitdb/100.dat\n")
        code, out, _ = self.run_fetch()
        self.assertEqual(code, 0)
        self.assertIn("1 of 1 files right", out)

    def test_no_checksum_no_file(self):
        del self.server.files[self.base + "SHA256SUMS.txt"]
        code, _, err = self.run_fetch()
        self.assertEqual(code, 1)
        self.assertIn("SHA256SUMS.txt: not there, so nothing of mitdb could be checked.", err)
        self.assertFalse(self.into.exists())

    def test_publisher_and_pin_disagree(self):
        self.pins.write_text(f"{'0' * 64}  ecg/mitdb/100.dat\n")
        code, _, err = self.run_fetch()
        self.assertEqual(code, 1)
        self.assertIn("has another SHA-256 there than in public-sha256.txt", err)
        self.assertFalse(self.into.exists())

    def test_what_is_right_is_kept(self):
        self.run_fetch()
        self.server.requests.clear()
        code, out, _ = self.run_fetch()
        self.assertEqual(code, 0)
        self.assertIn("2 of 2 files right, 0 new", out)
        self.assertEqual([path for path, _ in self.server.requests],
                         [self.base + "SHA256SUMS.txt"])

    def test_damaged_file_is_replaced(self):
        self.run_fetch()
        self.target.write_bytes(BODY[:-1] + b"?")
        self.assertEqual(self.run_fetch()[0], 0)
        self.assertEqual(self.target.read_bytes(), BODY)

    def test_checksum_mismatch_keeps_nothing(self):
        self.server.files[self.base + "100.dat"] = BODY[:-1] + b"?"
        code, out, err = self.run_fetch()
        self.assertEqual(code, 1)
        self.assertIn("100.dat: SHA-256 is ", err)
        self.assertIn("The file was not kept.", err)
        self.assertIn("1 of 2 files right", out)
        self.assertFalse(self.target.exists())
        self.assert_no_partial_file()

    def test_old_file_survives_a_failed_replacement(self):
        self.run_fetch()
        self.target.write_bytes(b"old")
        self.server.files[self.base + "100.dat"] = b"wrong"
        self.assertEqual(self.run_fetch()[0], 1)
        self.assertEqual(self.target.read_bytes(), b"old")

    def test_broken_off_is_resumed_at_once(self):
        self.server.cuts = 1
        code, _, err = self.run_fetch()
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(self.target.read_bytes(), BODY)
        self.assertEqual(self.requests_of("100.dat"), [None, "bytes=100000-"])

    def test_broken_off_again_and_again_then_resumed_by_the_next_run(self):
        self.server.cut, self.server.cuts = 10, 3
        code, _, err = self.run_fetch()
        self.assertEqual(code, 1)
        self.assertIn("broken off 3 times. Run the same command again; it resumes.", err)
        self.assertFalse(self.target.exists())
        self.assertEqual(self.target.with_name("100.dat.part").read_bytes(), BODY[:30])
        self.server.requests.clear()
        self.assertEqual(self.run_fetch()[0], 0)
        self.assertEqual(self.requests_of("100.dat"), ["bytes=30-"])
        self.assertEqual(self.target.read_bytes(), BODY)

    def test_server_without_ranges_starts_over(self):
        self.server.ranges, self.server.cuts = False, 1
        self.assertEqual(self.run_fetch()[0], 0)
        self.assertEqual(self.target.read_bytes(), BODY)

    def test_wrong_partial_file_is_thrown_away(self):
        self.target.parent.mkdir(parents=True)
        for leftover in (b"rubbish", BODY + b"too long"):
            self.target.unlink(missing_ok=True)
            self.target.with_name("100.dat.part").write_bytes(leftover)
            self.assertEqual(self.run_fetch()[0], 0)
            self.assertEqual(self.target.read_bytes(), BODY)
            self.assert_no_partial_file()

    def test_missing_file_is_named_and_the_others_come(self):
        del self.server.files[self.base + "100.dat"]
        code, out, err = self.run_fetch()
        self.assertEqual(code, 1)
        self.assertIn("100.dat: the server answered 404 Not Found. The publisher may", err)
        self.assertIn("1 of 2 files right", out)

    def test_path_that_leaves_the_folder_is_refused(self):
        for path in ("../evil.dat", "/evil.dat", "a/../../evil.dat", "a\\evil.dat", "c:evil.dat"):
            self.assertFalse(fetch.is_safe(path), path)
        self.assertTrue(fetch.is_safe("training/100.dat"))
        self.publish({"..\\evil.dat": BODY})
        code, _, err = self.run_fetch()
        self.assertEqual(code, 1)
        self.assertIn("outside the set", err)

    def test_only_the_records_asked_for(self):
        self.publish({"100.dat": BODY, "101.dat": TWO})
        code, out, _ = self.run_fetch("--records", "100")
        self.assertEqual(code, 0)
        self.assertIn("1 of 1 files right", out)
        self.assertEqual(self.requests_of("101.dat"), [])

    def test_list_of_checksums_that_is_none(self):
        self.server.files[self.base + "SHA256SUMS.txt"] = b"<html>sign in</html>"
        code, _, err = self.run_fetch()
        self.assertEqual(code, 1)
        self.assertIn("SHA256SUMS.txt, line 1: not a SHA-256 and a file name", err)

    def test_list_of_checksums_that_is_cut_short(self):
        self.server.cut, self.server.cuts, self.server.cut_ending = 73, 1, ".txt"
        code, _, err = self.run_fetch()
        self.assertEqual(code, 1)
        self.assertIn("SHA256SUMS.txt: broken off. Run the same command again.", err)
        self.assertFalse(self.into.exists())

    def test_no_server(self):
        port = self.server.server_port
        self.server.shutdown()
        self.server.server_close()
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = fetch.main(
                ["mitdb", "--into", str(self.into), "--mirror", f"http://127.0.0.1:{port}"])
        self.assertEqual(code, 1)
        self.assertIn("cannot be reached", err.getvalue())

    def test_wrong_command_lines(self):
        for line in ([], ["mitdb"], ["nosuch", "--into", "x"], ["wesad", "--into", "x"],
                     ["mitdb", "--into", "x", "--mirror", "file:///etc"]):
            with self.assertRaises(SystemExit) as stop, \
                    contextlib.redirect_stderr(io.StringIO()):
                fetch.main(line)
            self.assertEqual(stop.exception.code, 2)

    def test_the_committed_pins_can_be_read(self):
        pins = pathlib.Path(fetch.__file__).with_name("public-sha256.txt")
        sums = fetch.parse_sums(pins.read_text(encoding="ascii"), pins.name)
        self.assertEqual(len(sums), 75)
        self.assertTrue(all(path.startswith("ecg/mitdb/") for path in sums))


if __name__ == "__main__":
    unittest.main()
