"""Reads what a run wrote: the types that are documented, and the values that its SQLite file has."""

import re
import sqlite3
import sys
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

out, page = Path(sys.argv[1]), Path(sys.argv[2]).read_text()

ARROW = {
    "VARCHAR": pa.string(),
    "DECIMAL(38,9)": pa.decimal128(38, 9),
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
    "UINTEGER": pa.uint32(),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("ms", tz="UTC"),
}


def documented():
    """The columns of each question with their types, as the page has them."""
    first, *sections = re.split(r"^## ", page, flags=re.MULTILINE)
    read = lambda text: re.findall(r"^\| `(\w+)` \| ([^|]+) \|", text, flags=re.MULTILINE)
    tables = {}
    for section in sections:
        for question in re.findall(r"`(\w+)`", section.splitlines()[0]):
            tables[question] = read(first) + read(section)
    return tables


def as_text(value):
    """A value of Parquet as SQLite has it."""
    match value:
        case bool():
            return int(value)
        case datetime():
            return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
        case date():
            return value.isoformat()
        case _:
            return value


def same(parquet, sqlite):
    if isinstance(parquet, Decimal):
        return parquet == Decimal(sqlite)
    return as_text(parquet) == sqlite


failed = 0


def check(name, is_right, what):
    global failed
    print(f"{'ok' if is_right else 'not ok'} - {name}: {what}")
    failed += not is_right


tables = documented()
check("page", len(tables) == 5, f"documents {sorted(tables)}")
database = sqlite3.connect(out / "answers.sqlite")
duck = duckdb.connect()
duck.execute("SET TimeZone = 'UTC'")
for question, columns in tables.items():
    path = str(out / f"{question}.parquet")
    schema = pq.read_schema(path)
    found = [(field.name, field.type) for field in schema]
    check(question, found == [(name, ARROW[kind.strip()]) for name, kind in columns], "pyarrow finds the documented types")
    described = duck.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()
    found = [(name, kind) for name, kind, *_ in described]
    check(question, found == [(name, kind.strip()) for name, kind in columns], "DuckDB finds the documented types")

    rows = duck.execute(f"SELECT * FROM '{path}'").fetchall()
    arrow = [tuple(row.values()) for row in pq.read_table(path).to_pylist()]
    expected = database.execute(f"SELECT * FROM {question}").fetchall()
    check(question, len(rows) == len(expected) > 0, f"{len(expected)} rows")
    agree = lambda rows: all(same(*pair) for row, other in zip(rows, expected) for pair in zip(row, other))
    check(question, agree(rows), "DuckDB reads the values that SQLite has")
    check(question, agree(arrow), "pyarrow reads the values that SQLite has")

total = duck.execute(f"SELECT sum(quantity) FROM '{out}/stock.parquet' WHERE supplier = 'fcb2b' AND unit = 'BX'").fetchone()
check("stock", total == (Decimal("81"),), f"adds up to {total[0]} boxes, exactly")
price = duck.execute(f"SELECT price FROM '{out}/prices.parquet' WHERE supplier = 'techdata'").fetchone()
check("prices", price == (Decimal("217.54"),), f"{price[0]} is a decimal")
sys.exit(1 if failed else 0)
