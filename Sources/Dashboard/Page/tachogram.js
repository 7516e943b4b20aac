// Intervals from beat to beat, with every edit shown by its own shape.

import { Surface, colour, label, line } from "./canvas.js";
import { element, niceStep, sane, ticks } from "./words.js";

export const kinds = ["as measured", "inserted", "moved", "deleted", "not counted"];

/** One shape for each kind, so that colour is never the only difference. */
export function shape(c, kind, x, y, size = 4) {
  c.beginPath();
  c.lineWidth = 1.7;
  c.strokeStyle = c.fillStyle = colour(kind === 0 ? "ecg" : kind === 4 ? "axis" : "bad");
  const path = (...corners) => corners.forEach(([dx, dy], i) => c[i ? "lineTo" : "moveTo"](x + dx, y + dy));
  if (kind === 1) path([0, -size - 1], [size + 1, 0], [0, size + 1], [-size - 1, 0], [0, -size - 1]);
  else if (kind === 2) c.rect(x - size + 0.5, y - size + 0.5, 2 * size - 1, 2 * size - 1);
  else if (kind === 3) {
    path([-size, -size], [size, size]);
    path([size, -size], [-size, size]);
  } else if (kind === 4) path([0, -size - 0.5], [size + 0.5, size], [-size - 0.5, size], [0, -size - 0.5]);
  else { c.arc(x, y, size * 0.42, 0, 2 * Math.PI); c.fill(); return; }
  if (kind !== 3) { c.fillStyle = colour("card"); c.fill(); }
  c.stroke();
}

export class Tachogram {
  constructor(canvas, key, note) {
    this.surface = new Surface(canvas, () => this.draw());
    this.note = note;
    this.keys = kinds.map((name, kind) => {
      const glyph = element("canvas");
      glyph.setAttribute("aria-hidden", "true");
      const entry = element("span");
      entry.append(glyph, name);
      key.append(entry);
      return new Surface(glyph, () => this.drawKey(kind));
    });
  }

  get isShown() {
    return (this.points ?? []).length > 1;
  }

  drawKey(kind) {
    const surface = this.keys?.[kind];
    if (surface?.width) shape(surface.clear(), kind, 6, 6, kind === 0 ? 6 : 4);
  }

  show(message) {
    const points = Array.isArray(message?.points) ? message.points : [];
    this.points = points.filter((p) => sane(p?.[0]) && sane(p[1])).slice(-2000);
    this.source = message?.source;
    this.draw();
  }

  draw() {
    this.keys?.forEach((_, kind) => this.drawKey(kind));
    if (!this.surface.width && !this.surface.fit()) return;
    const c = this.surface.clear();
    const known = this.points ?? [];
    if (known.length < 2) return;
    const { width, height } = this.surface;
    const plot = { left: 40, right: width - 8, top: 10, bottom: height - 22 };
    const end = known.at(-1)[0];
    const points = known.filter((p) => end - p[0] <= 300);
    const span = Math.max(60, Math.min(300, end - points[0][0]));
    const [low, high] = range(points.map((p) => p[1]));
    const x = (at) => plot.right - ((end - at) / span) * (plot.right - plot.left);
    const y = (rr) => plot.bottom - ((rr - low) / (high - low)) * (plot.bottom - plot.top);
    const step = niceStep((high - low) / 2);
    for (const rr of ticks(low, high, step)) {
      line(c, plot.left, Math.round(y(rr)) + 0.5, plot.right, Math.round(y(rr)) + 0.5, "grid");
      label(c, String(rr), plot.left - 7, y(rr), { align: "right" });
    }
    label(c, "ms", 2, plot.top - 2, { size: 10.5 });
    for (let back = 0; back <= span + 1; back += 60) {
      const place = Math.max(plot.left, x(end - back));
      label(c, back ? `−${back / 60} min` : "now", place, height - 8, { align: back ? "center" : "right" });
    }
    this.drawLine(c, points, x, y);
    for (const kind of [0, 4, 3, 2, 1]) {
      for (const p of points) if ((p[2] ?? 0) === kind) shape(c, kind, x(p[0]), y(p[1]));
    }
    this.describe(points);
  }

  /** Joined only where both ends count and no beat between is missing. */
  drawLine(c, points, x, y) {
    c.beginPath();
    let last = null;
    for (const p of points) {
      if (p[2] >= 3) continue;
      if (last && p[0] - last[0] < 3) c.lineTo(x(p[0]), y(p[1]));
      else c.moveTo(x(p[0]), y(p[1]));
      last = p;
    }
    c.strokeStyle = colour("ecg");
    c.lineWidth = 1.4;
    c.lineJoin = "round";
    c.stroke();
  }

  describe(points) {
    const counts = kinds.map((_, kind) => points.filter((p) => (p[2] ?? 0) === kind).length);
    const edits = kinds.map((name, kind) => (kind && counts[kind] ? `${counts[kind]} ${name}` : "")).filter(Boolean);
    const text = `${points.length} intervals${edits.length ? `, ${edits.join(", ")}` : ", none edited"}`;
    this.note.textContent = `${this.source === "ppg" ? "Pulse to pulse" : "Beat to beat"}, last five minutes: ${text}`;
    this.surface.canvas.setAttribute("aria-label", `Tachogram: ${text}`);
  }
}

/** From the 1st to the 99th per cent and a margin; what lies far beyond does not flatten the rest. */
function range(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  const spare = Math.max(20, (at(0.99) - at(0.01)) * 0.2);
  const low = Math.min(at(0.01) - spare, Math.max(sorted[0], at(0.01) - 4 * spare));
  const high = Math.max(at(0.99) + spare, Math.min(sorted.at(-1), at(0.99) + 4 * spare));
  return [Math.max(0, low), high];
}
