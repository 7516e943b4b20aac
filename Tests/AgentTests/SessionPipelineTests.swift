import Biosignals
import HRV
import Insights
import Sedentary
import Synthesis
import TestKit
import Testing

@testable import Agent

@Suite struct SessionPipelineTests {
    /// Twelve minutes of a person at a desk: ECG, PPG, EDA and breathing.
    private func recording() throws -> (channels: [Channel], blocks: [SignalBlock]) {
        let person = try SyntheticPerson(
            seed: 11,
            phases: [.init(.deskWork, duration: 720, heartRate: 66, rmssd: 40, scrRate: 4)])
        var source = try SyntheticSource(
            person: person, rates: SyntheticRates(ecg: 128, ppg: 64, eda: 4, respiration: 16))
        var blocks: [SignalBlock] = []
        while let stretch = source.next(seconds: 4) { blocks += stretch.blocks }
        return (source.channels, blocks)
    }

    private func run(
        _ channels: [Channel], _ blocks: [SignalBlock], advanceEvery: Int = 1
    ) throws -> (items: [SessionItem], beats: [TimedBeat]) {
        var pipeline = try SessionPipeline(channels: channels)
        var items: [SessionItem] = []
        var beats: [TimedBeat] = []
        for (index, block) in blocks.enumerated() {
            pipeline.process(block)
            if index % advanceEvery == 0 { pipeline.advance() }
            let taken = pipeline.take()
            items += taken.items
            beats += taken.beats
        }
        pipeline.finish()
        let taken = pipeline.take()
        return (
            items + taken.items,
            (beats + taken.beats).sorted {
                ($0.seconds, $0.source.rawValue) < ($1.seconds, $1.source.rawValue)
            }
        )
    }

    @Test func whatItFindsDoesNotDependOnHowTheInputWasCut() throws {
        let (channels, blocks) = try recording()
        let whole = try run(channels, blocks)
        // Every block in two uneven parts, the channels still in step.
        let cut = stride(from: 0, to: blocks.count, by: channels.count).flatMap { start in
            let step = blocks[start..<(start + channels.count)]
            return step.map { part($0, 0, 0.3) } + step.map { part($0, 0.3, 1) }
        }
        let pieced = try run(channels, cut, advanceEvery: 3)
        #expect(whole.beats == pieced.beats)
        #expect(whole.items.count == pieced.items.count)
        for (first, second) in zip(whole.items, pieced.items) { #expect(first == second) }
    }

    private func part(_ block: SignalBlock, _ from: Double, _ to: Double) -> SignalBlock {
        let count = Double(block.samples.count)
        let range = Int(count * from)..<Int(count * to)
        return SignalBlock(
            channel: block.channel, start: block.start + range.lowerBound,
            samples: Array(block.samples[range]))
    }

    @Test func findsTheHeartRateThatWasPutIn() throws {
        let (channels, blocks) = try recording()
        var pipeline = try SessionPipeline(channels: channels)
        for block in blocks { pipeline.process(block) }
        pipeline.finish()
        let rates = pipeline.take().items.compactMap { item -> Double? in
            guard case .heartRate(_, .ecg, .value(let rate)) = item else { return nil }
            return rate
        }
        #expect(rates.count == 12)
        for rate in rates { expect(rate, isClose: 66, within: 6) }
    }

    /// Ten seconds are missing: the gap is told, and no interval reaches over it.
    @Test func aGapIsAGap() throws {
        let (channels, blocks) = try recording()
        let missing = blocks.filter { block in
            let rate = channels[block.channel].rate.value
            let time = Double(block.start) / rate
            return !(time >= 100 && time < 112)
        }
        var pipeline = try SessionPipeline(channels: channels)
        var items: [SessionItem] = []
        for block in missing {
            pipeline.process(block)
            items += pipeline.take().items
        }
        pipeline.finish()
        items += pipeline.take().items
        let gaps = items.compactMap { item -> Double? in
            guard case .gap(let channel, let samples, _) = item else { return nil }
            return Double(samples.count) / channels[channel].rate.value
        }
        #expect(gaps == [12, 12, 12, 12])
        let windows = items.compactMap { item -> SessionItem.Window? in
            guard case .hrv(let window, .ecg, let panel, _) = item else { return nil }
            let longest = panel[.meanNN].value ?? 0
            #expect(longest < 2_000)
            return window
        }
        #expect(windows.count == 3)
        #expect(windows[0].usable < 0.97)
    }

    /// A clock that jumps by thirty years costs neither time nor a window for every minute.
    @Test func aVeryLongPauseIsPassedOver() throws {
        let (channels, blocks) = try recording()
        var pipeline = try SessionPipeline(channels: channels)
        var items: [SessionItem] = []
        for jump in [0.0, 1e9] {
            for block in blocks {
                let shift = Int(jump * channels[block.channel].rate.value)
                pipeline.process(
                    SignalBlock(
                        channel: block.channel, start: block.start + shift,
                        samples: block.samples))
                pipeline.advance()
                items += pipeline.take().items
            }
        }
        pipeline.finish()
        items += pipeline.take().items
        let minutes = items.count {
            if case .heartRate = $0 { true } else { false }
        }
        #expect((30...60).contains(minutes))
    }

    @Test func withoutASignalNothingIsClaimed() throws {
        let channel = Channel(
            name: "ECG", role: .ecg, unit: .millivolt, unitText: "mV", rate: 128)
        var pipeline = try SessionPipeline(channels: [channel])
        for second in 0..<700 {
            pipeline.process(
                SignalBlock(
                    channel: 0, start: second * 128, samples: Array(repeating: 0, count: 128)))
        }
        pipeline.finish()
        for item in pipeline.take().items {
            switch item {
            case .heartRate(_, _, let estimate): #expect(estimate.value == nil)
            case .hrv(_, _, let panel, _): #expect(panel[.rmssd].value == nil)
            case .epoch(let epoch): #expect(epoch.state != .stationary)
            case .insight: Issue.record("an insight without a signal")
            default: break
            }
        }
    }
}
