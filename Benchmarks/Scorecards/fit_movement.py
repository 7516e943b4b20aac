#!/usr/bin/env python3
"""Fits the weights of Sources/Sedentary/EpochClassifier.swift and says what they are worth.

    Benchmarks/Scorecards/fit_movement.py .build/release/healthypi-agent ../shared/data/dev

Reads the epochs' evidence from `healthypi-agent stationary --epoch 30` over data set
ecg/motion_ecg (5 people, 3 electrodes, 5 activities, a minute each). Motion and heart rate are
taken relative to the quietest epoch of the person's rest recording with the same electrode. Prints
the logistic weights with both classes given equal weight, and accuracy, F1 and Brier score leaving
one person out. Python's standard library only.
"""
import json
import math
import pathlib
import subprocess
import sys

STILL = {"rest", "arms"}


def evidence(program, folder):
    rows = []
    for header in sorted(folder.glob("*.hea")):
        person, electrode, activity = header.stem.split("_")
        answer = subprocess.run(
            [program, "stationary", str(header), "--epoch", "30"], capture_output=True, text=True)
        if answer.returncode:
            sys.exit(answer.stderr.strip())
        for epoch in json.loads(answer.stdout)["epochs"]:
            found = epoch["evidence"]
            if "motion_log_ratio" in found and "heart_rate_per_min" in found:
                rows.append((person, electrode, activity, found["motion_log_ratio"],
                             found["heart_rate_per_min"]))
    return rows


def relative(rows):
    quiet = {}
    for person, electrode, activity, motion, rate in rows:
        if activity == "rest":
            known = quiet.get((person, electrode), (motion, rate))
            quiet[person, electrode] = (min(known[0], motion), min(known[1], rate))
    return [(person,
             (1.0, motion - quiet[person, electrode][0], rate - quiet[person, electrode][1]),
             1 if activity in STILL else 0)
            for person, electrode, activity, motion, rate in rows if (person, electrode) in quiet]


def probability(weights, x):
    z = max(-30.0, min(30.0, sum(w * v for w, v in zip(weights, x))))
    return 1 / (1 + math.exp(-z))


def fit(samples, ridge=(0.0, 1.0, 0.01)):
    """Newton's method on the weighted log-likelihood with a small ridge."""
    share = sum(y for _, _, y in samples) / len(samples)
    weights = [0.0, 0.0, 0.0]
    for _ in range(50):
        gradient = [-r * w for r, w in zip(ridge, weights)]
        hessian = [[ridge[i] if i == j else 0.0 for j in range(3)] for i in range(3)]
        for _, x, y in samples:
            balance = 0.5 / share if y else 0.5 / (1 - share)
            p = probability(weights, x)
            for i in range(3):
                gradient[i] += balance * (y - p) * x[i]
                for j in range(3):
                    hessian[i][j] += balance * p * (1 - p) * x[i] * x[j]
        step = solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step)]
    return weights


def solve(matrix, right):
    rows = [row[:] + [value] for row, value in zip(matrix, right)]
    for i in range(3):
        pivot = max(range(i, 3), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(3):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][3] / rows[i][i] for i in range(3)]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2]) / "ecg" / "motion_ecg"
    if not folder.is_dir():
        sys.exit(f"motion_ecg was not found in {sys.argv[2]}")
    samples = relative(evidence(sys.argv[1], folder))
    weights = fit(samples)
    print(f"{len(samples)} epochs; log-odds of stationary ="
          f" {weights[0]:.3f} {weights[1]:+.3f} motion {weights[2]:+.4f} heart rate")
    right = still = told = brier = 0
    hits = 0
    for person in sorted({s[0] for s in samples}):
        left_out = fit([s for s in samples if s[0] != person])
        for _, x, y in (s for s in samples if s[0] == person):
            p = probability(left_out, x)
            verdict = p >= 0.5
            right += verdict == bool(y)
            hits += verdict and y
            told += verdict
            still += y
            brier += (p - y) ** 2
    count = len(samples)
    print(f"leaving one person out: accuracy {right / count:.3f},"
          f" F1 {2 * hits / (told + still):.3f}, Brier {brier / count:.3f} (base rate {still / count:.3f})")


main()
