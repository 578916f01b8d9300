"""What a model saw in training: counts, quantiles and histograms of its inputs and its probability."""

import numpy


def of(frame, probabilities):
    """The profile of a frame of inputs and of the probabilities a model gave its rows."""
    return {
        "rows": len(frame),
        "inputs": [column(name, frame[name]) for name in frame.columns],
        "outputs": [number("probability", probabilities)],
        "bands": [float(cut) for cut in numpy.quantile(probabilities, numpy.arange(1, 10) / 10)],
    }


def column(name, values):
    if values.dtype.name in ("category", "object"):
        return category(name, values)
    return number(name, values.to_numpy(dtype=float))


def category(name, values):
    known = values.dropna().astype(str)
    counts = known.value_counts()
    return {
        "name": name,
        "kind": "category",
        "count": len(known),
        "missing": len(values) - len(known),
        "categories": {key: int(counts[key]) for key in sorted(counts.index) if counts[key]},
    }


def number(name, values):
    known = values[~numpy.isnan(values)]
    edges = histogram_edges(known)
    places = numpy.searchsorted(edges, known, side="right")  # an edge belongs to the cell above it
    return {
        "name": name,
        "kind": "number",
        "count": len(known),
        "missing": len(values) - len(known),
        "mean": float(known.mean()),
        "standard_deviation": float(known.std()),  # of the population: divided by count
        "minimum": float(known.min()),
        "maximum": float(known.max()),
        "quantiles": [float(cut) for cut in numpy.quantile(known, numpy.arange(21) / 20)],
        "histogram": {
            "edges": [float(edge) for edge in edges],
            "counts": numpy.bincount(places, minlength=len(edges) + 1).tolist(),
        },
    }


def histogram_edges(values):
    """The distinct deciles, rounded to eight significant bits so that few bits tell a value's cell."""
    deciles = numpy.quantile(values, numpy.arange(1, 10) / 10)
    fraction, exponent = numpy.frexp(deciles)
    return numpy.unique(numpy.ldexp(numpy.rint(numpy.ldexp(fraction, 8)), exponent - 8))
