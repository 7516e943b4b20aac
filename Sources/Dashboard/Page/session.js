// What the agent has said in this session, kept in bounded buffers. No drawing here.

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
    this.rate = Number.isFinite(rate) && rate > 0 ? rate : 1;
    this.expected = Number.isFinite(low) && Number.isFinite(high) && high > low ? high - low : null;
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
  }

  get oldest() {
    return this.total ? this.times[this.total > this.room ? this.total % this.room : 0] : Infinity;
  }

  wave({ at, dt, v }) {
    if (!Number.isFinite(at) || !(dt > 0) || !Array.isArray(v) || v.length === 0) return;
    if (at < this.newest - dt) this.clear(); // The recording began again.
    if (this.total && at > this.newest + 1.5 * dt) this.push(at - dt / 2, NaN);
    v.forEach((value, index) => this.push(at + index * dt, Number.isFinite(value) ? value : NaN));
  }

  push(time, value) {
    const slot = this.total % this.room;
    this.times[slot] = time;
    this.values[slot] = value;
    this.total += 1;
    this.newest = time;
  }

  mark({ at, kind, q, state }) {
    if (!Number.isFinite(at)) return;
    this.marks.push({ at, kind, q, good: state === "good" });
    if (this.marks.length > keptMarks) this.marks.splice(0, keptMarks / 3);
  }

  judge({ from, to, usable, q, reasons }) {
    if (!Number.isFinite(from) || !Number.isFinite(to)) return;
    this.quality.push({ from, to, usable: usable === true, q: Number.isFinite(q) ? q : null, reasons: texts(reasons) });
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
    for (const described of (hello.channels ?? []).slice(0, 16)) {
      this.channels.set(String(described.id), new Channel(described));
    }
    this.tiles = new Map();
    this.insights = new Map();
    this.epochs = [];
    this.position = Number.isFinite(hello.at) ? hello.at : 0;
  }

  /** Seconds since the session's start at the newest point of any signal. */
  get newest() {
    let newest = -Infinity;
    for (const channel of this.channels.values()) newest = Math.max(newest, channel.newest);
    return newest;
  }

  receive(message) {
    const channel = this.channels.get(String(message.c));
    switch (message.t) {
      case "wave": channel?.wave(message); break;
      case "mark": channel?.mark(message); break;
      case "quality": channel?.judge(message); break;
      case "tile": if (this.tiles.size < 40 || this.tiles.has(message.id)) this.tiles.set(message.id, message); break;
      case "tachogram": this.tachogram = message; break;
      case "poincare": this.poincare = message; break;
      case "spectrum": this.spectrum = message; break;
      case "timeline": this.addEpochs(message); break;
      case "status": this.status = message; break;
      case "ended": this.ended = String(message.text ?? "The recording has ended."); break;
    }
  }

  addEpochs({ epochs, replace }) {
    const valid = (epochs ?? []).filter((e) => Number.isFinite(e[0]) && Number.isFinite(e[1]) && e[1] > e[0]);
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
    this.speed = Number.isFinite(speed) && speed > 0 ? speed : 1;
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
