"""Serves an MLflow model folder by its python_function flavour: one number for each row.

    command: [python3, serve_mlflow.py, model]          the folder, each of its files named in `files`
"""

import json
import sys

import mlflow.pyfunc
import pandas

model, batch = mlflow.pyfunc.load_model(sys.argv[1]), []
sys.stdin.readline()
print('{"outputs": ["prediction"]}', flush=True)
for line in sys.stdin:
    if line != "\n":
        batch.append(json.loads(line))
        continue
    for value in pandas.Series(model.predict(pandas.DataFrame(batch))).astype(float):
        print(json.dumps({"prediction": value}))
    print(flush=True)
    batch = []
