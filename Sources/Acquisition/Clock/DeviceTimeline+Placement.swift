import Biosignals
import DeviceProtocols

/// Where blocks go.
extension DeviceTimeline {
    private var referenceRate: Double { clock.nominalRate.value }

    /// Session seconds that the clock gives an instant of the device.
    func clockSeconds(of deviceSeconds: Double) -> Double? {
        clock.seconds(of: (deviceSeconds + added) * referenceRate).map { $0 - origin }
    }

    /// Seconds by which the newest sample's place is later than the clock says: of the fast
    /// channels the one that is farthest off.
    var ahead: Double? {
        guard let newest, let byClock = clockSeconds(of: newest), let baseSeconds else {
            return nil
        }
        if profile.pacing == .loop { return 0 }
        var worst = baseSeconds + newest - byClock
        for lane in lanes where isFast(lane) {
            guard let base = lane.base else { continue }
            let ahead = Double(base) / lane.rate + newest - byClock
            if abs(ahead) > abs(worst) { worst = ahead }
        }
        return worst
    }

    /// A slow channel's newest sample may be long past when it comes, and its grid is coarse.
    private func isFast(_ lane: TimelineLane) -> Bool { lane.rate >= referenceRate / 4 }

    /// The next place at which every fast channel has a sample, so that one device's channels keep
    /// their places to each other.
    private func even(_ seconds: Double, _ rule: FloatingPointRoundingRule) -> Double {
        (seconds * commonRate).rounded(rule) / commonRate
    }

    mutating func process(
        _ output: DeviceOutput, arrivedAt seconds: Double, into result: inout TimelineOutput
    ) {
        let finding = observe(output, at: seconds)
        guard baseSeconds != nil else {
            wait(output, at: seconds)
            if clock.isSettled || isWaitingLong { release(into: &result) }
            return
        }
        if case .gapSuspected(let count) = finding {
            leaveOut(count, before: output, at: seconds)
        }
        place(output, at: seconds, into: &result)
    }

    private mutating func observe(
        _ output: DeviceOutput, at seconds: Double
    ) -> ArrivalClock.Finding? {
        let latest = output.blocks.compactMap { block -> Double? in
            guard lanes.indices.contains(block.channel), !block.samples.isEmpty else { return nil }
            let lane = lanes[block.channel]
            return isFast(lane) ? Double(block.end - 1) / lane.rate : nil
        }.max()
        guard let latest else { return nil }
        newest = latest
        return clock.observe(counter: (latest + added) * referenceRate, at: seconds)
    }

    private mutating func wait(_ output: DeviceOutput, at seconds: Double) {
        guard output.hasPlace else { return }
        waiting.append(Waiting(output: output, seconds: seconds))
        // Without samples nothing has a place, however long it waits: a boot banner, say.
        if waiting.count > Self.waitingWithoutSamplesMax, firstSample == nil {
            waiting.removeFirst()
        }
    }

    private var firstSample: (deviceSeconds: Double, arrivedAt: Double)? {
        for entry in waiting {
            if let first = firstSecond(of: entry.output) { return (first, entry.seconds) }
        }
        return nil
    }

    private var isWaitingLong: Bool {
        guard let first = firstSample, let last = waiting.last else { return false }
        if last.seconds - first.arrivedAt >= Self.waitingSecondsMax { return true }
        guard let newest else { return false }
        return newest - first.deviceSeconds >= Self.waitingSamplesSecondsMax
    }

    /// Places what waited, with what is known of the clock; without a sample there is no place.
    mutating func release(into result: inout TimelineOutput) {
        guard baseSeconds == nil else { return }
        let outputs = waiting
        defer { waiting.removeAll() }
        guard let first = firstSample else { return }
        let byClock = clockSeconds(of: first.deviceSeconds) ?? first.arrivedAt - origin
        settle(even(byClock - first.deviceSeconds, .toNearestOrAwayFromZero), first.deviceSeconds)
        for entry in outputs { place(entry.output, at: entry.seconds, into: &result) }
    }

    /// - Parameter begin: device second of the first sample that waits.
    private mutating func settle(_ wanted: Double, _ begin: Double) {
        guard let resuming else {
            baseSeconds = free(wanted, begin)
            return
        }
        self.resuming = nil
        // A backlog that came in whole after a long stall is no gap.
        let step = max(2.5 / referenceRate, ArrivalClock.suspectedSecondsMin)
        if wanted + resuming.ahead - resuming.base <= step {
            baseSeconds = resuming.base
            return
        }
        for lane in lanes.indices { lanes[lane].interrupt(because: .silent) }
        baseSeconds = free(wanted, begin)
    }

    /// The place wanted, or the first one behind all that the fast channels have.
    private func free(_ wanted: Double, _ begin: Double) -> Double {
        guard profile.pacing == .crystal else { return wanted }
        return lanes.filter(isFast).reduce(wanted) { base, lane in
            // A millionth of a sample, so that rounding does not cost one.
            let least = (Double(lane.earliest) - 1e-6) / lane.rate - begin
            return base >= least ? base : even(least, .up)
        }
    }

    private func firstSecond(of output: DeviceOutput) -> Double? {
        output.blocks.compactMap { block in
            lanes.indices.contains(block.channel) && !block.samples.isEmpty
                ? Double(block.start) / lanes[block.channel].rate : nil
        }.min()
    }

    /// Enters a suspected gap before an output, and sets the device to the clock again.
    private mutating func leaveOut(_ count: Int, before output: DeviceOutput, at seconds: Double) {
        let missing = Double(count) / referenceRate
        added += missing
        let cause = explained(.suspected, at: seconds)
        guard profile.pacing == .crystal, let old = baseSeconds else {
            for lane in lanes.indices { lanes[lane].interrupt(because: cause) }
            return
        }
        let begin = firstSecond(of: output) ?? newest ?? 0
        guard let byClock = clockSeconds(of: begin) else { return }
        let wanted = even(byClock - begin, .toNearestOrAwayFromZero)
        // All that is missing takes its place, even of a device that is ahead of the clock.
        let base = max(wanted, even(old + missing - 1e-6 / referenceRate, .up))
        baseSeconds = base
        for lane in lanes.indices {
            let rate = lanes[lane].rate
            lanes[lane].shift(
                to: TimelineLane.index(base * rate),
                expecting: TimelineLane.index(missing * rate), because: cause)
        }
    }

    private mutating func place(
        _ output: DeviceOutput, at seconds: Double, into result: inout TimelineOutput
    ) {
        for loss in output.losses where lanes.indices.contains(loss.channel) {
            note(loss, at: seconds)
        }
        for block in output.blocks where lanes.indices.contains(block.channel) {
            if lanes[block.channel].sampler == nil {
                anchor(block.channel, index: block.start)
                lanes[block.channel].place(block, into: &result)
            } else {
                resample(block, into: &result)
            }
        }
        for report in output.reports {
            guard let seconds = sessionSeconds(of: report.seconds) else { continue }
            result.reports.append(DeviceReport(report.quantity, report.value, at: seconds))
        }
        for contact in output.contacts {
            guard let seconds = sessionSeconds(of: contact.seconds) else { continue }
            result.contacts.append(
                ElectrodeContact(
                    electrode: contact.electrode, isOff: contact.isOff, seconds: seconds))
        }
        for motion in output.motions {
            guard let seconds = sessionSeconds(of: motion.seconds) else { continue }
            result.motions.append(DeviceMotion(isMoving: motion.isMoving, seconds: seconds))
        }
        for mark in output.marks {
            guard let seconds = sessionSeconds(of: mark.seconds) else { continue }
            result.marks.append(DeviceMark(number: mark.number, seconds: seconds))
        }
    }

    private mutating func anchor(_ lane: Int, index: Int) {
        guard lanes[lane].base == nil, let baseSeconds else { return }
        lanes[lane].anchor(index, at: baseSeconds + Double(index) / lanes[lane].rate)
    }

    private mutating func note(_ loss: DeviceLoss, at seconds: Double) {
        let cause = explained(Gap.Cause(loss.cause), at: seconds)
        if lanes[loss.channel].sampler == nil {
            anchor(loss.channel, index: loss.samples.lowerBound)
            lanes[loss.channel].note(loss, because: cause)
            return
        }
        let (lane, range) = (lanes[loss.channel], loss.samples)
        guard let first = clockSeconds(of: Double(range.lowerBound) / lane.rate),
            let last = clockSeconds(of: Double(range.upperBound) / lane.rate), first <= last
        else { return }
        let places =
            TimelineLane.index(
                (first * lane.rate).rounded(.down))..<TimelineLane.index(
                (last * lane.rate).rounded(.up))
        lanes[loss.channel].note(
            MissingSamples(channel: lane.channel, samples: places, cause: cause))
    }

    private mutating func resample(_ block: SignalBlock, into result: inout TimelineOutput) {
        let rate = lanes[block.channel].rate
        guard !block.samples.isEmpty,
            let first = clockSeconds(of: Double(block.start) / rate),
            let end = clockSeconds(of: Double(block.end) / rate)
        else { return }
        var blocks: [SignalBlock] = []
        let channel = lanes[block.channel].channel
        lanes[block.channel].sampler?.process(
            block, at: first * rate, step: (end - first) * rate / Double(block.samples.count),
            channel: channel, into: &blocks)
        // A loop's counter goes on over a pause: nothing was sent, nothing was lost.
        for even in blocks {
            lanes[block.channel].emit(even, otherwise: .silent, into: &result)
        }
    }
}

extension DeviceOutput {
    /// Whether anything in it belongs on the axis.
    fileprivate var hasPlace: Bool {
        !(blocks.isEmpty && losses.isEmpty && reports.isEmpty && contacts.isEmpty && marks.isEmpty
            && motions.isEmpty)
    }
}

extension Gap.Cause {
    init(_ cause: DeviceLoss.Cause) {
        self =
            switch cause {
            case .sequence: .lostPackets
            case .damagedFrame: .damagedFrame
            case .leadOff: .leadOff
            case .restart: .restart
            }
    }
}
