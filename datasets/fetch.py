#!/usr/bin/env python3
"""Fetches public biosignal sets from their publishers and checks every file.

    datasets/fetch.py --list
    datasets/fetch.py mitdb --into ~/healthypi-data
    datasets/fetch.py mitdb --records 100,101 --into ~/healthypi-data

A file is right when its SHA-256 is the one in public-sha256.txt beside this script; a file that is
not listed there is checked against the publisher's own SHA256SUMS.txt, and the summary says which
was used. Files that are already there and right are kept; an interrupted one is resumed. A file gets
its name only when it is whole and right. Scorecards read the folder that HEALTHYPI_DATA names.
Standard library only. Exit code: 0 all files right, 1 some not, 2 wrong command line.
"""

import argparse
import fnmatch
import hashlib
import http.client
import os
import pathlib
import re
import sys
import urllib.error
import urllib.request
from typing import NamedTuple, Tuple
from urllib.parse import quote

PHYSIONET = "https://physionet.org/files"
PINS = pathlib.Path(__file__).resolve().parent / "public-sha256.txt"
ATTEMPTS = 3
TIMEOUT_SECONDS = 60
CHUNK = 1 << 16
SUMS_MAX = 64 << 20
SUMS_LINE = re.compile(r"^([0-9a-fA-F]{64})[ \t]+\*?(.+)$")


class PublicSet(NamedTuple):
    version: str
    folder: str  # below --into: what the scorecards read
    files: Tuple[str, ...]  # patterns of file names
    deep: bool  # whether folders below the top are wanted too
    about: str


SETS = {
    "mitdb": PublicSet("1.0.0", "ecg/mitdb", ("*.hea", "*.dat", "*.atr"), False,
                       "MIT-BIH Arrhythmia, 48 half hours of 2-lead ECG, beats by cardiologists"),
    "nstdb": PublicSet("1.0.0", "ecg/nstdb", ("*.hea", "*.dat", "*.atr"), False,
                       "MIT-BIH Noise Stress Test, two of those at six noise levels"),
    "qtdb": PublicSet("1.0.0", "ecg/qtdb",
                      ("*.hea", "*.dat", "*.atr", "*.man", "*.q1c", "*.q2c"), False,
                      "QT Database, 105 quarter hours, wave onsets and ends by experts"),
    "challenge-2014": PublicSet("1.0.0", "ecg/challenge-2014", ("*.hea", "*.dat", "*.atr"), True,
                                "CinC 2014, ECG with other signals, beats"),
    "bidmc": PublicSet("1.0.0", "ppg_resp/bidmc", ("*.hea", "*.dat", "*.breath"), False,
                       "BIDMC, 53 times 8 min of ECG, PPG, impedance; breaths by two annotators"),
    "fantasia": PublicSet("1.0.0", "ecg_resp/fantasia", ("*.hea", "*.dat", "*.ecg"), False,
                          "Fantasia, 40 people resting 2 h, ECG and respiration"),
    "nsr2db": PublicSet("1.0.0", "hrv/nsr2db", ("*.hea", "*.ecg"), False,
                        "Normal sinus rhythm RR intervals, 54 days of beats"),
    "ltdb": PublicSet("1.0.0", "hrv/ltdb", ("*.hea", "*.dat", "*.atr"), False,
                      "MIT-BIH Long-Term ECG, 7 records of 14 to 24 h"),
}

# Not fetched: no list of checksums that a program could use is known, or a person must agree first.
BY_HAND = {
    "gudb": "https://doi.org/10.5281/zenodo.10925419",
    "capnobase": "https://doi.org/10.5683/SP2/NLB8IT",
    "mimic-perform": "https://doi.org/10.5281/zenodo.6807402",
    "ppg-dalia": "https://archive.ics.uci.edu/dataset/495/ppg+dalia",
    "wesad": "https://archive.ics.uci.edu/dataset/465/wesad+wearable+stress+and+affect+detection",
}


class FetchError(Exception):
    """One sentence for a person: what, where, and what to do."""


def parse_sums(text, where):
    """`{path: SHA-256}` of a SHA256SUMS file; empty lines and # comments do not count."""
    sums = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = SUMS_LINE.match(line)
        if not match:
            raise FetchError(f"{where}, line {number}: not a SHA-256 and a file name")
        path = match.group(2).strip()
        if path.startswith("./"):
            path = path[2:]
        sums[path] = match.group(1).lower()
    return sums


def is_safe(path):
    """Whether a publisher's path stays inside the folder it is put into."""
    parts = path.split("/")
    return not (path.startswith("/") or "\\" in path or ":" in path or "\0" in path
                or any(part in ("", ".", "..") for part in parts))


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def open_url(url, first_byte=0):
    request = urllib.request.Request(url, headers={"User-Agent": "healthypi-datasets/1"})
    if first_byte:
        request.add_header("Range", f"bytes={first_byte}-")
    try:
        return urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)
    except urllib.error.HTTPError:
        raise
    except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise FetchError(f"{url}: cannot be reached ({reason}). Check the network and the address.")


def download_text(url):
    """The text at `url`, or None if the server has no such file."""
    try:
        with open_url(url) as answer:
            promised = answer.headers.get("Content-Length")
            body = answer.read(SUMS_MAX + 1)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise FetchError(f"{url}: the server answered {error.code} {error.reason}")
    except (OSError, http.client.HTTPException) as error:
        raise FetchError(f"{url}: broken off ({error}). Run the same command again.")
    if len(body) > SUMS_MAX:
        raise FetchError(f"{url}: larger than any list of checksums")
    if promised is not None and len(body) != int(promised):
        raise FetchError(f"{url}: broken off. Run the same command again.")
    return body.decode("utf-8", "replace")


def append_body(url, part):
    """Downloads what `part` still lacks; true when the server sent all it promised."""
    held = part.stat().st_size if part.exists() else 0
    try:
        answer = open_url(url, held)
    except urllib.error.HTTPError as error:
        if error.code == 416 and held:
            # There is no more than what is held; the checksum will judge it.
            return True
        hint = "The publisher may have moved it." if error.code == 404 else "Try again later."
        raise FetchError(f"{url}: the server answered {error.code} {error.reason}. {hint}")
    with answer:
        resumed = held > 0 and answer.status == 206
        promised = answer.headers.get("Content-Length")
        received = 0
        try:
            with open(part, "ab" if resumed else "wb") as file:
                while chunk := answer.read(CHUNK):
                    file.write(chunk)
                    received += len(chunk)
        except (http.client.HTTPException, ConnectionError, TimeoutError):
            return False
    return promised is None or received == int(promised)


def fetch_file(url, target, expected):
    """Puts the file at `target` if it is not there already; returns whether it was downloaded.

    A partial file that turns out wrong is thrown away and fetched once more from its beginning.
    """
    if target.is_file() and sha256(target) == expected:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    found = None
    for _ in range(ATTEMPTS):
        had_part = part.exists()
        if not append_body(url, part):
            continue
        found = sha256(part)
        if found == expected:
            os.replace(part, target)
            return True
        part.unlink()
        if not had_part:
            break
    if found:
        raise FetchError(
            f"{url}: SHA-256 is {found}, expected {expected}. The file was not kept.")
    raise FetchError(
        f"{url}: broken off {ATTEMPTS} times. Run the same command again; it resumes.")


def expected_sums(name, base, pins):
    """`{path in the set: (SHA-256, who says so)}`, pins before the publisher's word."""
    public = SETS[name]
    where = f"{base}/SHA256SUMS.txt"
    prefix = public.folder + "/"
    pinned = {path[len(prefix):]: digest
              for path, digest in pins.items() if path.startswith(prefix)}
    text = download_text(where)
    if text is None and not pinned:
        raise FetchError(f"{where}: not there, so nothing of {name} could be checked.")
    published = parse_sums(text, where) if text is not None else {}
    sums = {path: (digest, "publisher") for path, digest in published.items()}
    for path, digest in pinned.items():
        if published.get(path, digest) != digest:
            raise FetchError(
                f"{where}: {path} has another SHA-256 there than in {PINS.name}. "
                f"{name} {public.version} may have been changed; nothing was fetched.")
        sums[path] = (digest, "pinned")
    return sums


def is_wanted(path, public, records):
    if "/" in path and not public.deep:
        return False
    name = path.rsplit("/", 1)[-1]
    if not any(fnmatch.fnmatchcase(name, pattern) for pattern in public.files):
        return False
    return not records or name.rsplit(".", 1)[0] in records


def fetch_set(name, into, mirror, pins, records, say=print):
    """Fetches one set; returns the errors, one text a file that is not right."""
    public = SETS[name]
    base = f"{mirror.rstrip('/')}/{name}/{public.version}"
    sums = expected_sums(name, base, pins)
    wanted = sorted(path for path in sums if is_wanted(path, public, records))
    if not wanted:
        raise FetchError(f"{name}: no file of the set fits what was asked for.")
    errors, new, checked = [], 0, {"pinned": 0, "publisher": 0}
    for path in wanted:
        digest, witness = sums[path]
        try:
            if not is_safe(path):
                raise FetchError(f"{base}: the list names a path outside the set: {path!r}")
            if fetch_file(f"{base}/{quote(path)}", into / public.folder / path, digest):
                new += 1
                say(f"  {public.folder}/{path}")
            checked[witness] += 1
        except FetchError as error:
            errors.append(str(error))
        except OSError as error:
            errors.append(f"{path}: cannot be written ({error})")
    say(f"{name} {public.version}: "
        f"{sum(checked.values())} of {len(wanted)} files right, {new} new; "
        f"{checked['pinned']} checked against {PINS.name}, "
        f"{checked['publisher']} against the publisher's SHA256SUMS.txt")
    return errors


def list_sets(say=print):
    for name, public in SETS.items():
        say(f"{name:15} {public.version:6} {public.folder:20} {public.about}")
    for name, address in BY_HAND.items():
        say(f"{name:15} by hand: {address}")


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0],
        epilog="Example: fetch.py mitdb --into ~/healthypi-data")
    parser.add_argument("sets", nargs="*", metavar="SET", help="see --list")
    parser.add_argument("--into", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--records", default="", metavar="A,B", help="only these records")
    parser.add_argument(
        "--mirror", default=PHYSIONET, metavar="URL", help=f"instead of {PHYSIONET}")
    parser.add_argument("--list", action="store_true", help="show the sets and stop")
    options = parser.parse_args(arguments)
    if options.list:
        return options
    if not options.sets or options.into is None:
        parser.error("name at least one set, and a folder with --into (or --list)")
    if not options.mirror.startswith(("https://", "http://")):
        parser.error("--mirror takes an http or https address")
    for name in options.sets:
        if name in BY_HAND:
            parser.error(f"{name} is to be fetched by hand: {BY_HAND[name]}")
        if name not in SETS:
            parser.error(f"no set is named {name}; --list shows those there are")
    return options


def main(arguments=None, say=print):
    options = parse_arguments(arguments)
    if options.list:
        list_sets(say)
        return 0
    into = options.into.expanduser()
    records = frozenset(filter(None, options.records.split(",")))
    errors = []
    try:
        pins = parse_sums(PINS.read_text(encoding="ascii"), PINS.name)
    except OSError as error:
        print(f"error: {PINS}: {error.strerror}", file=sys.stderr)
        return 1
    for name in dict.fromkeys(options.sets):
        try:
            errors += fetch_set(name, into, options.mirror, pins, records, say)
        except FetchError as error:
            errors.append(str(error))
    for error in errors:
        print(f"error: {error}", file=sys.stderr)
    if not errors:
        say(f"export HEALTHYPI_DATA={into}")
    return 1 if errors else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
