#!/usr/bin/env python3
"""Trains a model.

# no comment, a docstring with 'quotes' and "quotes"
"""
import json as j
from pathlib import Path

RATE = 0.05; COUNT = 1_000; HEX = 0xFF; BIG = 1e-9; IMAG = 3j; HALF = .5
raw = r"\d+\"still"; byte = b'bytes \' here'; text = 'it\'s'  # tail

@decorated.with_argument(level=3)
def train(rows, *, seed=None):
    '''one line'''
    for row in rows:
        if row is not None and len(row) > 0:
            yield {"key": row[0], 'n': 1.}
    return lambda x: x ** 2

class Model(Base):
    async def score(self):
        await self.ready()
        raise ValueError("line one\
 goes on")
        print(True, False, None)
