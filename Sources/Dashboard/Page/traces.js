// The sweeping signals: one canvas each, with its scale, its marks and its quality ribbon.

import { Surface, colour, hatch, label, line } from "./canvas.js";
import { element, niceStep, number, unit } from "./words.js";

const slow = ["resp", "eda", "temp"];
/** A flat signal is not blown up until its noise fills the trace. */
const leastRange = new Map([["mV", 0.1], ["µS", 0.05], ["°C", 0.2]]);
const ribbon = 5;
const top = 14;
/** CSS pixels that are drawn again behind the newest point: its glow, and half a mark. */
const strip = 12;

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
    this.surface = new Surface(canvas, () => { if (this.last) this.draw(...this.last); });
  }

  draw(at, seconds, reading) {
    const { surface, channel } = this;
    this.last = [at, seconds];
    if (!surface.width) surface.fit();
    if (!surface.width) return;
    const left = surface.width < 420 ? 34 : 52;
    const plot = { left, width: surface.width - left, top, bottom: surface.height - ribbon - 6 };
    const head = Math.min(at, channel.newest);
    if (!Number.isFinite(head)) { this.grid(surface.clear(), plot, seconds); return; }
    this.rescale(head, seconds, reading);
    // What lies in the gap ahead of the newest point is gone already.
    const gap = Math.min(90, plot.width * 0.12);
    const pixel = seconds / plot.width;
    const from = head - seconds + pixel * gap * 0.3;
    const view = { ...plot, head, seconds, gap, pixel, from, x: (time) => this.x(time, seconds, plot) };
    const whole = reading === "afresh" || this.changed(view);
    if (!whole && head === this.drawn) return;
    this.paint(view, whole);
    this.drawn = head;
    this.say(head);
  }

  /** Whether more than the strip around the newest point has to be drawn anew. */
  changed({ head, seconds, pixel }) {
    const { width, height, ratio } = this.surface;
    const key = [seconds, this.range, width, height, ratio, colour("card"), colour(this.channel.role)].join();
    const same = key === this.key && head >= this.drawn && head - this.drawn < seconds / 4;
    const late = this.channel.changedFrom < this.drawn - strip * pixel;
    this.key = key;
    this.channel.changedFrom = Infinity;
    return !same || late;
  }

  /** The strip alone is drawn thirty times a second: a tenth of the work of the whole. */
  paint(view, whole) {
    const c = whole ? this.surface.clear() : this.surface.context;
    c.save();
    if (!whole) this.clip(c, view);
    const { from, head, seconds, pixel, gap } = view;
    const spans = whole
      ? [[from, head]]
      : [[from, head - seconds + (gap + 6) * pixel], [Math.max(from, this.drawn - 2 * strip * pixel), head]];
    this.wave(c, view, spans);
    this.marks(c, view);
    this.ribbon(c, view);
    this.fade(c, view);
    if (whole && this.range) this.scaleBar(c, view);
    this.grid(c, view, seconds);
    c.restore();
  }

  /** From a little behind what was drawn last to the end of the gap, around the edge if need be. */
  clip(c, { left, width, head, gap, pixel, x }) {
    const start = Math.max(left - 5, Math.floor(x(this.drawn) - strip));
    const end = Math.ceil(x(this.drawn) + (head - this.drawn) / pixel + gap + 2);
    const over = end - (left + width);
    c.beginPath();
    c.rect(start, 0, Math.min(end, left + width) - start, this.surface.height);
    if (over > 0) c.rect(left - 5, 0, over + 5, this.surface.height);
    c.clip();
    c.clearRect(0, 0, this.surface.width, this.surface.height);
  }

  x(time, seconds, { left, width }) {
    const turns = (time - this.origin) / seconds;
    return left + (turns - Math.floor(turns)) * width;
  }

  lap(time, seconds) {
    return Math.floor((time - this.origin) / seconds);
  }

  /** The range to draw. It is widened by a good part and narrowed rarely, so that the trace seldom jumps. */
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
    const usual = (channel.expected ?? 0) * 0.04 || leastRange.get(unit(channel.unit));
    const least = usual || Math.max(1e-6, Math.abs(high) * 1e-3);
    const short = Math.max(0, least - (high - low)) / 2;
    [low, high] = [low - short, high + short];
    const spread = high - low;
    const fits = this.range && reading !== "afresh" && low >= this.range[0] && high <= this.range[1];
    if (fits && spread > 0.5 * (this.range[1] - this.range[0])) return;
    const room = this.range && !fits && reading !== "afresh" ? 0.16 : 0.08;
    this.range = [low - spread * room, high + spread * room];
  }

  y(value, { top: upper, bottom }) {
    const [low, high] = this.range;
    return bottom - ((value - low) / (high - low)) * (bottom - upper);
  }

  wave(c, view, spans) {
    c.beginPath();
    for (const [from, to] of spans) this.span(c, view, from, to);
    c.strokeStyle = colour(this.channel.role);
    c.lineWidth = this.channel.role === "ecg" ? 1.6 : 1.8;
    c.lineJoin = c.lineCap = "round";
    c.stroke();
  }

  /** Every point where there is room, else each column's first, lowest, highest and last. */
  span(c, view, from, to) {
    const { channel } = this;
    const { ratio } = this.surface;
    const dense = (channel.rate * view.pixel) / ratio > 3;
    let lap = null;
    let column = null;
    const finish = () => {
      if (!column) return;
      for (const value of [column.low, column.high, column.last]) c.lineTo(column.x, this.y(value, view));
      column = null;
    };
    for (let i = channel.after(from); i < channel.total; i += 1) {
      const time = channel.times[i % channel.room];
      if (time > to) break;
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
      const whole = Math.round(x * ratio) / ratio;
      if (column?.x !== whole) {
        finish();
        column = { x: whole, low: value, high: value };
        c.lineTo(whole, this.y(value, view));
      }
      column.low = Math.min(column.low, value);
      column.high = Math.max(column.high, value);
      column.last = value;
    }
    finish();
  }

  marks(c, view) {
    for (const mark of this.channel.marks) {
      if (mark.at <= view.from || mark.at > view.head) continue;
      const x = view.x(mark.at);
      c.beginPath();
      const scr = [[0, 1], [5, 6], [0, 11], [-5, 6]];
      const beat = [[-4.5, 2], [4.5, 2], [0, 9.5]];
      for (const [dx, y] of mark.kind === "scr" ? scr : beat) c.lineTo(x + dx, y);
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
    if (Number.isNaN(last) || !this.range) return;
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
    const x = view.left - 11;
    line(c, x, base, x, base - tall, "axis");
    for (const end of [base, base - tall]) line(c, x - 3, end, x + 3, end, "axis");
    const text = step >= 1000 ? `${step / 1000}k` : String(Number(step.toPrecision(2)));
    label(c, text, x - 5, base - tall / 2, { align: "right", size: 10.5 });
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
    const doubtful = beats.filter((mark) => !mark.good).length;
    const part = channel.quality.findLast((quality) => quality.from <= head);
    const words = [
      `${channel.name}, last ${seconds} seconds`,
      this.range ? `between ${this.range.map((end) => number(end, 2)).join(" and ")} ${unit(channel.unit)}` : "",
      beats.length ? `${beats.length} marks, ${doubtful} of them doubtful` : "",
      part ? (part.usable ? "usable" : `not usable: ${part.reasons.join(", ")}`) : "",
    ];
    this.surface.canvas.setAttribute("aria-label", words.filter(Boolean).join("; "));
  }
}
