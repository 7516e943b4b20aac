// Numbers, times and reasons as a person reads them.

const reasons = new Map(Object.entries({
  tooFewIntervals: "Too few beats so far",
  windowTooShort: "Not enough recorded yet",
  poorSignal: "The signal is too poor",
  tooManyEdits: "Too many beats had to be corrected",
  rhythmIrregular: "The rhythm is too irregular for this measure",
  sourceUnsuitable: "This source cannot give it",
}));

/** A reason in words; what is no known code is a sentence already. */
export const reason = (text) => reasons.get(text) ?? String(text ?? "Not known yet");

const units = new Map(
  Object.entries({ 1: "", "1/min": "/min", uS: "µS", degC: "°C", "uS/min": "µS/min", ms2: "ms²" }),
);

export const unit = (text) => units.get(text) ?? String(text ?? "");

/** Digits that the 95 % interval bears out: never more precision than is known. */
export function digits(value, ci95) {
  const half = ci95 ? Math.abs(ci95[1] - ci95[0]) / 2 : Math.abs(value) / 40;
  if (half >= 1) return 0;
  return half >= 0.1 ? 1 : half >= 0.01 ? 2 : 3;
}

export const number = (value, places = digits(value)) =>
  Number.isFinite(value) ? value.toFixed(places).replace("-", "−") : "—";

/** 7 s, 5 min, 3 min 05 s, 2 h 14 min. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min${whole % 60 ? ` ${String(whole % 60).padStart(2, "0")} s` : ""}`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** 16 min, 2 h 01 min: where seconds would only be noise. */
export const minutes = (seconds) => (seconds < 30 ? "under 1 min" : duration(Math.round(seconds / 60) * 60));

/** 0:07, 12:03, 1:02:03. */
export function position(seconds) {
  if (seconds <= -1) return `−${position(-seconds)}`;
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${hours ? two(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** The time of day where the browser is. */
export const clock = (date) =>
  date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });

/** A number that can be one of ours; what is larger comes of a fault, and would draw for ever. */
export const sane = (value) => Number.isFinite(value) && Math.abs(value) < 1e9;

/** The multiples of `step` from `low` to `high`; never more than can be read. */
export function ticks(low, high, step, offset = 0) {
  const first = Math.ceil((low + offset) / step) * step - offset;
  const count = Math.floor((high - first) / step + 1e-9) + 1;
  if (!Number.isFinite(first) || !(count > 0 && count <= 60)) return [];
  return Array.from({ length: count }, (_, i) => first + i * step);
}

/** The step of 1, 2 or 5 times a power of ten nearest below. */
export function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power;
}

/** A new element with a class and text; text is only ever text. */
export function element(tag, className = "", text = null) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== null) made.textContent = text;
  return made;
}
