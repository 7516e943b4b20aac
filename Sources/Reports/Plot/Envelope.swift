/// The course of a signal of any length in a bounded number of columns, each with the least and the
/// greatest value of its stretch: no peak is lost, however long the recording.
///
/// Samples come in order, gaps stay gaps. While they are few each has a column of its own; whenever
/// the columns are full, neighbours are joined and a column stands for twice as many samples.
/// Memory: `columnsMax` columns, whatever the length.
public struct Envelope: Equatable, Sendable {
    public struct Column: Equatable, Sendable {
        public var low: Double
        public var high: Double

        mutating func take(_ other: Column) {
            low = min(low, other.low)
            high = max(high, other.high)
        }
    }

    /// Even, so that neighbours pair up.
    public let columnsMax: Int
    /// Nil where nothing was recorded.
    public private(set) var columns: [Column?] = []
    /// Samples that one column stands for; a power of two.
    public private(set) var samplesPerColumn = 1

    /// - Precondition: `columnsMax` is even and positive.
    public init(columnsMax: Int = 2_000) {
        precondition(columnsMax > 0 && columnsMax % 2 == 0, "Columns are joined in pairs.")
        self.columnsMax = columnsMax
    }

    /// - Parameters:
    ///   - samples: the next ones; what is not finite is left out.
    ///   - start: index of the first, not before the end of those already taken.
    public mutating func append(_ samples: [Double], at start: Int) {
        for (offset, sample) in samples.enumerated() where sample.isFinite {
            put(Column(low: sample, high: sample), at: start + offset)
        }
    }

    private mutating func put(_ column: Column, at index: Int) {
        guard index >= 0 else { return }
        while index / samplesPerColumn >= columnsMax { halve() }
        let place = index / samplesPerColumn
        if place >= columns.count {
            columns += Array(repeating: nil, count: place + 1 - columns.count)
        }
        if columns[place] == nil {
            columns[place] = column
        } else {
            columns[place]?.take(column)
        }
    }

    private mutating func halve() {
        samplesPerColumn *= 2
        columns = stride(from: 0, to: columns.count, by: 2).map { first in
            let second = first + 1 < columns.count ? columns[first + 1] : nil
            guard var joined = columns[first] else { return second }
            if let second { joined.take(second) }
            return joined
        }
    }

    /// Least and greatest of all; nil of nothing.
    public var range: ClosedRange<Double>? {
        let seen = columns.compactMap { $0 }
        guard let low = seen.map(\.low).min(), let high = seen.map(\.high).max() else { return nil }
        return low...high
    }
}
