// What the person was doing, epoch by epoch: a lane for each state, a bar as high as it is probable.

import { Surface, colour, hatch, label, line } from "./canvas.js";
import { minutes, position } from "./words.js";

const lanes = [
  ["active", "Active", "active"],
  ["stationary", "Stationary", "stationary"],
  ["asleep", "Asleep", "asleep"],
  ["not_worn", "Not worn", "not-worn"],
  ["unknown", "Not known", "unknown"],
];

/** The lane of a state; one that is not known to the page is not known. */
function lane(state) {
  const row = lanes.findIndex(([id]) => id === state);
  return row < 0 ? lanes.length - 1 : row;
}

export class Timeline {
  constructor(canvas, note) {
    this.surface = new Surface(canvas, () => this.draw());
    this.note = note;
  }

  /** `started` is the session's start as a Date, or null when no clock was known. */
  show(epochs, started, span) {
    Object.assign(this, { epochs, started, span });
    this.draw();
  }

  draw() {
    if (!this.surface.width && !this.surface.fit()) return;
    const c = this.surface.clear();
    const epochs = this.epochs ?? [];
    if (!epochs.length) return;
    const { width, height } = this.surface;
    const plot = { left: 76, right: width - 6, top: 4, bottom: height - 22 };
    const first = Math.min(0, epochs[0][0]);
    const end = Math.max(this.span ?? 0, epochs.at(-1)[1], first + 600);
    const x = (at) => plot.left + ((at - first) / (end - first)) * (plot.right - plot.left);
    const tall = (plot.bottom - plot.top) / lanes.length;
    lanes.forEach(([, name], row) => {
      const base = Math.round(plot.top + (row + 1) * tall) + 0.5;
      line(c, plot.left, base, plot.right, base, "grid");
      label(c, name, plot.left - 8, base - tall / 2, { align: "right" });
    });
    this.times(c, x, first, end, plot, height);
    for (const [start, stop, state, p] of epochs) {
      const row = lane(state);
      const [id, , tone] = lanes[row];
      const share = Math.max(0, Math.min(1, Number.isFinite(p) ? p : 0.5));
      const high = (tall - 4) * share;
      const base = Math.round(plot.top + (row + 1) * tall);
      const from = x(start);
      const wide = Math.max(1, x(stop) - from + 0.3);
      if (id === "not_worn" || id === "unknown") hatch(c, from, base - high, wide, high, tone, 6);
      else {
        c.globalAlpha = 0.45 + 0.55 * share;
        c.fillStyle = colour(tone);
        c.fillRect(from, base - high, wide, high);
        c.globalAlpha = 1;
      }
    }
    this.describe(epochs);
  }

  times(c, x, first, end, plot, height) {
    const room = Math.max(2, Math.floor((plot.right - plot.left) / 84));
    const step = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600].find((s) => (end - first) / s <= room) ?? 43_200;
    const offset = this.started ? (this.started.getTime() / 1000 - this.started.getTimezoneOffset() * 60) % step : 0;
    for (let at = Math.ceil((first + offset) / step) * step - offset; at <= end; at += step) {
      line(c, Math.round(x(at)) + 0.5, plot.top, Math.round(x(at)) + 0.5, plot.bottom, "grid");
      label(c, this.time(at), Math.min(plot.right - 18, Math.max(plot.left + 14, x(at))), height - 8, { align: "center" });
    }
  }

  time(at) {
    if (!this.started) return position(at);
    return new Date(this.started.getTime() + at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  }

  describe(epochs) {
    const sums = lanes.map(([, name], row) => [name, epochs.filter((e) => lane(e[2]) === row).reduce((sum, e) => sum + e[1] - e[0], 0)]);
    const text = sums.filter(([, sum]) => sum > 0).map(([name, sum]) => `${name.toLowerCase()} ${minutes(sum)}`).join(", ");
    this.note.textContent = `${text[0].toUpperCase()}${text.slice(1)}. The height of a bar is its probability.`;
    this.surface.canvas.setAttribute("aria-label", `Timeline: ${text}`);
  }
}
