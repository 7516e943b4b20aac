import Biosignals
import DeviceProtocols

/// Where blocks go.
extension DeviceTimeline {
    private var referenceRate: Double { clock.nominalRate.value }

    /// Session seconds that the clock gives an instant of the device.
    func clockSeconds(of deviceSeconds: Double) -> Double? {
        clock.seconds(of: (deviceSeconds + added) * referenceRate).map { $0 - origin }
    }

    /// Seconds by which the newest sample's place is later than the clock says.
    var ahead: Double? {
        guard let newest, let byClock = clockSeconds(of: newest), let baseSeconds else {
            return nil
        }
        if profile.pacing == .loop { return 0 }
        let lane = lanes[reference]
        let base = lane.base.map { Double($0) / lane.rate } ?? baseSeconds
        return base + newest - byClock
    }

    mutating func process(
        _ output: DeviceOutput, arrivedAt seconds: Double, into result: inout TimelineOutput
    ) {
        let finding = observe(output, at: seconds)
        guard baseSeconds != nil else {
            waiting.append(Waiting(output: output, seconds: seconds))
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
        // A slow channel's newest sample may be long past when it comes.
        let latest = output.blocks.compactMap { block -> Double? in
            guard lanes.indices.contains(block.channel), !block.samples.isEmpty else { return nil }
            let rate = lanes[block.channel].rate
            return rate >= referenceRate / 4 ? Double(block.end - 1) / rate : nil
        }.max()
        guard let latest else { return nil }
        newest = latest
        return clock.observe(counter: (latest + added) * referenceRate, at: seconds)
    }

    private var isWaitingLong: Bool {
        guard let first = waiting.first, let last = waiting.last else { return false }
        if last.seconds - first.seconds >= Self.waitingSecondsMax { return true }
        guard let begin = firstSecond(of: waiting.map(\.output)), let newest else { return false }
        return newest - begin >= Self.waitingSamplesSecondsMax
    }

    /// Places what waited, with what is known of the clock.
    mutating func release(into result: inout TimelineOutput) {
        guard baseSeconds == nil, let first = waiting.first else { return }
        let begin = firstSecond(of: waiting.map(\.output)) ?? 0
        let byClock = clockSeconds(of: begin) ?? first.seconds - origin
        // On the reference's grid, so that channels of one device keep their places to each other.
        let wanted = (byClock * referenceRate).rounded() / referenceRate - begin
        settle(wanted)
        let outputs = waiting
        waiting.removeAll()
        for entry in outputs { place(entry.output, at: entry.seconds, into: &result) }
    }

    private mutating func settle(_ wanted: Double) {
        guard let resuming else {
            baseSeconds = wanted
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
        baseSeconds = max(wanted, resuming.base + 1 / referenceRate)
    }

    private func firstSecond(of outputs: [DeviceOutput]) -> Double? {
        for output in outputs {
            let seconds = output.blocks.compactMap { block in
                lanes.indices.contains(block.channel)
                    ? Double(block.start) / lanes[block.channel].rate : nil
            }
            if let first = seconds.min() { return first }
        }
        return nil
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
        let begin = firstSecond(of: [output]) ?? newest ?? 0
        guard let byClock = clockSeconds(of: begin) else { return }
        let wanted = (byClock * referenceRate).rounded() / referenceRate - begin
        let base = max(wanted, old + 1 / referenceRate)
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
        let cause = explained(MissingCause(loss.cause), at: seconds)
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

extension MissingCause {
    init(_ cause: DeviceLoss.Cause) {
        self =
            switch cause {
            case .sequence: .sequence
            case .damagedFrame: .damagedFrame
            case .leadOff: .leadOff
            case .restart: .restart
            }
    }
}
