/// Samples of several channels, which come unevenly, to whole frames in order.
struct FrameAssembler {
    enum Piece: Equatable {
        /// From frame `first` on, for each signal its samples; nil is a missing one.
        case frames(first: Int, signals: [[Int32?]])
        /// So many frames of nothing.
        case pause(frames: Int)
    }

    private var lanes: [FrameLane]
    /// The first frame that has not been taken; nil before the first sample.
    private var next: Int?
    private let holdFrames: Int
    private let pauseFrames: Int

    private static let pieceFramesMax = 4_096

    init(samplesPerFrame: [Int], holdFrames: Int, pauseFrames: Int) {
        lanes = samplesPerFrame.map { FrameLane(samplesPerFrame: $0) }
        self.holdFrames = max(holdFrames, 0)
        self.pauseFrames = max(pauseFrames, 1)
    }

    /// The frame after the newest sample.
    var newest: Int { lanes.map(\.endFrame).max() ?? 0 }

    /// Returns how many samples came too late for their place.
    mutating func add(_ values: [Int32?], lane: Int, start: Int) -> Int {
        lanes[lane].add(values, start: start, notBefore: next ?? 0)
    }

    /// - Parameter all: also frames that are not whole.
    mutating func take(all: Bool = false) -> [Piece] {
        let newest = lanes.map { all ? $0.endFrame : $0.wholeFrames }.max() ?? 0
        let complete = lanes.map(\.wholeFrames).min() ?? 0
        let limit = all ? newest : max(complete, newest - holdFrames)
        var pieces: [Piece] = []
        while let first = lanes.compactMap(\.firstFrame).min(), first < limit {
            let position = next ?? first
            if first - position >= pauseFrames {
                pieces.append(.pause(frames: first - position))
                next = first
                continue
            }
            let covered = lanes.compactMap(\.firstRunEndFrame).max() ?? limit
            let stop = min(limit, covered, position + Self.pieceFramesMax)
            let signals = lanes.indices.map { lanes[$0].take(frames: position..<stop) }
            pieces.append(.frames(first: position, signals: signals))
            next = stop
        }
        return pieces
    }
}
