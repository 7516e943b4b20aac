/// One channel's samples that wait for their frame.
struct FrameLane {
    private struct Run {
        var start: Int
        var values: ArraySlice<Int32?>
        var end: Int { start + values.count }
    }

    private let samplesPerFrame: Int
    private var runs: [Run] = []
    /// The sample after the newest.
    private var end = 0

    init(samplesPerFrame: Int) { self.samplesPerFrame = samplesPerFrame }

    var wholeFrames: Int { end / samplesPerFrame }
    var endFrame: Int { frame(endingAt: end) }
    var firstFrame: Int? { runs.first.map { $0.start / samplesPerFrame } }
    var firstRunEndFrame: Int? { runs.first.map { frame(endingAt: $0.end) } }

    /// Returns how many of the values lie before `frame`, or before the newest that came.
    mutating func add(_ values: [Int32?], start: Int, notBefore frame: Int) -> Int {
        let from = max(end, frame * samplesPerFrame)
        let late = min(max(from - start, 0), values.count)
        let rest = values[late...]
        guard !rest.isEmpty else { return late }
        if let last = runs.indices.last, runs[last].end == start + late {
            runs[last].values += rest
        } else {
            runs.append(Run(start: start + late, values: rest))
        }
        end = start + values.count
        return late
    }

    /// - Precondition: no sample before these frames waits.
    mutating func take(frames: Range<Int>) -> [Int32?] {
        let first = frames.lowerBound * samplesPerFrame
        let stop = frames.upperBound * samplesPerFrame
        var taken = [Int32?](repeating: nil, count: stop - first)
        while let run = runs.first, run.start < stop {
            let part = run.values.prefix(stop - run.start)
            let place = run.start - first
            taken.replaceSubrange(place..<(place + part.count), with: part)
            if part.count == run.values.count {
                runs.removeFirst()
            } else {
                runs[0] = Run(start: stop, values: run.values.dropFirst(part.count))
            }
        }
        return taken
    }

    private func frame(endingAt sample: Int) -> Int {
        (sample + samplesPerFrame - 1) / samplesPerFrame
    }
}
