extension NNHistogram {
    /// The histogram in bins of the Task Force, with the last bin open or closed at its upper edge.
    init?(_ milliseconds: [Double], _ lastBin: HRVDefinitions.LastBin) {
        guard lastBin == .closed, let high = milliseconds.max(),
            high.truncatingRemainder(dividingBy: Self.taskForceBin) == 0
        else {
            self.init(milliseconds)
            return
        }
        self.init(milliseconds.map { $0 == high ? high.nextDown : $0 })
    }

    /// TINN by one of two definitions, ms; nil where the search ends without a triangle.
    func triangleBase(_ definition: HRVDefinitions.Triangle) -> Double? {
        switch definition {
        case .leastSquares: triangleBase
        case .rightFoot(let errorMax): triangleBase(errorMax: errorMax)
        }
    }

    /// The triangle stands on the lower edges of bins: on its left the first one over the shortest
    /// interval, its top over the modal bin, its right foot where the squared error is least.
    private func triangleBase(errorMax: Double) -> Double? {
        // The first occupied bin begins at or below the shortest interval.
        let left = 1
        let top = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        guard left < top, top + 1 < counts.count else { return nil }
        let height = Double(counts[top])
        func error(_ edge: Int, _ line: Double) -> Double {
            (Double(counts[edge]) - line) * (Double(counts[edge]) - line)
        }
        let rise = (left..<top).reduce(0.0) {
            $0 + error($1, height * Double($1 - left) / Double(top - left))
        }
        var best = (error: errorMax, right: left)
        for right in (top + 1)..<counts.count {
            let fall = (top...right).reduce(0.0) {
                $0 + error($1, height * Double(right - $1) / Double(right - top))
            }
            if rise + fall < best.error { best = (rise + fall, right) }
        }
        return best.right > top ? Double(best.right - left) * binMilliseconds : nil
    }
}
