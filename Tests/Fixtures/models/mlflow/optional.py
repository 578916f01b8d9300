#!/usr/bin/env python3
"""What MLflow makes of an empty value, and of a column that is not there, in a column of each type, required and
optional, when it reads CSV as `mlflow models predict` does. Writes optional-VERSION.csv beside itself; with --check
compares instead, and ends with 1 where it differs."""

import io
import pathlib
import sys
import warnings

import mlflow
from mlflow.models.utils import _enforce_schema
from mlflow.pyfunc.scoring_server import parse_csv_input
from mlflow.types.schema import ColSpec, DataType, Schema

warnings.simplefilter("ignore")
FULL = {"boolean": "True", "integer": "7", "long": "7", "float": "0.5", "double": "0.5", "string": "a"}


def answer(schema, text):
    try:
        frame = _enforce_schema(parse_csv_input(io.StringIO(text), schema), schema)
    except Exception:
        return "refused"
    return "read" if "x" in frame.columns else "left out"


def main():
    lines = ["type,required,value,empty,absent"]
    for kind, full in FULL.items():
        for required in (True, False):
            schema = Schema([ColSpec(DataType[kind], "x", required=required), ColSpec(DataType.double, "y")])
            texts = [f"x,y\n{full},1\n", f"x,y\n{full},1\n,1\n", "y\n1\n"]
            lines.append(",".join([kind, str(required)] + [answer(schema, text) for text in texts]))
    text = "\n".join(lines) + "\n"
    path = pathlib.Path(__file__).with_name(f"optional-{mlflow.__version__}.csv")
    if "--check" in sys.argv:
        sys.exit(0 if path.read_text() == text else 1)
    path.write_text(text)


main()
