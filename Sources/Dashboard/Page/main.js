// Joins the connection, the session and the views, and draws at most thirty times a second.

import { forgetColours } from "./canvas.js";
import { Connection } from "./connection.js";
import { Insights } from "./insights.js";
import { Poincare } from "./poincare.js";
import { Playhead, Session } from "./session.js";
import { Spectrum } from "./spectrum.js";
import { Status, bannerText } from "./status.js";
import { Tachogram } from "./tachogram.js";
import { Tiles } from "./tiles.js";
import { Timeline } from "./timeline.js";
import { Traces } from "./traces.js";
import { duration, element, position, reason, sane } from "./words.js";

const by = (id) => document.getElementById(id);
const silentAfter = 5;
const spokenEvery = 15;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const traces = new Traces(by("traces"));
const tiles = new Tiles(by("tiles"), by("tiles-table").querySelector("tbody"));
const tachogram = new Tachogram(by("tachogram"), by("tachogram-key"), by("tachogram-note"));
const poincare = new Poincare(by("poincare"), by("poincare-note"));
const spectrum = new Spectrum(by("spectrum"), by("spectrum-note"));
const timeline = new Timeline(by("timeline"), by("timeline-note"));
const insights = new Insights(by("insight-list"), by("insights-count"));
const status = new Status(by("status"), by("progress"));

let session = null;
let playhead = null;
let frozenAt = null;
let drawnAt = 0;
let heardAt = performance.now();
let spokenAt = 0;
let lastBeat = -Infinity;
let news = "";
const dirty = new Set();

// What arrives

function begin(hello) {
  if (session && session.id === String(hello.session)) { goOn(hello); return; }
  session = new Session(hello);
  playhead = new Playhead(hello.speed);
  lastBeat = -Infinity;
  freeze(false);
  for (const view of [tiles, insights, status]) view.begin();
  traces.begin(session);
  for (const name of ["tachogram", "poincare", "spectrum", "timeline"]) dirty.add(name);
  by("title").textContent = String(hello.title ?? "");
  by("version").textContent = `healthypi-agent ${hello.version ?? ""}`;
  document.title = hello.title ? `${hello.title} · HealthyPi Agent` : "HealthyPi Agent";
  const words = bannerText(hello);
  by("banner").hidden = !words;
  by("banner").replaceChildren(...(words ? [element("strong", "", words[0]), words[1]] : []));
  document.body.classList.remove("waiting");
}

/** The same session said again, after the connection was lost or because a board has come. */
function goOn(hello) {
  if (session.renew(hello)) traces.begin(session);
}

function receive(message) {
  if (message.t === "hello") { begin(message); return; }
  if (!session) return;
  session.receive(message);
  switch (message.t) {
    case "wave": case "mark": heardAt = performance.now(); break;
    case "tile": heardAt = performance.now(); tiles.show(message); break;
    case "insight": insights.show(message, started()); news = String(message.text ?? ""); break;
    case "status": status.show(message); break;
    case "tachogram": case "poincare": case "spectrum": case "timeline": dirty.add(message.t); break;
  }
}

const started = () => {
  const { started: text, synced } = session.hello;
  const time = synced && text ? new Date(text) : null;
  return time && !Number.isNaN(time.getTime()) ? time : null;
};

// What is drawn

function drawCharts() {
  for (const name of [...dirty]) {
    dirty.delete(name);
    const message = session[name];
    if (name === "timeline") timeline.show(session.epochs, started(), session.hello.duration);
    else ({ tachogram, poincare, spectrum })[name].show(message);
    const nothing = !{ tachogram, poincare, spectrum, timeline }[name].isShown;
    const why = nothing ? reason(message?.reason ?? "Not enough recorded yet") : "";
    document.querySelector(`.none[data-for="${name}"]`).textContent = why;
  }
}

function frame(now) {
  requestAnimationFrame(frame);
  const since = now - drawnAt;
  if (!session || since < (calm.matches ? 1000 : 31)) return;
  drawnAt = now;
  const at = playhead.advance(Math.min(since, 1000) / 1000, session.newest);
  drawCharts();
  if (at === null || frozenAt !== null) return;
  traces.draw(at);
  beatAt(at);
}

/** The heart beats when the sweep passes the beat, not when the message came. */
function beatAt(at) {
  for (const channel of session.channels.values()) {
    const mark = channel.marks.findLast((m) => m.at <= at && (m.kind === "beat" || m.kind === "pulse"));
    if (!mark) continue;
    if (mark.at > lastBeat || mark.at < lastBeat - 5) {
      lastBeat = mark.at;
      if (!calm.matches && at - mark.at < 0.5) tiles.beat();
    }
    return;
  }
}

// What is said

let link = { state: "connecting", tries: 0 };

function explain() {
  const quiet = (performance.now() - heardAt) / 1000;
  const ended = session?.ended;
  const away = link.state !== "open";
  const catching = away || ended ? "" : catchingUp(session?.status);
  const silent = Boolean(session) && (away || (quiet > silentAfter && !ended && !catching));
  document.body.classList.toggle("silent", silent);
  if (session) tiles.age(session.now + (silent ? quiet : 0), silent);
  let text = "";
  if (away && (link.tries > 0 || session)) {
    const old = session && quiet > 1 ? ` What is shown is ${duration(quiet)} old.` : "";
    text = `The agent cannot be reached. ${trying()}${old}`;
  }
  else if (catching) text = catching;
  else if (ended) text = `${ended} What is shown is its end.`;
  else if (silent) {
    const old = Number.isFinite(session.newest) ? "What is shown is that old." : "";
    const parts = [absence(session.status?.device), `No data for ${duration(quiet)}.`, old];
    text = parts.filter(Boolean).join(" ");
  }
  by("notice").hidden = !text;
  by("retry").hidden = link.state !== "waiting";
  if (by("connection").textContent !== text) by("connection").textContent = text;
  if (away) status.cell("Board", "not reached", "warn");
  if (frozenAt !== null) note();
  speak();
}

/** What a replay is doing before it shows anything, and how far it is; empty once it does. */
function catchingUp(said) {
  const { catching_up_to_s: until, position_s: at } = said ?? {};
  if (!sane(until) || !sane(at) || until <= 0) return "";
  const share = Math.max(0, Math.min(100, Math.floor((at / until) * 100)));
  return `Catching up: what is before ${position(until)} goes by at once, and the signals begin there. ` +
    `It has come to ${position(at)}, ${share} %.`;
}

/** Why there are no data, where the agent knows it. */
const absence = (device) =>
  ["searching", "silent"].includes(device?.state) && device.text ? `${String(device.text).replace(/\.$/, "")}.` : "";

const trying = () => {
  if (link.state === "connecting") return "Trying now.";
  return `Trying again in ${duration(Math.max(1, (link.until - performance.now()) / 1000))}.`;
};

/** A summary for screen readers, four times a minute and never for every beat. */
function speak() {
  const now = performance.now();
  if (!session || now - spokenAt < spokenEvery * 1000) return;
  spokenAt = now;
  if (playhead.at !== null) traces.describe(frozenAt ?? playhead.at);
  by("spoken").textContent = [tiles.sentence(), news ? `New insight: ${news}` : ""].filter(Boolean).join(". ");
  news = "";
}

// What the person does

function freeze(on) {
  frozenAt = on ? playhead?.at ?? null : null;
  by("freeze").setAttribute("aria-pressed", String(frozenAt !== null));
  by("freeze-word").textContent = frozenAt === null ? "Freeze" : "Go on";
  by("look-back").hidden = frozenAt === null;
  note();
}

function look(seconds) {
  if (frozenAt === null) return;
  const oldest = Math.min(...[...session.channels.values()].map((channel) => channel.oldest));
  frozenAt = Math.max(oldest + traces.sweep, Math.min(session.newest, frozenAt + seconds));
  traces.draw(frozenAt, "afresh");
  note();
}

/** Called twice a second while frozen, so it writes only what is new. */
function note() {
  const held = frozenAt === null ? "" : `Frozen ${duration(Math.max(0, session.newest - frozenAt))} before now. `;
  const text = `${held}${traces.sweep} s a sweep, slow signals ${traces.sweep * 5} s`;
  if (by("sweep-note").textContent !== text) by("sweep-note").textContent = text;
}

by("freeze").addEventListener("click", () => freeze(frozenAt === null));
by("earlier").addEventListener("click", () => look(-traces.sweep / 4));
by("later").addEventListener("click", () => look(traces.sweep / 4));
by("sweep").addEventListener("click", ({ target }) => {
  const chosen = target.closest("button");
  if (!chosen) return;
  for (const button of by("sweep").children) button.setAttribute("aria-pressed", String(button === chosen));
  traces.sweep = Number(chosen.dataset.seconds);
  if (frozenAt !== null) traces.draw(frozenAt, "afresh");
  note();
});
by("as-table").addEventListener("click", ({ currentTarget: button }) => {
  const table = by("tiles-table").hidden;
  by("tiles-table").hidden = !table;
  by("tiles").hidden = table;
  button.setAttribute("aria-pressed", String(table));
  button.textContent = table ? "As tiles" : "As a table";
});
document.addEventListener("keydown", (event) => {
  if (event.target.closest("button, summary, input, a") && event.key === " ") return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " ") { event.preventDefault(); freeze(frozenAt === null); }
  if (frozenAt !== null && event.key === "ArrowLeft") look(-traces.sweep / 4);
  if (frozenAt !== null && event.key === "ArrowRight") look(traces.sweep / 4);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  forgetColours();
  for (const chart of [tachogram, poincare, spectrum, timeline]) chart.draw();
  tiles.redraw();
  if (frozenAt !== null) traces.draw(frozenAt);
});

const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`;
const connection = new Connection(address, receive, (state) => {
  link = { ...state, until: performance.now() + (state.seconds ?? 0) * 1000 };
  if (state.state === "open") heardAt = performance.now();
  explain();
});
by("retry").addEventListener("click", () => connection.retry());
addEventListener("online", () => connection.retry());
document.addEventListener("visibilitychange", () => { if (!document.hidden) connection.retry(); });

// A phone has room for half as many seconds.
if (innerWidth < 720) by("sweep").firstElementChild.click();
note();
connection.open();
setInterval(explain, 500);
requestAnimationFrame(frame);
