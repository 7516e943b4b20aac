// The measures as tiles and as a table: value, 95 % interval, and why a value is not known.

import { Surface, colour, line } from "./canvas.js";
import { digits, duration, element, number, reason, sane, unit } from "./words.js";

const keptValues = 180;
const shortestSeconds = 20;
/** Seconds after which a value is old whatever its window: what settles slowly comes twelve late. */
const freshSeconds = 15;

export class Tiles {
  constructor(list, rows) {
    Object.assign(this, { list, rows });
    this.tiles = new Map();
  }

  begin() {
    this.tiles.clear();
    this.list.replaceChildren();
    this.rows.replaceChildren();
  }

  show(message) {
    const id = String(message.id);
    let tile = this.tiles.get(id);
    if (!tile) {
      if (this.tiles.size >= 40) return;
      tile = new Tile(id);
      this.tiles.set(id, tile);
      if (id === "heartRate") { this.list.prepend(tile.item); this.rows.prepend(tile.row); }
      else { this.list.append(tile.item); this.rows.append(tile.row); }
    }
    tile.show(message);
  }

  /** Says of each value how old it is, once it is too old to be taken for the present. */
  age(now, silent) {
    for (const tile of this.tiles.values()) tile.age(now, silent);
  }

  redraw() {
    for (const tile of this.tiles.values()) tile.draw();
  }

  beat() {
    const heart = this.tiles.get("heartRate")?.heart;
    if (!heart) return;
    heart.classList.remove("beat");
    void heart.getBoundingClientRect(); // Without it the animation would not start again.
    heart.classList.add("beat");
  }

  /** One sentence for who listens instead of looking. */
  sentence() {
    return [...this.tiles.values()].filter((tile) => tile.known).slice(0, 4)
      .map((tile) => `${tile.message.label} ${tile.number.textContent} ${tile.unit.textContent}`).join(", ");
  }
}

class Tile {
  constructor(id) {
    this.history = [];
    this.item = element("li", "tile");
    this.item.dataset.id = id;
    this.title = element("h3");
    if (id === "heartRate") this.title.append((this.heart = heart()));
    this.name = element("span");
    this.title.append(this.name);
    const value = element("p", "value");
    this.number = element("span", "number", "—");
    this.unit = element("span", "unit");
    value.append(this.number, this.unit);
    this.canvas = element("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.ci = element("p", "ci");
    this.note = element("p", "note");
    this.item.append(this.title, value, this.canvas, this.ci, this.note);
    this.surface = new Surface(this.canvas, () => this.draw());
    this.row = element("tr");
  }

  show(message) {
    this.message = message;
    const ci = interval(message.ci95);
    this.known = sane(message.value);
    this.name.textContent = String(message.label ?? message.id);
    this.number.textContent = this.known ? number(message.value, this.places(ci)) : "—";
    this.unit.textContent = unit(message.unit);
    this.ci.textContent = this.known && ci ? `95 %: ${this.both(ci)}` : "";
    this.item.classList.toggle("unknown", !this.known);
    this.item.title = [message.source, message.method].filter(Boolean).join(": ");
    this.remark = this.known ? this.basis() : reason(message.reason);
    this.note.textContent = this.remark;
    this.canvas.hidden = !this.known;
    if (message.at < this.history.at(-1)?.[0]) this.history = [];
    const { at, value } = message;
    this.history.push(this.known ? [at, value, ...(ci ?? [value, value])] : [at, NaN, NaN, NaN]);
    if (this.history.length > keptValues) this.history.shift();
    this.fillRow(ci);
    this.draw();
  }

  /** A number without a unit is a small one: whole steps of it would say nothing. */
  places(ci) {
    return Math.max(this.message.unit === "1" ? 1 : 0, digits(this.message.value, ci));
  }

  both(ci) {
    const places = this.places(ci);
    return `${number(ci[0], places)} to ${number(ci[1], places)}`;
  }

  /** What the value rests on; the noise floor is worth a word only where it is a fair part of it. */
  basis() {
    const { noise_floor: floor, value, window_s: seconds } = this.message;
    const high = sane(floor) && floor > 0.1 * Math.abs(value);
    return [
      sane(seconds) ? `over ${duration(seconds)}` : "",
      high ? `noise floor ${number(floor)} ${unit(this.message.unit)}` : "",
    ].filter(Boolean).join(", ");
  }

  fillRow(ci) {
    const { label, window_s: seconds, source, method } = this.message;
    const name = element("th", "", String(label ?? this.message.id));
    name.scope = "row";
    this.row.replaceChildren(name, ...[
      this.number.textContent, this.unit.textContent, this.known && ci ? this.both(ci) : "—",
      sane(seconds) ? duration(seconds) : "—", source ? String(source) : "—",
      [this.known ? "" : this.remark, method].filter(Boolean).join("; "),
    ].map((text) => element("td", "", text)));
  }

  age(now, silent) {
    const { at, window_s: seconds } = this.message;
    const age = now - at;
    const old = silent || age > Math.max(freshSeconds, Math.min(seconds || 0, 90));
    this.item.classList.toggle("old", old);
    const text = old && age >= 1 && this.known ? `${duration(age)} old` : this.remark;
    if (text !== this.note.textContent) this.note.textContent = text;
  }

  /** The values so far with their intervals as a band, the newest as an error bar. */
  draw() {
    if (!this.known || (!this.surface.width && !this.surface.fit())) return;
    const c = this.surface.clear();
    const { width, height } = this.surface;
    const known = this.history.filter((h) => Number.isFinite(h[1]));
    const low = Math.min(...known.map((h) => h[2]));
    const high = Math.max(...known.map((h) => h[3]));
    const spread = high - low || Math.abs(high) * 0.02 || 1;
    const y = (value) => height - 4 - ((value - low + (high === low ? spread / 2 : 0)) / spread) * (height - 8);
    const last = this.history.length - 1;
    const span = Math.max(shortestSeconds, this.history[last][0] - this.history[0][0]);
    const x = (i) => width - 7 - ((this.history[last][0] - this.history[i][0]) / span) * (width - 12);
    c.fillStyle = c.strokeStyle = colour("accent");
    this.band(c, x, y);
    c.beginPath();
    this.history.forEach((h, i) => {
      const joined = Number.isFinite(h[1]) && Number.isFinite(this.history[i - 1]?.[1]);
      if (joined) c.lineTo(x(i), y(h[1]));
      else c.moveTo(x(i), y(h[1]) || 0);
    });
    c.lineWidth = 1.5;
    c.lineJoin = "round";
    c.stroke();
    this.errorBar(c, x(last), y);
  }

  band(c, x, y) {
    c.globalAlpha = 0.14;
    this.history.forEach((h, i) => {
      const before = this.history[i - 1];
      if (!before || !Number.isFinite(h[1]) || !Number.isFinite(before[1])) return;
      c.beginPath();
      c.moveTo(x(i - 1), y(before[2]));
      c.lineTo(x(i), y(h[2]));
      c.lineTo(x(i), y(h[3]));
      c.lineTo(x(i - 1), y(before[3]));
      c.fill();
    });
    c.globalAlpha = 1;
  }

  errorBar(c, x, y) {
    const [, value, low, high] = this.history.at(-1);
    if (high > low) {
      line(c, x, y(low), x, y(high), "ink", { width: 1.5 });
      for (const end of [low, high]) line(c, x - 4, y(end), x + 4, y(end), "ink", { width: 1.5 });
    }
    c.beginPath();
    c.arc(x, y(value), 3.2, 0, 2 * Math.PI);
    c.fillStyle = colour("accent");
    c.fill();
  }
}

const interval = (ci) => (Array.isArray(ci) && ci.length === 2 && ci.every(sane) ? ci : null);

function heart() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", "M8 14.2 2.3 8.6a3.7 3.7 0 0 1 5.2-5.3l.5.5.5-.5a3.7 3.7 0 0 1 5.2 5.3z");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "heart");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}
