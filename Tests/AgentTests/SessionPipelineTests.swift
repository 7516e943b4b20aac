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
        _ channels: [Channel], _ steps: [[SignalBlock]]
    ) throws -> (items: [SessionItem], beats: [TimedBeat]) {
        var pipeline = try SessionPipeline(channels: channels)
        var items: [SessionItem] = []
        var beats: [TimedBeat] = []
        for step in steps {
            for block in step { pipeline.process(block) }
            pipeline.advance()
            let taken = pipeline.take()
            items += taken.items
            beats += taken.beats
        }
        pipeline.finish()
        let taken = pipeline.take()
        beats += taken.beats
        return (
            items + taken.items,
            beats.sorted { ($0.seconds, $0.source.rawValue) < ($1.seconds, $1.source.rawValue) }
        )
    }

    /// Blocks of one second, of seven, of a hundred, and of the whole recording, with a gap in
    /// the ECG: the same findings in the same order.
    @Test func whatItFindsDoesNotDependOnHowTheInputWasCut() throws {
        let (channels, blocks) = try recording()
        let expected = try run(channels, cut(blocks, channels, every: 1))
        #expect(expected.items.count > 30)
        for seconds in [7, 100, 720] {
            let found = try run(channels, cut(blocks, channels, every: seconds))
            #expect(found.beats == expected.beats)
            #expect(found.items.count == expected.items.count)
            for (first, second) in zip(found.items, expected.items) { #expect(first == second) }
        }
    }

    /// All channels in step, in blocks of so many seconds; the ECG's seconds 200 to 215 are lost.
    private func cut(
        _ blocks: [SignalBlock], _ channels: [Channel], every seconds: Int
    ) -> [[SignalBlock]] {
        let whole = channels.indices.map { channel in
            blocks.filter { $0.channel == channel }.flatMap(\.samples)
        }
        return stride(from: 0, to: 720, by: seconds).map { start in
            channels.indices.flatMap { channel -> [SignalBlock] in
                let rate = Int(channels[channel].rate.value)
                let range = (start * rate)..<(min(start + seconds, 720) * rate)
                let lost = channel == 0 ? (200 * rate)..<(215 * rate) : 0..<0
                return [
                    range.clamped(to: 0..<max(lost.lowerBound, lost.isEmpty ? .max : 0)),
                    range.clamped(to: lost.upperBound..<Int.max),
                ].prefix(lost.isEmpty ? 1 : 2).filter { !$0.isEmpty }.map {
                    SignalBlock(
                        channel: channel, start: $0.lowerBound,
                        samples: Array(whole[channel][$0]))
                }
            }
        }
    }

    /// A channel that falls silent for good holds nobody up, and its silence is told.
    @Test func aChannelThatEndsEarlyHoldsNobodyUp() throws {
        let (channels, blocks) = try recording()
        var pipeline = try SessionPipeline(channels: channels)
        var minutes = 0
        for step in cut(blocks, channels, every: 4) {
            for block in step where block.channel != 2 || block.start < 4 * 60 {
                pipeline.process(block)
            }
            pipeline.advance()
            minutes += pipeline.take().items.count {
                if case .heartRate = $0 { true } else { false }
            }
        }
        #expect(minutes >= 9, "only \(minutes) minutes were told before the end")
        pipeline.finish()
        let silent = pipeline.take().items.contains {
            if case .gap(channel: 2, let gap) = $0 { gap.samples == 240..<2_880 } else { false }
        }
        #expect(silent)
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
            guard case .gap(let channel, let gap) = item else { return nil }
            return Double(gap.samples.count) / channels[channel].rate.value
        }
        #expect(gaps == [12, 12, 12, 12])
        let windows = items.compactMap { item -> SessionItem.Window? in
            guard case .hrv(let window, .ecg, let panel) = item else { return nil }
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

    /// What is said of a signal at a minute's end rests on what was before it, not on how much had
    /// been read by then.
    @Test func aWordOnQualityDoesNotDependOnTheCut() throws {
        let channel = Channel(
            name: "ECG", role: .ecg, unit: .millivolt, unitText: "mV", rate: 128)
        func said(by seconds: Int) throws -> [Insight] {
            var pipeline = try SessionPipeline(channels: [channel])
            for start in stride(from: 0, to: 600, by: seconds) {
                let count = seconds * 128
                pipeline.process(
                    SignalBlock(
                        channel: 0, start: start * 128, samples: Array(repeating: 0, count: count)))
                pipeline.advance()
            }
            pipeline.finish()
            return pipeline.take().items.compactMap {
                if case .insight(let insight, _) = $0 { insight } else { nil }
            }
        }
        let bySecond = try said(by: 1)
        #expect(!bySecond.isEmpty)
        #expect(try said(by: 100) == bySecond)
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
        let items = pipeline.take().items
        #expect(items.count > 20)
        for item in items {
            switch item {
            case .heartRate(_, _, let estimate): #expect(estimate.value == nil)
            case .hrv(_, _, let panel): #expect(panel[.rmssd].value == nil)
            case .epoch(let epoch): #expect(epoch.state != .stationary)
            case .insight(let insight, _): #expect(insight.kind == .quality)
            default: break
            }
        }
    }
}
