"""Runs settings modules and writes the names in capitals that each ends with, as JSON, one line for each file and environment."""
import json
import os
import sys


def encode(value):
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) in (list, tuple):
        return {type(value).__name__: [encode(one) for one in value]}
    if isinstance(value, dict):
        return {"dict": [[encode(key), encode(one)] for key, one in value.items()]}
    return {"other": type(value).__name__}


for line in sys.stdin.read().splitlines():
    path, variables = json.loads(line)
    os.environ.clear()
    os.environ.update(variables)
    with open(path) as file:
        code = compile(file.read(), path, "exec")
    names = {"__file__": path, "__name__": "settings"}
    try:
        exec(code, names)
        print(json.dumps({name: encode(value) for name, value in names.items() if name.isupper()}))
    except Exception as error:
        print(json.dumps({"raised": f"{type(error).__name__}: {error}"}))
