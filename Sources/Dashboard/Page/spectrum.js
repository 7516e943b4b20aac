// The power of the interval series over frequency: its bands, and where breathing shows.

import { Surface, colour, label, line } from "./canvas.js";
import { niceStep, number } from "./words.js";

export class Spectrum {
  constructor(canvas, note) {
    this.surface = new Surface(canvas, () => this.draw());
    this.note = note;
  }

  show(message) {
    this.message = message && !message.reason && Array.isArray(message.p) && message.df > 0 ? message : null;
    this.draw();
  }

  draw() {
    if (!this.surface.width && !this.surface.fit()) return;
    const c = this.surface.clear();
    if (!this.message) return;
    const { f0, df, p, bands, breathing } = this.message;
    const { width, height } = this.surface;
    const end = Math.max(0.45, breathing?.hz ? breathing.hz + 0.05 : 0);
    const plot = { left: 46, right: width - 10, top: 40, bottom: height - 22 };
    const x = (f) => plot.left + (f / end) * (plot.right - plot.left);
    const seen = p.filter((_, i) => f0 + i * df <= end);
    const most = Math.max(1e-9, ...seen.filter(Number.isFinite)) * 1.06;
    const y = (power) => plot.bottom - (power / most) * (plot.bottom - plot.top);
    const step = niceStep(most / 2);
    for (let power = 0; power <= most; power += step) {
      line(c, plot.left, Math.round(y(power)) + 0.5, plot.right, Math.round(y(power)) + 0.5, power ? "grid" : "line");
      label(c, power >= 10_000 ? `${power / 1000}k` : String(Number(power.toPrecision(3))), plot.left - 7, y(power), { align: "right" });
    }
    label(c, "ms²/Hz", 2, 8, { size: 10.5 });
    for (let f = 0; f <= end; f += 0.1) label(c, f ? f.toFixed(1) : "0", x(f), height - 8, { align: "center" });
    label(c, "Hz", plot.right, height - 8, { align: "right", size: 10.5 });
    for (const band of bands ?? []) this.band(c, band, x, y, plot);
    this.curve(c, x, y, 0, end);
    c.strokeStyle = colour("ink");
    c.lineWidth = 1.4;
    c.lineJoin = "round";
    c.stroke();
    if (Number.isFinite(breathing?.hz)) this.breath(c, x(breathing.hz), breathing.hz, plot);
    this.describe();
  }

  /** The spectrum as a path from one frequency to another, straight between its points. */
  curve(c, x, y, low, high) {
    const { f0, df, p } = this.message;
    const at = (f) => {
      const place = (f - f0) / df;
      const i = Math.max(0, Math.min(p.length - 2, Math.floor(place)));
      const share = Math.max(0, Math.min(1, place - i));
      return (p[i] ?? 0) * (1 - share) + (p[i + 1] ?? p[i] ?? 0) * share;
    };
    const last = Math.min(high, f0 + (p.length - 1) * df);
    c.beginPath();
    for (let f = Math.max(low, f0), first = true; ; first = false) {
      if (first) c.moveTo(x(f), y(at(f)));
      else c.lineTo(x(f), y(at(f)));
      if (f >= last) break;
      f = Math.min(last, f0 + (Math.floor((f - f0) / df + 1e-9) + 1) * df);
    }
  }

  band(c, { name, low, high, power }, x, y, plot) {
    const tone = { VLF: "vlf", LF: "lf", HF: "hf" }[name] ?? "vlf";
    this.curve(c, x, y, low, high);
    c.lineTo(x(high), plot.bottom);
    c.lineTo(x(low), plot.bottom);
    c.closePath();
    c.globalAlpha = 0.32;
    c.fillStyle = colour(tone);
    c.fill();
    c.globalAlpha = 1;
    c.fillStyle = colour(tone);
    c.fillRect(x(low) + 1, plot.bottom + 1, x(high) - x(low) - 2, 3);
    if (x(high) - x(low) < 26) return;
    const middle = (x(low) + x(high)) / 2;
    label(c, String(name), middle, 9, { align: "center", tone, weight: 650, size: 12 });
    label(c, Number.isFinite(power) ? `${number(power, 0)} ms²` : "—", middle, 24, { align: "center" });
  }

  breath(c, at, hz, plot) {
    line(c, at, plot.top - 6, at, plot.bottom, "ink", { dash: [3, 3], width: 1.3 });
    const right = at < (plot.left + plot.right) * 0.6;
    label(c, `breathing ${number(hz * 60, 1)}/min`, at + (right ? 6 : -6), plot.top + 2, { align: right ? "left" : "right", tone: "ink", weight: 550 });
  }

  describe() {
    const { bands, breathing, preset } = this.message;
    const powers = (bands ?? []).map((band) => `${band.name} ${number(band.power, 0)} ms²`).join(", ");
    this.note.textContent = preset ? `Preset ${preset}` : "Power of the interval series";
    this.surface.canvas.setAttribute("aria-label",
      `Spectrum: ${powers}${Number.isFinite(breathing?.hz) ? `; breathing at ${number(breathing.hz, 2)} hertz` : ""}`);
  }
}
