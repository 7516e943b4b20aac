// The strip of states, the progress of a replay, the banner, and what is said when the agent is away.

import { duration, element, number, position, sane } from "./words.js";

export class Status {
  constructor(strip, progress) {
    Object.assign(this, { strip, progress });
    this.cells = new Map();
  }

  /** One cell of the strip, with more to say to who points at it; without text it goes away. */
  cell(name, text, tone = "plain", detail = text) {
    let cell = this.cells.get(name);
    if (text === null) { cell?.parentElement.remove(); this.cells.delete(name); return; }
    if (!cell) {
      const row = element("div");
      cell = element("dd");
      row.append(element("dt", "", name), cell);
      this.strip.append(row);
      this.cells.set(name, cell);
    }
    if (cell.textContent !== text) cell.textContent = text;
    if (cell.title !== detail) cell.title = detail;
    cell.dataset.tone = tone;
  }

  begin() {
    this.cells.clear();
    this.strip.replaceChildren();
    this.progress.hidden = true;
  }

  show({ device, battery_percent: battery, loss, clock, broker, position_s: at, duration_s: whole }) {
    const state = device?.state ?? "silent";
    const isThere = ["connected", "replaying"].includes(state);
    this.cell("Board", String(device?.text || state), isThere ? "good" : "warn");
    if (sane(battery)) this.cell("Battery", `${Math.round(battery)} %`, battery < 20 ? "warn" : "plain");
    if (sane(loss?.lost_samples)) this.cell("Lost", lost(loss), loss.percent > 1 ? "warn" : "plain", lossSource(loss));
    if (clock) this.cell("Clock", time(clock), clock.synced ? "good" : "warn");
    if (broker) {
      const tone = broker.state === "connected" ? "good" : "warn";
      this.cell("Broker", String(broker.state || "not known"), tone, String(broker.text ?? ""));
    }
    if (sane(at)) {
      const end = sane(whole) && whole > 0 ? ` / ${position(whole)}` : "";
      this.cell("Position", `${position(at)}${end}`);
    }
    this.progress.hidden = !(sane(whole) && whole > 0 && sane(at));
    if (!this.progress.hidden) {
      const share = Math.max(0, Math.min(100, (at / whole) * 100));
      this.progress.firstElementChild.style.width = `${share}%`;
      this.progress.setAttribute("aria-valuenow", share.toFixed(0));
      this.progress.setAttribute("aria-valuetext", `${duration(at)} of ${duration(whole)}`);
    }
  }
}

/** No more than is known: only boards that number what they send can say that nothing was lost. */
const noLoss = new Map(Object.entries({
  proven: "nothing",
  inferred: "none noticed: packets are not numbered",
  marked: "none marked",
}));

const lost = ({ lost_samples: count, percent, known }) =>
  count
    ? `${number(percent, percent < 0.1 ? 2 : 1)} % (${count.toLocaleString("en").replaceAll(",", " ")})`
    : noLoss.get(known) ?? "—";

const lossSource = ({ known }) =>
  ({
    proven: "The board numbers what it sends.",
    inferred: "This board numbers no packets: a loss is told from its timing alone.",
    marked: "What the recording marks as missing.",
  })[known] ?? "Nothing has come yet.";

function time(clock) {
  if (!clock.synced) return "not synchronized";
  return Number.isFinite(clock.max_error_ms) ? `within ${number(clock.max_error_ms, 0)} ms` : "synchronized";
}

/** What the banner says of a session that is not a live one, or a demonstration; else null. */
export function bannerText({ mode, demo, speed }) {
  if (mode !== "replay") {
    return demo ? ["A demonstration", ": a simulated board. Nothing here is measured on a person."] : null;
  }
  const fast = sane(speed) && speed > 0 && speed !== 1 ? ` at ${speed} times real time` : "";
  return demo
    ? ["A demonstration", `: a recording, replayed${fast}. Nothing here is measured now.`]
    : ["A recording, replayed", `${fast}. Nothing here is measured now.`];
}
