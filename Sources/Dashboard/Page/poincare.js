// Each interval against the next, with the ellipse of SD1 and SD2.

import { Surface, colour, label, line } from "./canvas.js";
import { niceStep, number } from "./words.js";

export class Poincare {
  constructor(canvas, note) {
    this.surface = new Surface(canvas, () => this.draw());
    this.note = note;
  }

  show(message) {
    this.message = message && !message.reason && Array.isArray(message.points) ? message : null;
    this.draw();
  }

  draw() {
    if (!this.surface.width && !this.surface.fit()) return;
    const c = this.surface.clear();
    if (!this.message) return;
    const { sd1, sd2, mean, points } = this.message;
    const { width, height } = this.surface;
    const side = Math.min(width - 44, height - 30);
    const left = 36 + (width - 44 - side) / 2;
    const plot = { left, right: left + side, top: 6, bottom: 6 + side };
    const reach = this.reach();
    const [low, high] = [mean - reach, mean + reach];
    const x = (rr) => plot.left + ((rr - low) / (high - low)) * side;
    const y = (rr) => plot.bottom - ((rr - low) / (high - low)) * side;
    const step = niceStep(reach);
    for (let rr = Math.ceil(low / step) * step; rr <= high; rr += step) {
      line(c, Math.round(x(rr)) + 0.5, plot.top, Math.round(x(rr)) + 0.5, plot.bottom, "grid");
      line(c, plot.left, Math.round(y(rr)) + 0.5, plot.right, Math.round(y(rr)) + 0.5, "grid");
      label(c, String(rr), plot.left - 6, y(rr), { align: "right" });
      label(c, String(rr), x(rr), plot.bottom + 13, { align: "center" });
    }
    label(c, "ms", plot.right, plot.bottom + 13, { align: "right", size: 10.5 });
    line(c, plot.left, plot.bottom, plot.right, plot.top, "line", { dash: [4, 4] });
    c.save();
    c.beginPath();
    c.rect(plot.left, plot.top, side, side);
    c.clip();
    c.fillStyle = colour("ecg");
    c.globalAlpha = Math.max(0.25, Math.min(0.7, 60 / points.length));
    for (const [rr, next] of points) {
      c.beginPath();
      c.arc(x(rr), y(next), 2.1, 0, 2 * Math.PI);
      c.fill();
    }
    c.globalAlpha = 1;
    this.ellipse(c, x, y, side / (high - low));
    c.restore();
    this.note.textContent = `SD1 ${number(sd1, 1)} ms, SD2 ${number(sd2, 1)} ms`;
    this.surface.canvas.setAttribute("aria-label",
      `Poincaré plot of ${points.length} pairs: SD1 ${number(sd1, 1)} and SD2 ${number(sd2, 1)} milliseconds around a mean of ${number(mean, 0)} milliseconds`);
  }

  /** Wide enough for nearly all points and for the ellipse at twice its size. */
  reach() {
    const { sd2, mean, points } = this.message;
    const far = points.map(([a, b]) => Math.max(Math.abs(a - mean), Math.abs(b - mean))).sort((a, b) => a - b);
    return Math.max(25, 2 * sd2, (far[Math.floor(0.98 * (far.length - 1))] ?? 0) * 1.15);
  }

  ellipse(c, x, y, scale) {
    const { sd1, sd2, mean } = this.message;
    if (![sd1, sd2, mean].every(Number.isFinite)) return;
    c.save();
    c.translate(x(mean), y(mean));
    c.rotate(-Math.PI / 4);
    c.beginPath();
    c.ellipse(0, 0, sd2 * scale, sd1 * scale, 0, 0, 2 * Math.PI);
    c.globalAlpha = 0.16;
    c.fillStyle = colour("resp");
    c.fill();
    c.globalAlpha = 1;
    c.strokeStyle = colour("resp");
    c.lineWidth = 2;
    c.stroke();
    line(c, 0, 0, sd2 * scale, 0, "resp", { width: 2 });
    line(c, 0, 0, 0, -sd1 * scale, "bad", { width: 2, dash: [4, 2] });
    c.restore();
    const turn = Math.SQRT1_2 * scale;
    label(c, "SD2", x(mean) + sd2 * turn + 5, y(mean) - sd2 * turn - 4, { tone: "resp", weight: 600 });
    label(c, "SD1", x(mean) - sd1 * turn - 5, y(mean) - sd1 * turn - 6, { tone: "bad", weight: 600, align: "right" });
  }
}
