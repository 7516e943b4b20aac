// Numbers, times and reasons as a person reads them.

const reasons = {
  tooFewIntervals: "Too few beats so far",
  windowTooShort: "Not enough recorded yet",
  poorSignal: "The signal is too poor",
  tooManyEdits: "Too many beats had to be corrected",
  rhythmIrregular: "The rhythm is too irregular for this measure",
  sourceUnsuitable: "This source cannot give it",
};

/** A reason in words; what is no known code is a sentence already. */
export const reason = (text) => reasons[text] ?? String(text ?? "Not known yet");

const units = { uS: "µS", degC: "°C", 1: "", "1/min": "/min", "uS/min": "µS/min", "ms2": "ms²" };

export const unit = (text) => units[text] ?? String(text ?? "");

/** Digits that the 95 % interval bears out: never more precision than is known. */
export function digits(value, ci95) {
  const half = ci95 ? Math.abs(ci95[1] - ci95[0]) / 2 : Math.abs(value) / 40;
  if (half >= 1) return 0;
  return half >= 0.1 ? 1 : half >= 0.01 ? 2 : 3;
}

export const number = (value, places = digits(value)) =>
  Number.isFinite(value) ? value.toFixed(places).replace("-", "−") : "—";

/** 7 s, 3 min 05 s, 2 h 14 min. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** 16 min, 2 h 01 min: where seconds would only be noise. */
export const minutes = (seconds) => duration(Math.round(seconds / 60) * 60).replace(/ 00 s$/, "").replace(/^0 s$/, "under 1 min");

/** 0:07, 12:03, 1:02:03. */
export function position(seconds) {
  if (seconds <= -1) return `−${position(-seconds)}`;
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${hours ? two(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
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
