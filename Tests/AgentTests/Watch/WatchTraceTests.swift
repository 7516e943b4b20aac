import Dashboard
import Foundation
import Testing

@testable import Agent

struct WatchTraceTests {
    private let channel = PageSession.Channel(
        id: 0, role: .ecg, name: "ECG", unit: "counts", rate: 128, low: nil, high: nil)

    /// One period of a sine, an eighth of it in each of eight columns, a sixteenth late. Its range is
    /// ±1.12, eight rows: row (1.12 − v) / 2.24 · 7. At 22.5° v is 0.383, row 2.3; at 67.5° 0.924, row
    /// 0.6; at its top row 0.4. So the columns hold the rows 1–2, 0–1, 1–2, 2–5, 5–6, 6–7, 5–6, 2–5.
    @Test func aSineIsThesePatterns() {
        var trace = WatchTrace(channel)
        let values = (0..<1_024).map { index in
            Double?(sin(2 * .pi * ((Double(index) + 0.5) / 128 + 0.5) / 8))
        }
        trace.take(
            PageWave(channel: 0, at: 0.5 / 128, step: 1 / 128, values: values, decimals: 4))
        trace.rescale()
        let picture = trace.picture(columns: 4, rows: 2, sweeps: false)
        #expect(picture.text(row: 0) == "⠞⢦ ⢠")
        #expect(picture.text(row: 1) == " ⠘⢦⠞")
    }

    @Test func nothingIsDrawnOfNothing() {
        var trace = WatchTrace(channel)
        trace.rescale()
        #expect(trace.range == nil)
        let picture = trace.picture(columns: 3, rows: 2, sweeps: true)
        #expect((0..<2).map { picture.text(row: $0) } == ["   ", "   "])
    }

    /// The scale is widened at once and narrowed only when it is twice too wide.
    @Test func theScaleSeldomJumps() {
        var trace = WatchTrace(channel)
        func show(_ at: Double, _ high: Double) {
            let values = (0..<1_024).map { Double?($0 % 2 == 0 ? 0 : high) }
            trace.take(PageWave(channel: 0, at: at, step: 8.0 / 1_024, values: values, decimals: 1))
            trace.rescale()
        }
        show(0, 10)
        let first = trace.range
        show(8, 8)
        #expect(trace.range == first)
        show(16, 20)
        #expect((trace.range?.upperBound ?? 0) > 20)
        show(24, 4)
        show(32, 4)
        #expect((trace.range?.upperBound ?? 99) < 5)
    }
}
