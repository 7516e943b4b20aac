@testable import Agent
import Biosignals
import RealModule
import Testing
import TestKit

struct OximeterTests {
    private let rate = 100.0
    private let seconds = 320

    /// 72 pulses a minute, 1 % of the level in infrared and 0.6 % in red: R = 0.6.
    private func light(level: Double, share: Double) -> [Double] {
        (0..<(seconds * Int(rate))).map { index in
            let phase = (Double(index) / rate * 1.2).truncatingRemainder(dividingBy: 1)
            let pulse =
                phase < 0.25
                ? 0.5 - 0.5 * Double.cos(.pi * phase / 0.25)
                : 0.5 + 0.5 * Double.cos(.pi * (phase - 0.25) / 0.75)
            return (level * (1 + share * pulse)).rounded()
        }
    }

    private func channels(_ names: [String]) -> [Channel] {
        names.map {
            Channel(
                name: $0, role: .ppg, unit: .counts, unitText: "counts", rate: Hertz(rate))
        }
    }

    private func items(blocksOf size: Int, names: [String]) throws -> [SessionItem] {
        var pipeline = try SessionPipeline(channels: channels(names))
        let lights = names.map {
            $0.lowercased().hasSuffix(" red") || $0.hasSuffix("_red")
                ? light(level: 400_000, share: 0.006) : light(level: 600_000, share: 0.01)
        }
        for start in stride(from: 0, to: lights[0].count, by: size) {
            for (channel, light) in lights.enumerated() {
                let end = min(start + size, light.count)
                pipeline.process(
                    SignalBlock(channel: channel, start: start, samples: Array(light[start..<end])))
            }
            pipeline.advance()
        }
        pipeline.finish()
        return pipeline.take().items.filter { if case .oximetry = $0 { true } else { false } }
    }

    @Test(arguments: [["ppg_ir", "ppg_red"], ["PPG Red", "PPG Infrared"]])
    func theRatioIsFoundAndTheSaturationIsNot(_ names: [String]) throws {
        let found = try items(blocksOf: 500, names: names)
        guard case .oximetry(let window, let measures)? = found.first else {
            Issue.record("There is no oximetry.")
            return
        }
        #expect(window.usable > 0.9)
        let ratio = try #require(measures.first { $0.name == "ratioOfRatios" }?.estimate.value)
        expect(ratio, isClose: 0.6, within: 0.02)
        let saturation = try #require(measures.first { $0.name == "spo2" }?.estimate)
        #expect(saturation.unavailable == .sourceUnsuitable(because: "uncalibrated"))
    }

    @Test(arguments: [100, 777, 32_000])
    func theCutOfTheInputDoesNotMatter(_ size: Int) throws {
        let names = ["ppg_ir", "ppg_red"]
        #expect(try items(blocksOf: size, names: names) == items(blocksOf: 500, names: names))
    }

    @Test func oneLightSaysNothing() throws {
        #expect(try items(blocksOf: 500, names: ["ppg_ir"]).isEmpty)
    }
}
