import Recordings

/// The annotation file of a record: a well-formed file at any time, because every write ends with
/// the end mark and begins over the one before.
struct AnnotationLog {
    private struct Waiting {
        let tick: Int
        let code: WFDBAnnotationCode
        let channel: UInt8
        let text: String
    }

    private let name: String
    private let ticksPerSecond: Double
    private var file: DiskFile?
    private var encoder = WFDBAnnotationEncoder(endsWithChannel: true)
    /// In order of time; equal times as they came.
    private var waiting: [Waiting] = []
    private var written = 0
    private(set) var dropped = 0

    private static let waitingMax = 4_096

    /// - Parameter ticksPerSecond: one tick of the times in the file.
    init(record: String, ticksPerSecond: Double) {
        name = record + ".atr"
        self.ticksPerSecond = ticksPerSecond
    }

    /// - Parameter channel: of the record, in its header's order.
    mutating func add(_ annotation: RecordAnnotation, channel: Int, recordStart: Double) {
        let ticks = ((annotation.seconds - recordStart) * ticksPerSecond).rounded()
        guard ticks.isFinite, abs(ticks) < 1e15 else {
            dropped += 1
            return
        }
        let new = Waiting(
            tick: max(Int(ticks), 0), code: annotation.code,
            channel: UInt8(clamping: channel), text: annotation.text)
        guard new.tick >= written, waiting.count < Self.waitingMax else {
            dropped += 1
            return
        }
        let place = waiting.lastIndex { $0.tick <= new.tick }.map { $0 + 1 } ?? 0
        waiting.insert(new, at: place)
    }

    /// Makes the file.
    mutating func begin(in folder: RecordFolder) throws(RecorderError) {
        let file = try DiskFile(creating: folder.file(name))
        try file.append(encoder.encode(ticksPerSecond: ticksPerSecond) + encoder.finish())
        self.file = file
    }

    /// Writes those that no earlier one can come before any more.
    ///
    /// - Parameter seconds: of the record; nil writes all.
    mutating func write(before seconds: Double?) throws(RecorderError) {
        guard let file, !waiting.isEmpty else { return }
        let horizon = seconds.map { $0 * ticksPerSecond }
        let due = waiting.prefix { entry in horizon.map { Double(entry.tick) < $0 } ?? true }
        guard let last = due.last else { return }
        var next = encoder
        let bytes = next.encode(
            due.map {
                WFDBAnnotation(
                    time: $0.tick, code: $0.code, channel: $0.channel, aux: Array($0.text.utf8))
            })
        let place = file.size - 2
        do {
            try file.write(bytes + next.finish(), at: place)
        } catch {
            try? file.truncate(to: place)
            try? file.append(encoder.finish())
            throw error
        }
        encoder = next
        written = last.tick
        waiting.removeFirst(due.count)
    }

    func sync() throws(RecorderError) { try file?.sync() }

    mutating func close() { file = nil }
}
