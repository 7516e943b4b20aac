/// A profile whose windows are asked for the squares about their lines of least squares: short ones
/// sample by sample, long ones in constant time from sums over the profile.
///
/// What a window leaves is a small difference of large sums, the smaller the shorter it is: from
/// `sumsMin` on, the profile of 100,000 intervals keeps six digits.
struct ProfileLines {
    /// Shortest window for which the sums are good enough, samples.
    static let sumsMin = 256

    let samples: [Double]
    /// Sums before each sample, of the samples less their mean.
    private var values: [Double] = []
    private var moments: [Double] = []
    private var squares: [Double] = []

    /// - Parameter longest: longest window that will be asked for.
    init(_ samples: [Double], longest: Int) {
        self.samples = samples
        guard longest >= Self.sumsMin else { return }
        let level = samples.reduce(0, +) / Double(samples.count)
        var (value, moment, square) = (0.0, 0.0, 0.0)
        for (index, sample) in samples.enumerated() {
            values.append(value)
            moments.append(moment)
            squares.append(square)
            let rest = sample - level
            value += rest
            moment += Double(index) * rest
            square += rest * rest
        }
        values.append(value)
        moments.append(moment)
        squares.append(square)
    }

    /// Sum of the squared distances of a window's samples from their line.
    func squaresAboutLine(_ window: Range<Int>) -> Double {
        guard window.count > 2 else { return 0 }
        let isLong = window.count >= Self.sumsMin && !values.isEmpty
        return isLong ? fromSums(window) : sampleBySample(window)
    }

    private func fromSums(_ window: Range<Int>) -> Double {
        let (from, to, count) = (window.lowerBound, window.upperBound, Double(window.count))
        let sum = values[to] - values[from]
        let moment = moments[to] - moments[from] - Double(from + to - 1) / 2 * sum
        let spread = count * (count * count - 1) / 12
        return max(0, squares[to] - squares[from] - sum * sum / count - moment * moment / spread)
    }

    private func sampleBySample(_ window: Range<Int>) -> Double {
        let count = Double(window.count)
        let centre = (count - 1) / 2
        var (sum, moment) = (0.0, 0.0)
        for (offset, index) in window.enumerated() {
            sum += samples[index]
            moment += (Double(offset) - centre) * samples[index]
        }
        let (level, slope) = (sum / count, 12 * moment / (count * (count * count - 1)))
        var squares = 0.0
        for (offset, index) in window.enumerated() {
            let rest = samples[index] - level - slope * (Double(offset) - centre)
            squares += rest * rest
        }
        return squares
    }
}
