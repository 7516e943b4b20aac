/// What the frames of a stream have in common, counted while they pass.
struct OpenViewCensus: OpenViewSink, Sendable {
    typealias Entry = OpenViewCatalogue.Entry

    private(set) var frames: [Entry: Int] = [:]
    /// Of each family, the most frames in a row without a byte between them.
    private(set) var longest: [Entry: Int] = [:]
    /// Bytes of all frames.
    private(set) var bytes = 0
    private(set) var ecg = OpenViewECGSteps()
    private(set) var combined = OpenViewCombinedMarks()
    private(set) var filtered = OpenViewFilteredMarks()
    private(set) var breakout = OpenViewBreakoutMarks()
    private var row = 0
    private var rowFamily: Entry?

    mutating func take(
        _ run: OpenViewFramer.Run, _ bytes: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        guard let entry = Entry(rawValue: run.kind) else { return }
        let family = OpenViewCatalogue.family(of: entry)
        if run.gap != nil || family != rowFamily { row = 0 }
        rowFamily = family
        row += run.count
        frames[entry, default: 0] += run.count
        longest[family] = max(longest[family, default: 0], row)
        self.bytes += bytes.count
        let total = OpenViewCatalogue.kind(entry).total
        for frame in 0..<run.count {
            let start = frame * total
            look(at: UnsafeRawBufferPointer(rebasing: bytes[start..<start + total]), entry)
        }
    }

    func count(of family: Entry) -> Int {
        frames.reduce(0) {
            OpenViewCatalogue.family(of: $1.key) == family ? $0 + $1.value : $0
        }
    }

    private mutating func look(at frame: UnsafeRawBufferPointer, _ entry: Entry) {
        switch entry {
        case .combined:
            ecg.add(frame.littleEndianInt32(at: 5))
            combined.add(frame)
        case .electrical: for index in 0..<8 { ecg.add(frame.littleEndianInt32(at: 5 + 4 * index)) }
        case .filtered: filtered.add(frame)
        case .nine, .twelve, .ten: breakout.add(frame)
        default: break
        }
    }
}
