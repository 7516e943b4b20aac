// The sweeping signals: one canvas each, with its scale, its marks and its quality ribbon.

import { Surface, colour, hatch, label, line } from "./canvas.js";
import { element, niceStep, number, unit } from "./words.js";

const slow = ["resp", "eda", "temp"];
const ribbon = 5;
const top = 14;

export class Traces {
  constructor(host) {
    this.host = host;
    this.sweep = 8;
    this.views = [];
  }

  /** One figure for each channel of the session, in the order the agent named them. */
  begin(session) {
    this.views = [...session.channels.values()].map((channel) => new Trace(channel, session.position));
    this.host.replaceChildren(...this.views.map((view) => view.figure));
    if (!this.views.length) this.host.append(element("p", "empty", "No signal yet."));
  }

  draw(at, reading) {
    for (const view of this.views) view.draw(at, this.seconds(view.channel), reading);
  }

  /** Slow signals are given a slower sweep, or nothing would be seen of them. */
  seconds(channel) {
    return slow.includes(channel.role) ? this.sweep * 5 : this.sweep;
  }

  describe(at) {
    for (const view of this.views) view.describe(at, this.seconds(view.channel));
  }
}

class Trace {
  constructor(channel, origin) {
    this.channel = channel;
    this.origin = origin;
    this.figure = element("figure", "trace");
    this.figure.dataset.role = channel.role;
    const caption = element("figcaption");
    this.word = element("span", "signal");
    caption.append(element("span", "name", channel.name), element("span", "unit", unit(channel.unit)), this.word);
    const canvas = element("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${channel.name}: nothing yet`);
    this.figure.append(caption, canvas);
    this.surface = new Surface(canvas);
  }

  draw(at, seconds, reading) {
    const { surface, channel } = this;
    if (!surface.width) surface.fit();
    if (!surface.width) return;
    const c = surface.clear();
    const left = surface.width < 420 ? 34 : 52;
    const plot = { left, width: surface.width - left, top, bottom: surface.height - ribbon - 6 };
    const head = Math.min(at, channel.newest);
    if (Number.isFinite(head)) {
      this.rescale(head, seconds, reading);
      // What lies in the gap ahead of the newest point is gone already.
      const gap = Math.min(90, plot.width * 0.12);
      const from = head - seconds + (seconds * gap * 0.3) / plot.width;
      const view = { ...plot, head, seconds, gap, from, x: (time) => this.x(time, seconds, plot) };
      this.wave(c, view);
      this.marks(c, view);
      this.ribbon(c, view);
      this.fade(c, view);
      this.scaleBar(c, view);
    }
    this.grid(c, plot, seconds);
    if (Number.isFinite(head)) this.say(head);
  }

  x(time, seconds, { left, width }) {
    const turns = (time - this.origin) / seconds;
    return left + (turns - Math.floor(turns)) * width;
  }

  lap(time, seconds) {
    return Math.floor((time - this.origin) / seconds);
  }

  /** The range to draw: what is seen, widened at once and narrowed slowly, so that the trace does not jump. */
  rescale(head, seconds, reading) {
    const { channel } = this;
    let low = Infinity;
    let high = -Infinity;
    for (let i = channel.after(head - seconds); i < channel.total; i += 1) {
      if (channel.times[i % channel.room] > head) break;
      const value = channel.values[i % channel.room];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low > high) return;
    const least = (channel.expected ?? 0) * 0.04 || Math.max(1e-6, Math.abs(high) * 1e-3);
    const spare = Math.max(high - low, least) * 0.08 + Math.max(0, least - (high - low)) / 2;
    [low, high] = [low - spare, high + spare];
    if (!this.range || reading === "afresh") this.range = [low, high];
    const near = (was, is, widens) => was + (is - was) * (widens ? 0.35 : 0.03);
    this.range = [near(this.range[0], low, low < this.range[0]), near(this.range[1], high, high > this.range[1])];
  }

  y(value, { top: upper, bottom }) {
    const [low, high] = this.range;
    return bottom - ((value - low) / (high - low)) * (bottom - upper);
  }

  /** The signal: every point where there is room, else each column's first, lowest, highest and last. */
  wave(c, view) {
    const { channel } = this;
    const dense = (channel.rate * view.seconds) / view.width > 3;
    c.beginPath();
    let lap = null;
    let column = null;
    const finish = () => {
      if (column) for (const value of [column.low, column.high, column.last]) c.lineTo(column.x, this.y(value, view));
      column = null;
    };
    for (let i = channel.after(view.from); i < channel.total; i += 1) {
      const time = channel.times[i % channel.room];
      if (time > view.head) break;
      const value = channel.values[i % channel.room];
      const turn = this.lap(time, view.seconds);
      if (Number.isNaN(value) || turn !== lap) {
        finish();
        lap = Number.isNaN(value) ? null : turn;
        if (lap !== null) c.moveTo(view.x(time), this.y(value, view));
        continue;
      }
      const x = view.x(time);
      if (!dense) { c.lineTo(x, this.y(value, view)); continue; }
      const whole = Math.round(x);
      if (column?.x !== whole) { finish(); column = { x: whole, low: value, high: value }; c.lineTo(whole, this.y(value, view)); }
      column.low = Math.min(column.low, value);
      column.high = Math.max(column.high, value);
      column.last = value;
    }
    finish();
    c.strokeStyle = colour(channel.role);
    c.lineWidth = channel.role === "ecg" ? 1.6 : 1.8;
    c.lineJoin = c.lineCap = "round";
    c.stroke();
  }

  marks(c, view) {
    for (const mark of this.channel.marks) {
      if (mark.at <= view.from || mark.at > view.head) continue;
      const x = view.x(mark.at);
      c.beginPath();
      if (mark.kind === "scr") { c.moveTo(x, 1); c.lineTo(x + 5, 6); c.lineTo(x, 11); c.lineTo(x - 5, 6); }
      else { c.moveTo(x - 4.5, 2); c.lineTo(x + 4.5, 2); c.lineTo(x, 9.5); }
      c.closePath();
      c.lineWidth = 1.5;
      c.fillStyle = c.strokeStyle = colour(mark.good ? this.channel.role : "bad");
      if (mark.good) c.fill();
      else {
        c.stroke();
        line(c, x, 12, x, view.bottom, "bad", { dash: [2, 4] });
      }
    }
  }

  /** Usable is a solid bar, stronger where quality is higher; not usable is hatched. */
  ribbon(c, view) {
    const y = view.bottom + 6;
    for (const part of this.channel.quality) {
      const from = Math.max(part.from, view.from);
      const to = Math.min(part.to, view.head);
      for (let start = from; start < to;) {
        const turn = Math.min(to, this.origin + (this.lap(start, view.seconds) + 1) * view.seconds);
        const end = turn > start ? turn : to;
        // Whole pixels, or neighbours would show a seam between them.
        const x = Math.round(view.x(start));
        const width = Math.max(1, Math.round(view.x(start) + ((end - start) / view.seconds) * view.width) - x);
        if (part.usable) {
          c.globalAlpha = 0.35 + 0.65 * (part.q ?? 1);
          c.fillStyle = colour("good");
          c.fillRect(x, y, width, ribbon);
          c.globalAlpha = 1;
        } else hatch(c, x, y, width, ribbon, "bad");
        start = end;
      }
    }
  }

  /** A gap runs ahead of the newest point, and what is about to be overwritten fades into it. */
  fade(c, view) {
    const x = view.x(view.head);
    const { gap } = view;
    c.globalCompositeOperation = "destination-out";
    for (const start of [x, x - view.width]) {
      const gradient = c.createLinearGradient(start, 0, start + gap, 0);
      gradient.addColorStop(0, "#000");
      gradient.addColorStop(0.35, "#000");
      gradient.addColorStop(1, "#0000");
      c.fillStyle = gradient;
      const from = Math.max(view.left, start);
      if (start + gap > from) c.fillRect(from, 0, start + gap - from, this.surface.height);
    }
    c.globalCompositeOperation = "source-over";
    const last = this.channel.values[Math.max(0, this.channel.after(view.head) - 1) % this.channel.room];
    if (Number.isNaN(last)) return;
    c.fillStyle = colour(this.channel.role);
    for (const [radius, alpha] of [[7, 0.22], [3, 1]]) {
      c.globalAlpha = alpha;
      c.beginPath();
      c.arc(x, this.y(last, view), radius, 0, 2 * Math.PI);
      c.fill();
    }
    c.globalAlpha = 1;
  }

  /** How tall a round number is: the scale of this trace, in its unit. */
  scaleBar(c, view) {
    const [low, high] = this.range;
    const step = niceStep((high - low) * 0.75);
    const tall = (step / (high - low)) * (view.bottom - view.top);
    const base = view.bottom - 2;
    const x = view.left - 9;
    for (const [x0, y0, x1, y1] of [[x, base, x, base - tall], [x - 3, base, x + 3, base], [x - 3, base - tall, x + 3, base - tall]]) {
      line(c, x0, y0, x1, y1, "axis");
    }
    const text = step >= 1000 ? `${step / 1000}k` : String(Number(step.toPrecision(2)));
    label(c, text, x - 6, base - tall / 2, { align: "right", size: 10.5 });
  }

  grid(c, plot, seconds) {
    c.globalCompositeOperation = "destination-over";
    const step = seconds <= 5 ? 0.5 : seconds <= 10 ? 1 : seconds <= 20 ? 2 : seconds <= 40 ? 5 : 10;
    for (let at = 0; at <= seconds + 1e-9; at += step) {
      const x = Math.min(plot.left + plot.width - 0.5, Math.round(plot.left + (at / seconds) * plot.width) + 0.5);
      line(c, x, plot.top, x, plot.bottom, "grid");
    }
    c.globalCompositeOperation = "source-over";
  }

  /** The newest judgement of this signal, in words beside its name. */
  say(head) {
    const part = this.channel.quality.findLast((quality) => quality.from <= head);
    const value = slow.includes(this.channel.role) && this.channel.unit !== "counts" ? this.latest(head) : "";
    const bad = part && !part.usable;
    const text = bad ? part.reasons.join(", ") || "not usable" : value;
    if (text !== this.word.textContent) this.word.textContent = text;
    this.word.classList.toggle("bad", Boolean(bad));
  }

  latest(head) {
    const value = this.channel.values[Math.max(0, this.channel.after(head) - 1) % this.channel.room];
    return Number.isNaN(value) ? "" : `${number(value, 2)} ${unit(this.channel.unit)}`;
  }

  describe(at, seconds) {
    const { channel } = this;
    const head = Math.min(at, channel.newest);
    if (!Number.isFinite(head)) return;
    const beats = channel.marks.filter((mark) => mark.at > head - seconds && mark.at <= head);
    const part = channel.quality.findLast((quality) => quality.from <= head);
    const words = [
      `${channel.name}, last ${seconds} seconds`,
      this.range ? `between ${number(this.range[0], 2)} and ${number(this.range[1], 2)} ${unit(channel.unit)}` : "",
      beats.length ? `${beats.length} marks, ${beats.filter((mark) => !mark.good).length} of them doubtful` : "",
      part ? (part.usable ? "usable" : `not usable: ${part.reasons.join(", ")}`) : "",
    ];
    this.surface.canvas.setAttribute("aria-label", words.filter(Boolean).join("; "));
  }
}
