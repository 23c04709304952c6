"""Writes a list of jobs as Parquet, its texts in the ways in which programs keep them."""

import sys

import pyarrow as pa
import pyarrow.parquet as pq

JOBS = [
    ("fcb2b", "stock", "VV01701002"),
    ("fcb2b", "stock", "PAD0000080"),
    ("fcb2b", "stock", "NOSUCHSKU1"),
    ("techdata", "stock", "10226038"),
    ("fcb2b", "prices", "VV01701002"),
    ("techdata", "prices", "10226038"),
    ("westcon", "order_status", "704571"),
    ("techdata", "order_status", "po:PO-4711"),
    ("techdata", "shipments", "po:PO-4711"),
    ("fcb2b", "reservations", "*"),
]

suppliers, questions, keys = (list(column) for column in zip(*JOBS))
table = pa.table(
    {
        # As pandas writes categories.
        "supplier": pa.array(suppliers).dictionary_encode(),
        "note": pa.array(range(len(JOBS))),
        "question": pa.array(questions, pa.large_string()),
        "key": pa.array(keys),
    }
)
pq.write_table(table, sys.argv[1])
