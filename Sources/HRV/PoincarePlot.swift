public import Biosignals

/// The scatter of each NN interval over the one before it, and the ellipse around it.
///
/// SD1 and SD2 are standard deviations (N − 1) along the axes rotated by 45°, in ms, over pairs of
/// truly adjacent intervals.
/// Source: Brennan, Palaniswami & Kamen (2001), doi:10.1109/10.959330.
public struct PoincarePlot: Equatable, Sendable {
    public let sd1: Double
    public let sd2: Double

    /// Nil with fewer than two pairs.
    public init?(of nn: NNIntervals) {
        var (differences, sums): ([Double], [Double]) = ([], [])
        differences.reserveCapacity(nn.count)
        sums.reserveCapacity(nn.count)
        for index in nn.milliseconds.indices.dropFirst() where nn.followsPrevious[index] {
            differences.append(nn.milliseconds[index] - nn.milliseconds[index - 1])
            sums.append(nn.milliseconds[index] + nn.milliseconds[index - 1])
        }
        guard let across = TimeDomain.standardDeviation(differences),
            let along = TimeDomain.standardDeviation(sums)
        else { return nil }
        sd1 = across / 2.0.squareRoot()
        sd2 = along / 2.0.squareRoot()
    }

    /// π · SD1 · SD2, ms².
    public var area: Double { .pi * sd1 * sd2 }
}
