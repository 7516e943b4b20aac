public import Biosignals

/// What the agent's recorder writes about a record that header(5) has no field for, as comments
/// that any reader may pass over.
public enum WFDBRecorderNotes {
    /// Stands in every header the agent's recorder wrote.
    public static let mark = "recorder: healthypi-agent, layout 1"
    /// Stands in a header as long as its files are being written, or if their writer died.
    public static let openMark = "not closed yet"

    private static let session = "session began: "
    private static let device = "device: "
    private static let places = "session channels: "
    private static let latched = "latched: "
    private static let role = "role: "

    /// - Parameters:
    ///   - device: the name of whoever sent the signals.
    ///   - start: of the session that the record is a part of.
    ///   - channels: in the header's order.
    ///   - places: the session's indices of these channels.
    public static func comments(
        device name: String, sessionStart start: UTCTime, channels: [Channel], places: [Int]
    ) -> [String] {
        var lines = [
            mark, device + name,
            session + "\(start.millisecondsSince1970) ms after 1970-01-01T00:00:00Z",
            self.places + places.map(String.init).joined(separator: " "),
        ]
        for channel in channels {
            let name = channel.name.headerText
            if let period = channel.latchPeriod {
                lines.append("\(latched)\(name) \(period.value) s")
            }
            let told = ChannelRole(
                channelName: name, unitText: channel.unitText, unit: channel.unit)
            if told != channel.role {
                lines.append("\(role)\(name) \(channel.role?.rawValue ?? "none")")
            }
        }
        return lines
    }

    static func latchPeriod(of name: String, in comments: [String]) -> Seconds? {
        for line in comments {
            guard let text = line.text(after: latched + name + " "), text.hasSuffix(" s"),
                let value = Double(decimal: String(text.dropLast(2))),
                value > 0, value <= 3_600
            else { continue }
            return Seconds(value)
        }
        return nil
    }

    /// Nil where nothing is said of this channel; then name and unit tell.
    static func role(of name: String, in comments: [String]) -> ChannelRole?? {
        for line in comments {
            guard let text = line.text(after: role + name + " ") else { continue }
            if text == "none" { return .some(nil) }
            if let role = ChannelRole(rawValue: text) { return role }
        }
        return nil
    }

    static func sessionStart(in comments: [String]) -> UTCTime? {
        for line in comments {
            guard let text = line.text(after: session),
                let number = text.split(separator: " ").first,
                let value = Int64(number), abs(value) < 1_000_000_000_000_000
            else { continue }
            return UTCTime(millisecondsSince1970: value)
        }
        return nil
    }

    static func sessionChannels(in comments: [String]) -> [Int] {
        let text = comments.lazy.compactMap { $0.text(after: places) }.first ?? ""
        return text.split(separator: " ").compactMap { Int($0) }
    }

    /// Whether a line is one of these, and not what a person wanted to have written.
    static func isNote(_ line: String) -> Bool {
        line == mark || line == openMark
            || [session, device, places, latched, role].contains { line.hasPrefix($0) }
    }

    static func device(in comments: [String]) -> String? {
        comments.lazy.compactMap { $0.text(after: device) }.first
    }
}

extension WFDBHeader {
    /// Whether the agent's recorder wrote it.
    public var isRecorded: Bool { comments.contains(WFDBRecorderNotes.mark) }
    /// Whether its files are still being written, or were not finished.
    public var isOpen: Bool { comments.contains(WFDBRecorderNotes.openMark) }
    /// When the session began that the record is a part of, as the recorder noted it.
    public var sessionStart: UTCTime? { WFDBRecorderNotes.sessionStart(in: comments) }
    /// Who sent the signals, as the recorder noted it.
    public var device: String? { WFDBRecorderNotes.device(in: comments) }

    /// The session's index of each signal, as the recorder noted it; empty if it did not.
    public var sessionChannels: [Int] { WFDBRecorderNotes.sessionChannels(in: comments) }
    /// Its comments without the recorder's own notes.
    public var plainComments: [String] {
        comments.filter { !isRecorded || !WFDBRecorderNotes.isNote($0) }
    }

    /// Whole frames in `bytes` bytes of this segment's signal file; nil unless there is exactly
    /// one, in a format without packing.
    public func frames(inBytes bytes: Int) -> Int? {
        guard let first = signals.first, first.format != .null, first.format.group.samples == 1,
            signals.allSatisfy({ $0.file == first.file })
        else { return nil }
        return max(bytes - first.byteOffset, 0) / bytesPerFrame(first)
    }

    /// Bytes of the signal file up to the end of frame `frames`; nil as above.
    public func bytes(ofFrames frames: Int) -> Int? {
        guard let first = signals.first, self.frames(inBytes: 0) != nil else { return nil }
        let (product, overflow) = frames.multipliedReportingOverflow(by: bytesPerFrame(first))
        return overflow ? nil : product + first.byteOffset
    }

    private func bytesPerFrame(_ first: WFDBSignal) -> Int {
        first.format.group.bytes * signals.reduce(0) { $0 + $1.samplesPerFrame }
    }
}

extension String {
    /// On one line, without what a header could take for something else.
    package var headerText: String {
        let printable = unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control
                || scalar.properties.generalCategory == .lineSeparator
                || scalar.properties.generalCategory == .paragraphSeparator
                ? " " : Character(scalar)
        }
        return String(printable).trimmed
    }

    /// At most so many bytes of it, whole characters.
    func prefix(utf8 bytesMax: Int) -> [UInt8] {
        var bytes = Array(utf8.prefix(bytesMax))
        while !bytes.isEmpty, String(validating: bytes, as: UTF8.self) == nil { bytes.removeLast() }
        return bytes
    }

    fileprivate func text(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
