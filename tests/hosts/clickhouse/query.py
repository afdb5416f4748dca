"""Runs SQL in ClickHouse (chdb), in the working directory, with WASM functions allowed.

Standard input is a JSON array of texts of SQL, one or several statements each. Prints a line of JSON for each: what the last statement
answered, or the error that ended it, and how long it took, in seconds of the clock and of the processor.
"""

import json
import pathlib
import resource
import sys
import tempfile
import time

from chdb import session

CONFIG = pathlib.Path(__file__).parents[3] / "examples" / "clickhouse" / "config.xml"


def processor():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


with tempfile.TemporaryDirectory(prefix="keyward-") as folder:
    clickhouse = session.Session(f"{folder}/data?config-file={CONFIG}")
    for text in json.load(sys.stdin):
        result = {}
        start, used = time.monotonic(), processor()
        try:
            for statement in filter(str.strip, text.split(";\n")):
                result["answer"] = str(clickhouse.query(statement, "TSVWithNames"))
        except Exception as error:  # chdb has one kind of error, with ClickHouse's text
            result["error"] = str(error)
        result |= {"seconds": time.monotonic() - start, "processor": processor() - used}
        print(json.dumps(result), flush=True)
    clickhouse.close()
