import Biosignals
import RealModule

extension SampleEntropy {
    /// Sample entropy for m = 2 by the definitions; nil where it is not defined.
    static func value(
        of nn: NNIntervals, sd: Double, _ definitions: HRVDefinitions
    ) -> Double? {
        let r = definitions.tolerance * sd
        // At most r is strictly below the number after it.
        let tolerance = definitions.match == .atMost ? r.nextUp : r
        let entropy = SampleEntropy(of: nn, tolerance: tolerance)
        guard definitions.templates == .each else { return entropy.value }
        let last = LastTemplates(of: nn, tolerance: tolerance)
        let (two, three) = (entropy.matchesOfTwo + last.matches, entropy.matchesOfThree)
        guard two > 0, three > 0 else { return nil }
        let pairsOfTwo = pairs(last.others + last.count)
        let pairsOfThree = pairs(last.others)
        return -Double.log(Double(three) / pairsOfThree / (Double(two) / pairsOfTwo))
    }

    private static func pairs(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }
}

/// Templates of two intervals after which no third follows, and the pairs they match in.
private struct LastTemplates {
    var count = 0
    /// Templates that have a third.
    var others = 0
    var matches = 0

    init(of nn: NNIntervals, tolerance: Double) {
        let x = nn.milliseconds
        let templates = (0..<max(0, nn.count - 1)).filter { nn.followsPrevious[$0 + 1] }
        let lasts = templates.filter { $0 + 2 >= nn.count || !nn.followsPrevious[$0 + 2] }
        count = lasts.count
        others = templates.count - lasts.count
        for last in lasts {
            for other in templates where other < last || !isLast(other, nn) {
                guard other != last, abs(x[other] - x[last]) < tolerance,
                    abs(x[other + 1] - x[last + 1]) < tolerance
                else { continue }
                matches += 1
            }
        }
    }

    private func isLast(_ template: Int, _ nn: NNIntervals) -> Bool {
        template + 2 >= nn.count || !nn.followsPrevious[template + 2]
    }
}
