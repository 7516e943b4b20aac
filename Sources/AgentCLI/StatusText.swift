import Foundation
import Reports

/// `status` for people: no colour, at most 100 columns, an em dash where a value is not known.
struct StatusText {
    private let status: AgentStatus

    static func text(_ status: AgentStatus) -> String { StatusText(status: status).text }

    private var text: String {
        let parts = [heading, boards, channels, measures, insights, machine]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n") + "\n"
    }

    private var heading: [String] {
        let started = String(status.started.prefix(19)).replacing("T", with: " ")
        var lines = [
            "\(Text.printable(status.agent)) \(Text.printable(status.version)), mode "
                + "\(Text.printable(status.mode)), since \(started) UTC",
            status.ready ? "ready" : "not ready",
        ]
        lines += status.notReady.map { "  " + Text.printable($0) }
        if let session = status.session {
            lines.append("session \(Text.printable(session.id)), \(Text.clock(session.seconds))")
        }
        return lines
    }

    private var boards: [String] {
        status.boards.isEmpty
            ? []
            : ["Boards"]
                + status.boards.map { board in
                    row(board.name, board.model)
                        + Text.pad(board.connected ? "connected" : "away", 12)
                        + "\(board.samplesReceived) samples, \(board.samplesLost) lost"
                        + (board.samplesDropped > 0 ? ", \(board.samplesDropped) dropped" : "")
                }
    }

    private var channels: [String] {
        status.channels.isEmpty
            ? []
            : ["Signals"]
                + status.channels.map { channel in
                    let quality =
                        channel.quality.map { "quality " + Text.number($0, digits: 2) }
                        ?? "quality —"
                    let reasons = channel.reasons.prefix(3).joined(separator: ", ")
                    return Text.trimmedLine(
                        row(channel.name, channel.role) + Text.pad(quality, 15)
                            + Text.printable(reasons))
                }
    }

    private var measures: [String] {
        status.measures.isEmpty
            ? []
            : ["Measures"]
                + status.measures.map { measure in
                    let digits = measure.unit == "1/min" || measure.unit == "min" ? 0 : 1
                    var value = "—"
                    if let number = measure.value {
                        value = Text.number(number, digits: digits)
                        if let interval = measure.ci95, interval.count == 2 {
                            value +=
                                " (\(Text.number(interval[0], digits: digits)) to "
                                + "\(Text.number(interval[1], digits: digits)))"
                        }
                        value += " " + Text.printable(measure.unit)
                    } else if let reason = measure.reason {
                        value += "  " + Text.printable(reason)
                    }
                    return row(measure.name, measure.source) + value
                }
    }

    private var insights: [String] {
        status.insights.isEmpty
            ? []
            : ["Insights"]
                + status.insights.map { insight in
                    row(insight.kind, "\(insight.count)")
                        + "confidence of the last \(Text.percent(insight.confidence)) %"
                }
    }

    private var machine: [String] {
        var lines = ["Machine"]
        if let broker = status.broker {
            lines.append(
                row("broker", broker.state)
                    + "\(broker.eventsPublished) events published, \(broker.eventsWaiting) wait"
                    + (broker.eventsDropped > 0 ? ", \(broker.eventsDropped) dropped" : ""))
            if let reason = broker.reason { lines.append("    " + Text.printable(reason)) }
        } else {
            lines.append(row("broker", "none") + "events stay in the store")
        }
        lines.append(
            row("store", status.store.taking ? "takes" : "stands still")
                + "\(megabytes(status.store.bytes)) MB, \(status.store.lastSequence) events")
        lines.append(
            row("clock", status.clock.synced ? "synced" : "not synced")
                + (status.clock.errorMs.map {
                    "error at most \(Text.number($0, digits: 1)) ms"
                } ?? "error not known"))
        lines.append(
            row("process", "\(megabytes(status.process.residentBytes)) MB")
                + "\(Text.number(status.process.cpuS, digits: 1)) s of processor time")
        return lines
    }

    private func row(_ name: String, _ second: String) -> String {
        "  " + Text.pad(Text.printable(name), 20) + Text.pad(Text.printable(second), 14)
    }

    private func megabytes(_ bytes: Int) -> String {
        Text.number(Double(bytes) / 1_000_000, digits: 1)
    }
}

extension Text {
    /// Without blanks at the end.
    fileprivate static func trimmedLine(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }
}
