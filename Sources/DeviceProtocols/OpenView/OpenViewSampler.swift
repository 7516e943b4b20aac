import Biosignals

/// Frames to samples, reports and contacts.
struct OpenViewSampler: OpenViewSink, Sendable {
    private let kinds: [OpenViewFrameKind]
    private var lanes: [OpenViewLane]
    /// Frames of each kind so far, with those that are lost.
    private var frames: [Int]
    private var tellers: [[OpenViewVitalTeller]]
    private var isECGOff = false
    private var isProbeOff = false

    init(_ layout: OpenViewLayout, channels: [Channel]) {
        kinds = layout.kinds
        lanes = channels.enumerated().map {
            OpenViewLane(channel: $0.offset, gain: $0.element.scale.gain)
        }
        frames = kinds.map { _ in 0 }
        tellers = kinds.map { kind in
            kind.vitals.map { OpenViewVitalTeller($0, rate: kind.rate) }
        }
    }

    mutating func take(
        _ run: OpenViewFramer.Run, _ bytes: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        if let gap = run.gap, !gap.isFirst { leaveOut(gap, into: &output) }
        output.frames += run.count
        if let contact = kinds[run.kind].contact {
            takeInContact(run, contact, bytes, into: &output)
        } else {
            append(run.kind, run.count, bytes, into: &output)
        }
        report(run, bytes, into: &output)
        frames[run.kind] += run.count
    }

    /// The end of a call: every channel's stretch is told.
    mutating func flush(into output: inout DeviceOutput) {
        for lane in lanes.indices { lanes[lane].flush(into: &output) }
    }

    private mutating func append(
        _ kind: Int, _ count: Int, _ bytes: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        for field in kinds[kind].fields {
            if isECGOff, field.rule == .inContact {
                lanes[field.channel].leaveOut(
                    count * field.count, because: .leadOff, into: &output)
            } else {
                lanes[field.channel].append(
                    field, of: count, stride: kinds[kind].total, from: bytes, into: &output)
            }
        }
    }

    /// Stretches of frames that say the same of the electrodes.
    private mutating func takeInContact(
        _ run: OpenViewFramer.Run, _ contact: OpenViewContact, _ bytes: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        let (total, rate) = (kinds[run.kind].total, kinds[run.kind].rate)
        var start = 0
        while start < run.count {
            let status = bytes[start * total + contact.offset]
            var end = start + 1
            while end < run.count, bytes[end * total + contact.offset] == status { end += 1 }
            let seconds = Double(frames[run.kind] + start) / rate
            Self.tell("ecg", status & contact.ecgMask != 0, &isECGOff, seconds, into: &output)
            Self.tell("ppg", status & contact.probeMask != 0, &isProbeOff, seconds, into: &output)
            append(
                run.kind, end - start,
                UnsafeRawBufferPointer(rebasing: bytes[start * total..<end * total]),
                into: &output)
            start = end
        }
    }

    private static func tell(
        _ electrode: String, _ isOff: Bool, _ wasOff: inout Bool, _ seconds: Double,
        into output: inout DeviceOutput
    ) {
        guard isOff != wasOff else { return }
        wasOff = isOff
        output.contacts.append(
            ElectrodeContact(electrode: electrode, isOff: isOff, seconds: seconds))
    }

    private mutating func report(
        _ run: OpenViewFramer.Run, _ bytes: UnsafeRawBufferPointer,
        into output: inout DeviceOutput
    ) {
        let (total, rate) = (kinds[run.kind].total, kinds[run.kind].rate)
        for index in tellers[run.kind].indices {
            var teller = tellers[run.kind][index]
            for frame in 0..<run.count {
                let value = bytes[frame * total + teller.vital.offset]
                let place = frames[run.kind] + frame
                if teller.tells(value, at: place) {
                    output.reports.append(
                        DeviceReport(
                            teller.vital.quantity, Double(value), at: Double(place) / rate))
                }
            }
            tellers[run.kind][index] = teller
        }
    }

    private mutating func leaveOut(_ gap: OpenViewFramer.Gap, into output: inout DeviceOutput) {
        let lost = OpenViewDamage.framesLost(
            bytes: gap.bytes, headers: gap.headers, kinds: kinds)
        for (index, count) in lost.enumerated() where count > 0 {
            for field in kinds[index].fields {
                // Where there was no temperature before, none is lost.
                let isLoss = field.rule != .temperature || lanes[field.channel].isPresent
                lanes[field.channel].leaveOut(
                    count * field.count, because: isLoss ? .damagedFrame : nil, into: &output)
                lanes[field.channel].forget()
            }
            frames[index] += count
        }
    }
}
