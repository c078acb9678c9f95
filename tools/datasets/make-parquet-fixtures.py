"""Makes libs/data/src/parquet/arrow-files-for-tests.ts: the same five rows in several packings, as Apache Arrow writes them.

    python3 -m venv /tmp/arrow && /tmp/arrow/bin/pip install pyarrow==26.0.1
    /tmp/arrow/bin/python tools/datasets/make-parquet-fixtures.py && npx prettier --write libs/data/src/parquet
"""

import base64
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

table = pa.table(
    {
        "id": pa.array([1, 2, 3, 4, 5], pa.int64()),
        "size": pa.array([0.5, 1.5, None, -2.5, 1e3], pa.float64()),
        "pair": pa.array([[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]], pa.list_(pa.float32())),
        "note": pa.array(["a", "b", None, "d", "e"]),
        "kind": pa.array(["cat", "dog", "cat", "dog", "cat"]),
    }
)
lines = [
    "/** Written by pyarrow: tools/datasets/make-parquet-fixtures.py. Five rows in row groups of three and two. */",
    "export const ARROW_FILES: Readonly<Record<string, string>> = {",
]
for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]:
    file = io.BytesIO()
    pq.write_table(table, file, compression=codec, row_group_size=3, write_statistics=False, store_schema=False)
    lines.append(f"  {codec}: '{base64.b64encode(file.getvalue()).decode()}',")
lines += [
    "};",
    "",
    "/** A fresh copy of one of them. */",
    "export const arrowFile = (codec: string): Uint8Array =>",
    "  Uint8Array.from(atob(ARROW_FILES[codec] ?? ''), (char) => char.charCodeAt(0));",
]
out = Path(__file__).parents[2] / "libs/data/src/parquet/arrow-files-for-tests.ts"
out.write_text("\n".join(lines) + "\n")
