"""Replaces bytes in one column of a store's table: what somebody who tampers with it would do.

usage: alter_store.py STORE TABLE COLUMN OLD NEW
"""

import sqlite3
import sys

store, table, column, old, new = sys.argv[1:]
connection = sqlite3.connect(store)
rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
changed = 0
for row, payload in rows:
    if old.encode() in payload:
        connection.execute(
            f"UPDATE {table} SET {column} = ? WHERE rowid = ?",
            (payload.replace(old.encode(), new.encode()), row),
        )
        changed += 1
connection.commit()
sys.exit(0 if changed else f"nothing in {table}.{column} holds {old}")
