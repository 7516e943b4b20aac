#!/usr/bin/env python3
"""Fits the ECG's weights of Sources/Sedentary/EpochWeights.swift and says what they are worth.

    Benchmarks/Scorecards/fit_movement.py .build/release/healthypi-agent ../shared/data/dev

Reads the epochs' evidence from `healthypi-agent stationary --epoch 30` over data set
ecg/motion_ecg (people, 3 electrodes, 5 activities, a minute each). Sway counts as far as muscle does not explain it
(Sources/Sedentary/UnexplainedSway.swift). Two models: `as it stands` (sway, heart rate) for a file
without history, and `above the quietest` (both above the person's quietest rest with the same
electrode) for a person known for a while.
Prints the logistic weights with both classes given equal weight, with every person left out, and
what the product itself said (its states, as they came out). Python's standard library only.
"""
import json
import math
import pathlib
import subprocess
import sys

STILL = {"rest", "arms"}
EXPLAINED, QUIET, MUSCLE_MAX = 0.6, -4.7, -3.3  # as in UnexplainedSway.swift
ACTIVITIES = ["rest", "arms", "walk", "run", "squats"]


def clamp(value, low, high):
    return max(low, min(high, value))


def unexplained(rise, muscle):
    return rise if rise <= 0 else max(0, rise - EXPLAINED * max(0, min(muscle, MUSCLE_MAX) - QUIET))


def read(program, folder):
    rows = []
    for header in sorted(folder.glob("*.hea")):
        person, electrode, activity = header.stem.split("_")
        answer = subprocess.run(
            [program, "stationary", str(header), "--epoch", "30"], capture_output=True, text=True)
        if answer.returncode:
            sys.exit(answer.stderr.strip())
        for epoch in json.loads(answer.stdout)["epochs"]:
            found = epoch["evidence"]
            rows.append({
                "person": person, "electrode": electrode, "activity": activity,
                "still": activity in STILL, "state": epoch["state"],
                "p": epoch.get("p_stationary"), "sway": found.get("sway_log_ratio"),
                "muscle": found.get("muscle_log_ratio"), "rate": found.get("heart_rate_per_min")})
    return rows


def samples(rows, above):
    quiet = {}
    for row in rows:
        if row["activity"] == "rest" and row["rate"] is not None and row["sway"] is not None:
            key = row["person"], row["electrode"]
            sway, rate = quiet.get(key, (math.inf, math.inf))
            quiet[key] = (min(sway, row["sway"]), min(rate, row["rate"]))
    out = []
    for row in rows:
        if row["rate"] is None or row["sway"] is None:
            continue
        sway, rate = quiet.get((row["person"], row["electrode"]), (None, None))
        if above and sway is None:
            continue
        rise = unexplained(row["sway"] - (sway if above else 0), row["muscle"])
        x = (1.0,
             clamp(rise, -0.4 if above else -0.6, 1.2),
             clamp(row["rate"] - rate, -4.5, 35.5) if above else clamp(row["rate"], 84, 140))
        out.append((row["person"], x, 1 if row["still"] else 0))
    return out


def probability(weights, x):
    z = clamp(sum(w * v for w, v in zip(weights, x)), -30, 30)
    return 1 / (1 + math.exp(-z))


def fit(rows, ridge=1.0):
    """Newton's method on the weighted log-likelihood, ridge on standardised values."""
    count, size = len(rows), len(rows[0][1])
    means = [sum(r[1][j] for r in rows) / count for j in range(size)]
    spreads = [math.sqrt(sum((r[1][j] - means[j]) ** 2 for r in rows) / count) or 1.0
               for j in range(size)]
    scaled = [([1.0] + [(x[j] - means[j]) / spreads[j] for j in range(1, size)], y)
              for _, x, y in rows]
    share = sum(y for _, _, y in rows) / count
    weights = [0.0] * size
    for _ in range(40):
        gradient = [0.0 if i == 0 else -ridge * weights[i] for i in range(size)]
        hessian = [[(ridge if i else 1e-9) if i == j else 0.0 for j in range(size)]
                   for i in range(size)]
        for x, y in scaled:
            balance = 0.5 / share if y else 0.5 / (1 - share)
            p = probability(weights, x)
            for i in range(size):
                gradient[i] += balance * (y - p) * x[i]
                for j in range(size):
                    hessian[i][j] += balance * p * (1 - p) * x[i] * x[j]
        weights = [w + s for w, s in zip(weights, solve(hessian, gradient))]
    slopes = [weights[j] / spreads[j] for j in range(1, size)]
    return [weights[0] - sum(s * means[j + 1] for j, s in enumerate(slopes))] + slopes


def solve(matrix, right):
    rows = [row[:] + [value] for row, value in zip(matrix, right)]
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(size):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def show(name, weights):
    print(f"  {name:12s} {weights[0]:8.3f} {weights[1]:+8.3f} sway {weights[2]:+8.4f} heart rate")


def model(name, rows):
    people = sorted({r[0] for r in rows})
    print(f"\n{name}: log-odds of stationary, {len(rows)} epochs of {len(people)} people")
    show("everybody", fit(rows))
    right = told = still = hits = brier = 0
    for person in people:
        weights = fit([r for r in rows if r[0] != person])
        show("but " + person, weights)
        for _, x, y in (r for r in rows if r[0] == person):
            p = probability(weights, x)
            verdict = p >= 0.5
            right += verdict == bool(y)
            hits += verdict and y
            told += verdict
            still += y
            brier += (p - y) ** 2
    print(f"  each epoch for itself, one person left out: accuracy {right / len(rows):.3f}, F1"
          f" {2 * hits / (told + still):.3f}, Brier {brier / len(rows):.3f}")


def product(rows):
    hits = sum(r["still"] and r["state"] == "stationary" for r in rows)
    told = sum(r["state"] == "stationary" for r in rows)
    still = sum(r["still"] for r in rows)
    print(f"\nthe product as it stands, filter and all, files of a minute: F1"
          f" {2 * hits / max(1, told + still):.3f} of {len(rows)} epochs (weights fitted on"
          " data/dev/ecg/motion_ecg: optimistic there)")
    for activity in ACTIVITIES:
        part = [r["state"] for r in rows if r["activity"] == activity]
        print(f"  {activity:7s} " + ", ".join(
            f"{state} {part.count(state)}" for state in sorted(set(part))))
    for person in sorted({r["person"] for r in rows}):
        part = [r for r in rows if r["person"] == person]
        good = sum(r["state"] == ("stationary" if r["still"] else "active") for r in part)
        print(f"  {person}: {good} of {len(part)} right")


def dependence(rows):
    """Sway given muscle above quiet, still and moving: what synthetic days are drawn from."""
    print("\nsway = quiet + tension * max(0, muscle - quiet muscle), spread about it:")
    for still in (True, False):
        pairs = [(max(0, min(r["muscle"], MUSCLE_MAX) - QUIET), r["sway"]) for r in rows
                 if r["still"] == still and r["sway"] is not None and r["rate"] is not None]
        xs, ys = zip(*pairs)
        mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
        slope = sum((x - mx) * (y - my) for x, y in pairs) / sum((x - mx) ** 2 for x in xs)
        left = [y - my - slope * (x - mx) for x, y in pairs]
        spread = math.sqrt(sum(v * v for v in left) / (len(left) - 2))
        print(f"  {'still' if still else 'moving':7s} {my - slope * mx:.2f}, {slope:.2f}, {spread:.2f}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2]) / "ecg" / "motion_ecg"
    if not folder.is_dir():
        sys.exit(f"motion_ecg was not found in {sys.argv[2]}")
    rows = read(sys.argv[1], folder)
    model("as it stands", samples(rows, above=False))
    model("above the quietest", samples(rows, above=True))
    dependence(rows)
    product(rows)


main()
