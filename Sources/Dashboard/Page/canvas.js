// A canvas that is sharp on every screen, and the page's colours for it.

let palette = {};

/** Reads a colour of the style sheet; forgotten when the scheme changes. */
export function colour(name) {
  palette[name] ??= getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  return palette[name];
}

export const forgetColours = () => { palette = {}; };

export const font = (size = 11, weight = 400) =>
  `${weight} ${size}px ${(palette.family ??= getComputedStyle(document.body).fontFamily)}`;

/** A canvas with its size in CSS pixels and one context scaled to the device's. */
export class Surface {
  constructor(canvas, redraw = () => {}) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.redraw = redraw;
    new ResizeObserver(() => { if (this.fit()) this.redraw(); }).observe(canvas);
    this.fit();
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    const same = width === this.width && height === this.height && ratio === this.ratio;
    if (same || !width || !height) return false;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    return true;
  }

  /** The context, emptied, in CSS pixels. */
  clear() {
    const c = this.context;
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    c.clearRect(0, 0, this.width, this.height);
    return c;
  }
}

/** Small text; `align` and `baseline` as the canvas names them. */
export function label(c, text, x, y, { align = "left", baseline = "middle", tone = "axis", size = 11, weight = 400 } = {}) {
  c.font = font(size, weight);
  c.textAlign = align;
  c.textBaseline = baseline;
  c.fillStyle = colour(tone);
  c.fillText(text, x, y);
}

/** A line from one point to another. */
export function line(c, x0, y0, x1, y1, tone, { width = 1, dash = [] } = {}) {
  c.beginPath();
  c.setLineDash(dash);
  c.moveTo(x0, y0);
  c.lineTo(x1, y1);
  c.strokeStyle = colour(tone);
  c.lineWidth = width;
  c.stroke();
  c.setLineDash([]);
}

/** Diagonal stripes, for what must be told apart without colour. */
export function hatch(c, x, y, width, height, tone, step = 5) {
  c.save();
  c.beginPath();
  c.rect(x, y, width, height);
  c.clip();
  c.strokeStyle = colour(tone);
  c.lineWidth = 1.6;
  c.beginPath();
  for (let at = Math.floor((x - height) / step) * step; at < x + width; at += step) {
    c.moveTo(at, y + height);
    c.lineTo(at + height, y);
  }
  c.stroke();
  c.restore();
}
