import Dashboard
import Reports

/// What a view says of a session, a line or an item each. A value that is not known is an em dash.
struct WatchWords {
    let board: WatchBoard

    private static let unknown = "—"

    var title: WatchLine {
        var line = WatchLine(board.session?.title ?? "HealthyPi Agent", .strong)
        if board.session?.mode == .replay {
            line.append(board.session?.isDemo == true ? "  demonstration" : "  recording", .quiet)
        }
        return line
    }

    /// Position, speed and time left.
    var position: WatchLine {
        guard let status = board.status else { return WatchLine(Self.unknown, .quiet) }
        if let ended = board.ended { return WatchLine(ended, .strong) }
        var line = WatchLine()
        if let until = status.catchingUpTo {
            line.append("catching up to \(Text.clock(until))  ", .warn)
        }
        line.append(Text.clock(status.position))
        guard board.session?.mode == .replay else { return line }
        if let duration = status.duration { line.append(" of \(Text.clock(duration))") }
        // While it catches up, how fast it goes says nothing of the rest.
        let speed = status.catchingUpTo == nil ? board.speed : nil
        line.append(
            "  " + (speed.map { Text.number($0, digits: $0 < 9.95 ? 1 : 0) } ?? Self.unknown) + "x")
        if let duration = status.duration {
            let left = speed.flatMap { $0 > 0 ? (duration - status.position) / $0 : nil }
            line.append("  " + (left.map { Text.clock($0) } ?? Self.unknown) + " left")
        }
        return line
    }

    /// 0…1 of the recording, where its length is known.
    var share: Double? {
        guard let status = board.status, let duration = status.duration, duration > 0 else {
            return nil
        }
        return max(0, min(1, status.position / duration))
    }

    var measures: [WatchLine] {
        let heart = board.tile("heartRate")
        let isPulse = heart?.source == "ppg"
        var items = [value(isPulse ? "PR" : "HR", heart, "/min", .strong)]
        let interval = heart?.value.map { Text.number(60_000 / $0, digits: 0) + " ms" }
        items.append(item(isPulse ? "PP" : "RR", interval))
        items.append(
            value(isPulse ? "RMSSD of pulses" : "RMSSD", board.tile("rmssd", "prv_rmssd"), "ms"))
        let others = [
            ("Breathing", "breathing", "/min"), ("SCL", "scl", "µS"), ("SCR", "scrRate", "/min"),
            ("SpO₂", "spo2", "%"), ("Temperature", "temperature", "°C"),
            ("Stationary", "stationary", "min"),
        ]
        for (name, id, unit) in others {
            if let tile = board.tile(id) { items.append(value(name, tile, unit)) }
        }
        return items
    }

    /// Board, battery, loss, clock, broker.
    var states: [WatchLine] {
        let status = board.status
        let isThere = [.connected, .replaying].contains(status?.device)
        let device = status?.device == .replaying ? "replaying" : status?.deviceText
        return [
            item("Board", device, isThere ? .good : .warn),
            item(
                "Battery", status?.batteryPercent.map { Text.number($0, digits: 0) + " %" }),
            item(
                "Lost", status.flatMap(Self.lost),
                status.map { $0.lostPercent > 1 } == true ? .warn : .plain),
            item("Clock", status.map(Self.clock), status?.isClockSynced == true ? .good : .plain),
            item("Broker", status?.broker?.state),
        ]
    }

    /// What was said last, and why.
    var insight: [WatchLine] {
        guard let insight = board.insight else { return [item("Insight", nil)] }
        var line = WatchLine("Insight ", .quiet)
        line.append(insight.text, .strong)
        line.append(
            "  confidence " + Text.number(insight.confidence, digits: 2)
                + Text.confidenceKind("", of: insight.confidence), .quiet)
        return [line, WatchLine("        " + insight.reason, .quiet)]
    }

    /// The trace's name and scale, and how far it can be trusted.
    func caption(of trace: WatchTrace, columns: Int) -> WatchLine {
        var left = WatchLine(trace.channel.name, WatchTone(trace.channel.role))
        left.append(" " + Self.unit(trace.channel.unit), .quiet)
        if let range = trace.range {
            let digits = Self.digits(half: (range.upperBound - range.lowerBound) / 20)
            let ends = [range.lowerBound, range.upperBound].map { Text.number($0, digits: digits) }
            left.append("  \(ends[0]) to \(ends[1])", .quiet)
        }
        var right = WatchLine("\(Text.number(trace.ring.span, digits: 0)) s  ", .quiet)
        switch trace.quality {
        case nil: right.append("quality \(Self.unknown)", .quiet)
        case let quality? where quality.isUsable:
            right.append(
                "quality " + (quality.quality.map { Text.percent($0) + " %" } ?? Self.unknown),
                .good)
        case let quality?:
            let reasons = quality.reasons.joined(separator: ", ")
            right.append("◆ " + (reasons.isEmpty ? "not usable" : reasons), .warn)
        }
        return .spread(left, right, columns: columns)
    }

    /// One line for where no picture can be drawn.
    var plain: String {
        let heart = board.traces.first { [.ecg, .ppg].contains($0.channel.role) }
        let quality = heart?.quality.map {
            $0.isUsable
                ? ($0.quality.map { Text.percent($0) + " %" } ?? "usable")
                : $0.reasons.joined(separator: ", ")
        }
        let parts = [position] + measures + [item("Quality", quality)] + states
        return parts.map(\.plain).joined(separator: "  ")
    }

    private func value(
        _ name: String, _ tile: PageTile?, _ unit: String, _ tone: WatchTone = .plain
    ) -> WatchLine {
        guard let tile, let value = tile.value else { return item(name, nil) }
        let half = tile.interval95.map { ($0.upperBound - $0.lowerBound) / 2 } ?? abs(value) / 40
        let digits = Self.digits(half: half)
        var text = Text.number(value, digits: digits)
        if let interval = tile.interval95 {
            let ends = [interval.lowerBound, interval.upperBound]
            text += " (\(ends.map { Text.number($0, digits: digits) }.joined(separator: "–")))"
        }
        return item(name, text + " " + unit, tone)
    }

    private func item(_ name: String, _ value: String?, _ tone: WatchTone = .plain) -> WatchLine {
        var line = WatchLine(name + " ", .quiet)
        line.append(value ?? Self.unknown, value == nil ? .quiet : tone)
        return line
    }

    /// No more than is known: only boards that number what they send can say that nothing was lost.
    private static func lost(_ status: PageStatus) -> String? {
        guard status.lostSamples > 0 else {
            return switch status.lossKnowledge {
            case .unknown: nil
            case .proven: "nothing"
            case .inferred: "none noticed: packets are not numbered"
            case .marked: "none marked"
            }
        }
        return Text.number(status.lostPercent, digits: status.lostPercent < 0.1 ? 2 : 1) + " %"
    }

    private static func clock(_ status: PageStatus) -> String {
        guard status.isClockSynced else { return "not synchronized" }
        return status.clockErrorMilliseconds.map { "±\(Text.number($0, digits: 0)) ms" }
            ?? "synchronized"
    }

    /// Digits that an uncertainty bears out.
    private static func digits(half: Double) -> Int {
        half >= 1 ? 0 : half >= 0.1 ? 1 : half >= 0.01 ? 2 : 3
    }

    private static func unit(_ text: String) -> String {
        ["uS": "µS", "degC": "°C"][text] ?? text
    }
}
