"""Checks every event of a JSON Lines file against the project's own schemas.

    validate_events.py SCHEMAS EVENTS

Uses the jsonschema package, so that the judge is not ours. Prints one line per fault and the
number of events; exit 1 if there was a fault.
"""
import json
import pathlib
import sys

import jsonschema

schemas = {}
for path in pathlib.Path(sys.argv[1]).glob("*.json"):
    schema = json.loads(path.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    schemas[schema["$id"]] = jsonschema.Draft202012Validator(schema)
faults = 0
count = 0
for number, line in enumerate(pathlib.Path(sys.argv[2]).read_text().splitlines(), 1):
    event = json.loads(line)
    count += 1
    validator = schemas.get(event.get("dataschema"))
    found = ["no such schema"] if validator is None else [
        f"{error.json_path}: {error.message}" for error in validator.iter_errors(event)]
    for fault in found:
        print(f"event {number} ({event.get('type')}): {fault}")
    faults += len(found)
print(f"{count} events, {faults} faults")
sys.exit(1 if faults or not count else 0)
