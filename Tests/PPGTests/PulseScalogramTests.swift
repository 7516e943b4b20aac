import Biosignals
import RealModule
import TestKit
import Testing

@testable import PPG

@Suite struct PulseScalogramTests {
    /// The scalogram as the paper writes it: a matrix of one window, every comparison anew.
    private func countsOfWindow(_ window: [Double], scale: Int, maximum: Bool) -> Int {
        let sign = maximum ? 1.0 : -1
        return (scale..<max(scale, window.count - scale)).count { index in
            let (left, middle) = (sign * window[index - scale], sign * window[index])
            return middle >= left && middle > sign * window[index + scale]
        }
    }

    @Test(arguments: [20.0, 20.8, 39.5])
    func theCountsAreThoseOfThePapersWindow(_ rate: Double) {
        var generator = SeededGenerator(seed: 5)
        // A few equal neighbours too: rounded to tenths.
        let signal = (0..<Int(11 * rate)).map { index in
            let wave = Double.sin(2 * .pi * 1.3 * Double(index) / rate)
            return ((wave + 0.2 * gaussian(&generator)) * 10).rounded() / 10
        }
        var scalogram = PulseScalogram(rate: Hertz(rate))
        for (index, sample) in signal.enumerated() {
            scalogram.append(sample)
            guard index % 7 == 0 else { continue }
            let window = Array(signal[...index].suffix(scalogram.windowCount))
            for maximum in [true, false] {
                var best = (scale: 1, count: -1)
                for scale in 1...scalogram.scaleCount {
                    let expected = countsOfWindow(window, scale: scale, maximum: maximum)
                    let count = scalogram.count(ofScale: scale, maximum: maximum)
                    #expect(count == expected, "scale \(scale) at sample \(index)")
                    if expected > best.count { best = (scale, expected) }
                }
                #expect(scalogram.best(maximum: maximum) == best.scale)
            }
        }
    }

    @Test func theBestScaleOfASineIsAboutHalfItsPeriod() {
        var scalogram = PulseScalogram(rate: 20)
        // 1.25 Hz: 16 samples a beat.
        for index in 0..<200 { scalogram.append(.sin(2 * .pi * Double(index) / 16)) }
        #expect((5...8).contains(scalogram.best(maximum: true)))
        // sin's first top at sample 4 of 16; 196 = 12 · 16 + 4, with scale 3 decided.
        #expect(scalogram.isExtreme(196, upTo: 3, maximum: true))
        #expect(!scalogram.isExtreme(195, upTo: 3, maximum: true))
        #expect(scalogram.isExtreme(188, upTo: 3, maximum: false))
    }

    @Test func aConstantHasNoExtremes() {
        var scalogram = PulseScalogram(rate: 20)
        for _ in 0..<200 { scalogram.append(3) }
        for scale in 1...scalogram.scaleCount {
            #expect(scalogram.count(ofScale: scale, maximum: true) == 0)
            #expect(scalogram.count(ofScale: scale, maximum: false) == 0)
        }
        #expect(!scalogram.isExtreme(150, upTo: 1, maximum: true))
    }
}
