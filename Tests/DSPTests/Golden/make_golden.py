"""Reference values for the DSP tests, from scipy.

    python3 make_golden.py > scipy.json

Tolerances in the tests: Butterworth 1e-9 of the largest output (recursion over 400 samples), the
rest 1e-11 relative (a few thousand roundings at most).
"""
import json

import numpy as np
import scipy
from scipy import interpolate, signal

rng = np.random.default_rng(7)
noise = [round(float(v), 6) for v in rng.standard_normal(400)]


def butterworth(kind, order, cutoff, rate):
    sections = signal.butter(order, cutoff, kind, fs=rate, output="sos")
    start = signal.sosfilt_zi(sections) * noise[0]
    return {
        "response": kind, "order": order, "cutoff": cutoff, "rate": rate,
        "output": signal.sosfilt(sections, noise, zi=start)[0].tolist(),
    }


def spline(count):
    x = np.cumsum([round(float(v), 6) for v in rng.uniform(0.5, 1.2, count)])
    y = [round(float(v), 6) for v in rng.uniform(700, 900, count)]
    places = np.arange(x[0], x[-1], 0.25)
    return {
        "x": x.tolist(), "y": y, "step": 0.25,
        "values": interpolate.CubicSpline(x, y)(places).tolist(),
    }


def welch(segment, overlap, rate):
    frequency, density = signal.welch(
        np.array(noise), fs=rate, window="hann", nperseg=segment, noverlap=overlap, detrend="constant",
        scaling="density")
    return {
        "segment": segment, "overlap": overlap, "rate": rate,
        "resolution": frequency[1], "density": density.tolist(),
    }


print(json.dumps({
    "scipy": scipy.__version__, "numpy": np.__version__, "noise": noise,
    "butterworth": [
        butterworth("lowpass", 4, 15, 250), butterworth("highpass", 2, 0.5, 125),
        butterworth("lowpass", 5, 40, 360), butterworth("highpass", 1, 5, 100),
    ],
    "spline": [spline(n) for n in (2, 3, 4, 5, 60)],
    "welch": [welch(128, 64, 4.0), welch(101, 50, 4.0), welch(400, 0, 10.0)],
}))
