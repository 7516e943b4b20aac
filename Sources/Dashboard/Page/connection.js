// The WebSocket: it comes back by itself, waits longer each time, and says so.

const waits = [0.5, 1, 2, 4, 8];

export class Connection {
  /**
   * @param address where the agent speaks
   * @param onMessage called with each message, a parsed object with `t`
   * @param onState called with { state: "connecting" | "open" | "waiting", seconds, tries }
   */
  constructor(address, onMessage, onState) {
    Object.assign(this, { address, onMessage, onState, tries: 0 });
  }

  open() {
    clearTimeout(this.timer);
    this.onState({ state: "connecting", tries: this.tries });
    const socket = (this.socket = new WebSocket(this.address));
    // A socket that is neither opened nor refused would otherwise hold the page for minutes.
    const patience = setTimeout(() => socket.close(), 8000);
    socket.onopen = () => {
      clearTimeout(patience);
      this.onState({ state: "open", tries: this.tries });
    };
    socket.onmessage = (event) => {
      const message = parse(event.data);
      if (!message) return;
      if (message.t === "hello") this.tries = 0;
      this.onMessage(message);
    };
    socket.onclose = () => {
      clearTimeout(patience);
      if (socket === this.socket) this.wait();
    };
  }

  wait() {
    const seconds = waits[Math.min(this.tries, waits.length - 1)];
    this.tries += 1;
    this.onState({ state: "waiting", seconds, tries: this.tries });
    this.timer = setTimeout(() => this.open(), seconds * 1000 * (0.9 + 0.2 * Math.random()));
  }

  /** At once, because the person asked or the machine is back on its network. */
  retry() {
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) return;
    this.open();
  }
}

function parse(text) {
  try {
    const message = JSON.parse(text);
    return message && typeof message.t === "string" ? message : null;
  } catch {
    return null;
  }
}
