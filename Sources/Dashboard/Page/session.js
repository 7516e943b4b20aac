// What the agent has said in this session, kept in bounded buffers. No drawing here.

import { sane } from "./words.js";

const keptSeconds = 300;
const keptMarks = 1500;

/** The points of one signal, newest last, in a ring that never grows. */
export class Channel {
  constructor({ id, role, name, unit, rate, low, high }) {
    const known = ["ecg", "ppg", "eda", "resp", "temp", "acc"];
    this.id = String(id);
    this.role = known.includes(role) ? role : "other";
    this.name = String(name ?? id);
    this.unit = String(unit ?? "");
    this.rate = rate > 0 && rate <= 10_000 ? rate : 1;
    this.expected = sane(low) && sane(high) && high > low ? high - low : null;
    this.room = Math.min(80_000, Math.max(2_000, Math.ceil(this.rate * keptSeconds)));
    this.clear();
  }

  clear() {
    this.times = new Float64Array(this.room);
    this.values = new Float32Array(this.room);
    this.total = 0;
    this.newest = -Infinity;
    this.marks = [];
    this.quality = [];
    /** The earliest moment of which something new was said since the last look. */
    this.changedFrom = -Infinity;
  }

  get oldest() {
    return this.total ? this.times[this.total > this.room ? this.total % this.room : 0] : Infinity;
  }

  wave({ at, dt, v }) {
    if (!sane(at) || !(dt >= 1e-4 && dt < 1e4)) return;
    if (!Array.isArray(v) || !v.length || v.length > this.room) return;
    let first = 0;
    if (at < this.newest - dt) {
      // Said again to who comes back: only what is new counts. Else the recording began again.
      const isKnown = at + (v.length - 1) * dt > this.newest;
      if (isKnown) first = Math.floor((this.newest - at) / dt + 1.5);
      else this.clear();
    }
    if (this.total && at + first * dt > this.newest + 1.5 * dt) this.push(at + (first - 0.5) * dt, NaN);
    for (let i = first; i < v.length; i += 1) this.push(at + i * dt, sane(v[i]) ? v[i] : NaN);
  }

  push(time, value) {
    const slot = this.total % this.room;
    this.times[slot] = time;
    this.values[slot] = value;
    this.total += 1;
    this.newest = time;
  }

  mark({ at, kind, q, state }) {
    if (!sane(at)) return;
    if (at <= this.marks.at(-1)?.at && this.marks.some((m) => m.at === at && m.kind === kind)) return;
    this.changedFrom = Math.min(this.changedFrom, at);
    this.marks.push({ at, kind, q, good: state === "good" });
    if (this.marks.length > keptMarks) this.marks.splice(0, keptMarks / 3);
  }

  judge({ from, to, usable, q, reasons }) {
    if (!sane(from) || !sane(to)) return;
    if (from <= this.quality.at(-1)?.from && this.quality.some((part) => part.from === from)) return;
    this.changedFrom = Math.min(this.changedFrom, from);
    const share = q >= 0 && q <= 1 ? q : null;
    this.quality.push({ from, to, usable: usable === true, q: share, reasons: texts(reasons) });
    if (this.quality.length > keptMarks) this.quality.splice(0, keptMarks / 3);
  }

  /** The first ordinal of the ring whose time lies at or after `time`. */
  after(time) {
    let low = Math.max(0, this.total - this.room);
    let high = this.total;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle % this.room] < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const texts = (list) => (Array.isArray(list) ? list.slice(0, 8).map(String) : []);

/** One session: from its `hello` to the next one. */
export class Session {
  constructor(hello) {
    this.hello = hello;
    this.id = String(hello.session);
    this.channels = new Map();
    this.epochs = [];
    this.position = sane(hello.at) ? hello.at : 0;
    this.renew(hello);
  }

  /** Takes the channels of a `hello`; those known go on. Answers whether any came or went. */
  renew(hello) {
    const known = this.channels;
    const named = Array.isArray(hello.channels) ? hello.channels : [];
    const described = named.filter((one) => one?.id !== undefined).slice(0, 16);
    this.hello = hello;
    this.ended = null;
    const channel = (one) => known.get(String(one.id)) ?? new Channel(one);
    this.channels = new Map(described.map((one) => [String(one.id), channel(one)]));
    return [...known.keys()].join("\n") !== [...this.channels.keys()].join("\n");
  }

  /** Seconds since the session's start at the newest point of any signal. */
  get newest() {
    let newest = -Infinity;
    for (const channel of this.channels.values()) newest = Math.max(newest, channel.newest);
    return newest;
  }

  /** Where the session is, also while it shows no signals. */
  get now() {
    return Math.max(this.newest, this.position);
  }

  receive(message) {
    const channel = this.channels.get(String(message.c));
    switch (message.t) {
      case "wave": channel?.wave(message); break;
      case "mark": channel?.mark(message); break;
      case "quality": channel?.judge(message); break;
      case "tile": this.pass(message.at); break;
      case "tachogram": this.tachogram = message; break;
      case "poincare": this.poincare = message; break;
      case "spectrum": this.spectrum = message; break;
      case "timeline": this.addEpochs(message); break;
      case "status": this.status = message; this.pass(message.position_s); break;
      case "ended": this.ended = String(message.text ?? "The recording has ended."); break;
    }
  }

  pass(at) {
    if (sane(at)) this.position = Math.max(this.position, at);
  }

  addEpochs({ epochs, replace }) {
    const said = Array.isArray(epochs) ? epochs : [];
    const valid = said.filter((e) => sane(e?.[0]) && sane(e[1]) && e[1] > e[0]);
    // An epoch said again replaces what was said of it before.
    const from = valid.length ? valid[0][0] : Infinity;
    this.epochs = (replace ? [] : this.epochs.filter((e) => e[0] < from)).concat(valid).slice(-5000);
  }
}

/**
 * The moment that is drawn. It runs smoothly at the session's speed a little behind the newest point,
 * although points arrive in lumps.
 */
export class Playhead {
  constructor(speed) {
    this.speed = speed > 0 && speed <= 1000 ? speed : 1;
    this.at = null;
    this.lag = 0.25 * this.speed;
  }

  /** Moves on by `seconds` of the wall and answers the moment to draw. */
  advance(seconds, newest) {
    if (!Number.isFinite(newest)) return null;
    const aim = newest - this.lag;
    if (this.at === null || Math.abs(aim - this.at) > 2 * this.speed) this.at = aim;
    const pull = Math.max(-0.3, Math.min(0.3, (aim - this.at) / this.speed));
    this.at = Math.min(newest, this.at + seconds * this.speed * (1 + pull));
    return this.at;
  }
}
