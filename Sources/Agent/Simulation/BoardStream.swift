import Biosignals
import DeviceProtocols

/// One frame of a simulated board, damaged as asked for.
struct BoardFrame: Equatable, Sendable {
    /// Of all frames the board has made, the first is 0.
    let number: Int
    /// When its last sample was taken, in seconds of the board's clock.
    let due: Double
    let bytes: [UInt8]
    /// What its samples are, before any damage, in the units of the profile's channels; not those
    /// that stand for "nothing".
    let samples: [SignalBlock]
    let damage: FrameDamage
    /// It is made, and not sent.
    let isSilenced: Bool
    /// A channel whose sample is only told by the frame before.
    let repeated: Int?
    /// A stream begins here, with all channels at once.
    let beginsBurst: Bool
}

/// Everything a simulated board makes, frame after frame, without a clock and without I/O: what
/// readings, faults and seed say and nothing else, so that two runs make the same bytes.
struct BoardStream {
    let model: BoardModel
    /// For each channel whether anything feeds it.
    let isFed: [Bool]

    private let plan: FaultPlan
    private let feedOfChannel: [Int]
    private let feeds: [SignalFeed]
    private var supply: any SignalSupply
    private var encoder: any BoardEncoder
    private var injector: FaultInjector
    private var vitals = VitalsModel()
    private var body = BodyEvents()
    private var events: [BodyEvents.Event] = []
    private let tellsEvents: Bool

    /// Readings in hand, and the index of the first.
    private var readings: [[Double]]
    private var firstReading: [Int]
    private var samplesMade: [Int]
    private var frames: [BoardFrame] = []
    private var framesMade = 0
    private var burst = 0
    private var lastDue = 0.0

    /// - Parameter tellsEvents: whether `takeEvents` will be called.
    init(
        model: BoardModel, supply: any SignalSupply, plan: FaultPlan, seed: UInt64,
        tellsEvents: Bool = false
    ) {
        self.tellsEvents = tellsEvents
        self.model = model
        self.plan = plan
        self.supply = supply
        encoder = model.makeEncoder()
        injector = FaultInjector(plan: plan, seed: seed)
        (feeds, feedOfChannel) = model.feeds
        isFed = feedOfChannel.map { supply.isFed[$0] }
        readings = Array(repeating: [], count: feeds.count)
        firstReading = Array(repeating: 0, count: feeds.count)
        samplesMade = Array(repeating: 0, count: model.channels.count)
    }

    /// The next frame; nil when the recording has ended.
    mutating func next() throws -> BoardFrame? {
        while frames.isEmpty {
            guard try makeBurst() else { return nil }
        }
        return frames.removeFirst()
    }

    /// What happened in the body before the frames made so far, and was not told yet.
    mutating func takeEvents() -> [BodyEvents.Event] {
        defer { events.removeAll() }
        return events
    }

    /// - Returns: false when there is nothing more to make one of.
    private mutating func makeBurst() throws -> Bool {
        let wanted = encoder.samplesPerBurst
        guard try fetch(wanted) else { return false }
        var counts: [[Int32]] = []
        for channel in wanted.indices {
            let first = samplesMade[channel]
            counts.append((first..<first + wanted[channel]).map { count(channel, $0) })
        }
        let isOff = plan.leadOff?.contains(seconds(0, samplesMade[0])) ?? false
        let past = body.take(before: lastDue / plan.clockFactor)
        vitals.follow(past)
        if tellsEvents { events += past }
        var status = model.tellsVitals ? vitals.status : BoardStatus()
        status.isECGLeadOff = isOff
        var bytes: [UInt8] = []
        encoder.encode(counts, status: status, into: &bytes)
        cut(bytes, counts, isOff: isOff)
        burst += 1
        forgetReadings()
        return true
    }

    private mutating func cut(_ bytes: [UInt8], _ counts: [[Int32]], isOff: Bool) {
        var taken = counts.map { _ in 0 }
        let frames = WireFrame.split(
            bytes, of: model.profile.board, samplesPerBurst: counts.map(\.count))
        for (place, frame) in frames.enumerated() {
            var samples: [SignalBlock] = []
            for channel in frame.samples.indices where frame.samples[channel] > 0 {
                let range = taken[channel]..<taken[channel] + frame.samples[channel]
                taken[channel] = range.upperBound
                if let block = block(channel, counts[channel][range], isOff: isOff) {
                    samples.append(block)
                }
                samplesMade[channel] += range.count
                lastDue = max(lastDue, seconds(channel, samplesMade[channel] - 1))
            }
            var damaged = Array(bytes[frame.bytes])
            let damage = injector.process(&damaged)
            self.frames.append(
                BoardFrame(
                    number: framesMade, due: lastDue, bytes: damaged, samples: samples,
                    damage: damage, isSilenced: plan.silence?.contains(lastDue) ?? false,
                    repeated: burst & 1 == 1 ? model.alternating : nil, beginsBurst: place == 0))
            framesMade += 1
        }
    }

    /// What a decoder would make of these numbers.
    private func block(_ channel: Int, _ counts: ArraySlice<Int32>, isOff: Bool) -> SignalBlock? {
        if isOff, model.omitsLeadOff, model.channels[channel].leadOff != nil { return nil }
        let told = model.profile.channels[channel]
        if told.role == .temperature, counts.allSatisfy({ $0 == 0 }) { return nil }
        let scale = told.scale
        return SignalBlock(
            channel: channel, start: samplesMade[channel],
            samples: counts.map { (Double($0) - scale.baseline) / scale.gain })
    }

    private func count(_ channel: Int, _ sample: Int) -> Int32 {
        let wire = model.channels[channel]
        if let off = wire.leadOff, plan.leadOff?.contains(seconds(channel, sample)) ?? false {
            return wire.counts(of: off)
        }
        let feed = feedOfChannel[channel]
        let index = reading(channel, sample)
        guard supply.isFed[feed] else { return 0 }
        return wire.counts(
            readings[feed][index - firstReading[feed]], isInCounts: supply.isInBoardCounts[feed])
    }

    /// The reading that a sample shows: the latest that was there when it was sent.
    private func reading(_ channel: Int, _ sample: Int) -> Int {
        let perSample =
            model.channels[channel].feed.rate / model.profile.channels[channel].rate.value
        return Int((Double(sample) * perSample + 1e-9).rounded(.down))
    }

    private func seconds(_ channel: Int, _ sample: Int) -> Double {
        Double(sample) / model.profile.channels[channel].rate.value
    }

    private mutating func fetch(_ wanted: [Int]) throws -> Bool {
        for channel in wanted.indices where supply.isFed[feedOfChannel[channel]] {
            let feed = feedOfChannel[channel]
            let last = reading(channel, samplesMade[channel] + wanted[channel] - 1)
            while firstReading[feed] + readings[feed].count <= last {
                guard try supply.next(into: &readings, &body) else { return false }
            }
        }
        return supply.isFed.contains(true)
    }

    /// Readings behind every channel that shows them.
    private mutating func forgetReadings() {
        for feed in feeds.indices where readings[feed].count >= 4_096 {
            let users = feedOfChannel.indices.filter { feedOfChannel[$0] == feed }
            let needed = users.map { reading($0, samplesMade[$0]) }.min() ?? 0
            let old = min(needed - firstReading[feed], readings[feed].count)
            guard old > 0 else { continue }
            readings[feed].removeFirst(old)
            firstReading[feed] += old
        }
    }
}
