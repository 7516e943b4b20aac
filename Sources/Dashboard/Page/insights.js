// Insight cards: what is said, why, what would change it, its limits, and how to check it.

import { element, position } from "./words.js";

const keptCards = 50;

export class Insights {
  constructor(host, count) {
    Object.assign(this, { host, count });
    this.cards = new Map();
    this.nothing = host.firstElementChild;
  }

  begin() {
    this.cards.clear();
    this.host.replaceChildren(this.nothing);
    this.count.textContent = "";
  }

  /** Newest first; one said again replaces itself where it stands. */
  show(message, started) {
    const id = String(message.id);
    const made = card(message, started);
    const old = this.cards.get(id);
    this.nothing.remove();
    if (old) {
      const open = [...old.querySelectorAll("details")].map((part) => part.open);
      made.querySelectorAll("details").forEach((part, i) => { part.open = open[i] ?? part.open; });
      old.replaceWith(made);
    } else this.host.prepend(made);
    this.cards.set(id, made);
    if (this.cards.size > keptCards) {
      const [first, oldest] = this.cards.entries().next().value;
      oldest.remove();
      this.cards.delete(first);
    }
    this.count.textContent = this.cards.size === 1 ? "One so far" : `${this.cards.size} so far, newest first`;
  }
}

function card(message, started) {
  const made = element("article", "insight");
  made.append(
    element("p", "when", when(message, started)),
    element("h3", "", String(message.text ?? "")),
    element("p", "reason", String(message.reason ?? "")),
    confidence(message),
  );
  const parts = [
    ["Why", list(message.why)],
    ["What would change it", list(message.would_change_if)],
    ["Limits", list(message.limits)],
    ["As the agent says it", brief(message)],
  ];
  for (const [name, content] of parts) {
    if (!content) continue;
    const details = element("details");
    details.append(element("summary", "", name), content);
    details.open = name === "Why";
    made.append(details);
  }
  if (message.verify) made.append(verify(String(message.verify)));
  return made;
}

function when({ at, time, kind }, started) {
  const known = started && time && !Number.isNaN(Date.parse(time));
  const text = known
    ? new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false })
    : Number.isFinite(at) ? `at ${position(at)}` : "";
  return [String(kind ?? ""), text].filter(Boolean).join(" · ");
}

function list(texts) {
  if (!Array.isArray(texts) || !texts.length) return null;
  const made = element("ul");
  made.append(...texts.slice(0, 40).map((text) => element("li", "", String(text))));
  return made;
}

/** The family's flat form: lines as they are, or made of their parts. */
function brief({ brief: said, confidence }) {
  if (!said) return null;
  let lines = Array.isArray(said) ? said : [said];
  if (said.headline) {
    const data = (said.data ?? []).map(([name, text]) => `${name} ${text}`).join(", ");
    lines = [`Health Agent: ${said.headline}`, `Reason: ${said.reason}`, `Data: ${data || "—"}`, `Confidence: ${Number.isFinite(confidence) ? confidence.toFixed(2) : "—"}`];
  }
  return element("p", "brief", lines.map(String).join("\n"));
}

function confidence({ confidence: value, confidence_kind: kind }) {
  const made = element("div", "confidence");
  const known = Number.isFinite(value);
  const bar = element("div", "bar");
  bar.setAttribute("role", "meter");
  bar.setAttribute("aria-label", "Confidence");
  bar.setAttribute("aria-valuemin", "0");
  bar.setAttribute("aria-valuemax", "1");
  bar.setAttribute("aria-valuenow", known ? String(value) : "0");
  const inner = element("div");
  inner.style.width = `${known ? Math.max(0, Math.min(1, value)) * 100 : 0}%`;
  bar.append(inner);
  const words = element("span");
  words.append("Confidence ", element("b", "", known ? value.toFixed(2) : "—"), kind ? `, ${kind}` : "");
  made.append(words, bar);
  return made;
}

/** A button that shows the command which recomputes every number, and copies it. */
function verify(command) {
  const made = element("div", "verify");
  const button = element("button", "", "Verify");
  const shown = element("div", "command");
  const code = element("code", "", command);
  const said = element("p", "quiet");
  said.setAttribute("role", "status");
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  shown.append(code, said);
  shown.hidden = true;
  button.addEventListener("click", async () => {
    shown.hidden = !shown.hidden;
    button.setAttribute("aria-expanded", String(!shown.hidden));
    if (shown.hidden) return;
    try {
      await navigator.clipboard.writeText(command);
      said.textContent = "Copied. In a terminal it recomputes every number said here.";
    } catch {
      getSelection().selectAllChildren(code);
      said.textContent = "Run it in a terminal: it recomputes every number said here.";
    }
  });
  made.append(button, shown);
  return made;
}
