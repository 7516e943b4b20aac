"""Checks messages against the project's own schemas: one a line, behind its schema's name.

    validate_messages.py SCHEMAS MESSAGES

Uses the jsonschema package, so that the judge is not ours. The events in an answer are checked
against their own schemas as well. Prints one line per fault; exit 1 if there was one.
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


def faults_of(identifier, value):
    validator = schemas.get(identifier)
    if validator is None:
        return [f"no schema {identifier}"]
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


faults = count = 0
for line in pathlib.Path(sys.argv[2]).read_text().splitlines():
    name, text = line.split("\t", 1)
    message = json.loads(text)
    found = faults_of(f"urn:healthypi:schema:{name}:1", message)
    if isinstance(message, dict):
        for event in message.get("insights", []):
            found += faults_of(event.get("dataschema"), event)
    for fault in found:
        print(f"{name}: {fault}")
    faults += len(found)
    count += 1
print(f"{count} messages, {faults} faults")
sys.exit(1 if faults or not count else 0)
