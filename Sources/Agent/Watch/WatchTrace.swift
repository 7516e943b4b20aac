import Dashboard

/// One signal of the view: what has been swept, its scale, and how far it can be trusted.
struct WatchTrace: Equatable {
    /// Seconds from edge to edge, and of signals that change slowly.
    static let spans = (fast: 8.0, slow: 40.0)

    let channel: PageSession.Channel
    private(set) var ring: TraceRing
    private(set) var quality: PageQuality?
    /// What is drawn from the bottom to the top.
    private(set) var range: ClosedRange<Double>?

    init(_ channel: PageSession.Channel) {
        self.channel = channel
        let isSlow = [.eda, .resp, .temp].contains(channel.role)
        ring = TraceRing(span: isSlow ? Self.spans.slow : Self.spans.fast)
    }

    mutating func take(_ wave: PageWave) {
        ring.append(at: wave.at, step: wave.step, wave.values)
    }

    mutating func take(_ quality: PageQuality) { self.quality = quality }

    /// Chooses the range to draw. It is widened by a good part and narrowed rarely, so that the trace
    /// seldom jumps.
    mutating func rescale() {
        guard let found = ring.extremes else {
            range = nil
            return
        }
        let spread = found.upperBound - found.lowerBound
        let short = max(0, least(found) - spread) / 2
        let (low, high) = (found.lowerBound - short, found.upperBound + short)
        if let range, range.contains(low), range.contains(high),
            high - low > 0.5 * (range.upperBound - range.lowerBound)
        {
            return
        }
        let room = 0.06 * (high - low)
        range = (low - room)...(high + room)
    }

    /// A flat signal is not blown up until its noise fills the trace.
    private func least(_ found: ClosedRange<Double>) -> Double {
        switch channel.unit {
        case "mV": 0.1
        case "uS", "µS": 0.05
        case "degC", "°C": 0.2
        default: max(1e-6, max(abs(found.lowerBound), abs(found.upperBound)) * 1e-3)
        }
    }

    /// In so many characters.
    func picture(columns: Int, rows: Int, sweeps: Bool) -> BrailleCanvas {
        var canvas = BrailleCanvas(columns: columns, rows: rows)
        guard let range else { return canvas }
        let spread = range.upperBound - range.lowerBound
        let bottom = Double(canvas.dotRows - 1)
        func row(_ value: Double) -> Int {
            let share = spread > 0 ? (range.upperBound - value) / spread : 0.5
            return Int((max(0, min(1, share)) * bottom).rounded())
        }
        for (column, shown) in ring.columns(canvas.dotColumns, sweeps: sweeps).enumerated() {
            guard let shown else { continue }
            canvas.fill(column: column, rows: row(shown.upperBound)...row(shown.lowerBound))
        }
        return canvas
    }
}
