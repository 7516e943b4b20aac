import Acquisition
import Biosignals
import DeviceProtocols
import EventContract

/// One board of a live session, through unplugging and plugging in again: its bytes become blocks
/// on the session's axis, and every sample that is missing stands in its ledger.
final class LiveBoard {
    /// Unique in the session, such as `healthypi5`.
    let name: String
    /// As the session has them: calibrated where the user calibrated.
    let channels: [Channel]
    let profile: BoardProfile
    let firstChannel: Int
    /// Index of its origin in the session's events.
    let originIndex: Int
    private(set) var isConnected = true
    private(set) var ledger = GapLedger()
    private(set) var lastByte: Double
    var recorder: LiveRecorder?
    private let calibration: TwoPointCalibration?
    private var decoder: BoardDecoder
    private var timeline: DeviceTimeline
    private var output = DeviceOutput()
    private(set) var tally = DecodingTally()
    var contacts = ContactTeller()

    init(
        name: String, profile: BoardProfile, channels: [Channel], firstChannel: Int,
        calibration: TwoPointCalibration? = nil, originIndex: Int, origin: Double,
        joinedAt seconds: Double
    ) {
        self.name = name
        self.profile = profile
        self.channels = channels
        self.firstChannel = firstChannel
        self.calibration = calibration
        self.originIndex = originIndex
        lastByte = origin + seconds
        decoder = BoardDecoder(profile: profile)
        timeline = DeviceTimeline(
            profile: profile, origin: origin, firstChannel: firstChannel, joinedAt: seconds)
    }

    var sessionChannels: Range<Int> { firstChannel..<firstChannel + channels.count }

    /// What the next bytes said, on the session's axis.
    func accept(_ arrived: ArrivedBytes) -> TimelineOutput {
        lastByte = arrived.seconds
        output.removeAll()
        if arrived.droppedBefore > 0 { timeline.noteOverrun(at: arrived.seconds) }
        decoder.decode(arrived.bytes[...], into: &output)
        tally.add(output)
        return settled(timeline.accept(output, arrivedAt: arrived.seconds))
    }

    /// What was read from a sensor that has no bytes to decode.
    func accept(_ read: DeviceOutput, arrivedAt seconds: Double) -> TimelineOutput {
        lastByte = seconds
        return settled(timeline.accept(read, arrivedAt: seconds))
    }

    /// Unplugged, or the session ends: what waited is placed.
    func disconnect() -> TimelineOutput {
        isConnected = false
        output.removeAll()
        decoder.finish(into: &output)
        tally.add(output)
        var placed = settled(timeline.accept(output, arrivedAt: lastByte))
        let rest = settled(timeline.endConnection())
        placed.blocks += rest.blocks
        placed.missing += rest.missing
        placed.reports += rest.reports
        placed.contacts += rest.contacts
        placed.marks += rest.marks
        placed.motions += rest.motions
        return placed
    }

    /// The session has ended: what an absent board did not send until then is missing.
    func closeLedger(at seconds: Double) {
        guard !isConnected else { return }
        for (offset, channel) in channels.enumerated() {
            ledger.finish(
                channel: firstChannel + offset,
                at: Int((seconds * channel.rate.value).rounded(.down)), because: .unplugged)
        }
    }

    /// Back again, and recognised as the same.
    func reconnect() {
        isConnected = true
        decoder = BoardDecoder(profile: profile)
        timeline.beginConnection()
    }

    /// Enters what happened in the ledger, and applies the user's calibration.
    private func settled(_ placed: TimelineOutput) -> TimelineOutput {
        ledger.record(placed)
        guard let calibration else { return placed }
        var placed = placed
        placed.blocks = placed.blocks.flatMap { block in
            channels[block.channel - firstChannel].role == .eda
                ? block.calibrated(by: calibration) : [block]
        }
        return placed
    }

    var samplesReceived: Int { ledger.accounts.values.reduce(0) { $0 + $1.delivered } }

    /// Samples that did not come; those the board says it does not have are none of them.
    var samplesLost: Int {
        ledger.accounts.values.reduce(0) {
            $0 + $1.missingTotal - $1.missing[.notAvailable, default: 0]
        }
    }

    /// What is known of its clock.
    func clock(against host: HostClock.UTCReading?) -> WireProvenance.Clock {
        WireProvenance.Clock(
            synced: host?.isSynced ?? false, errorMillisecondsMax: host?.errorMillisecondsMax,
            skewPPM: timeline.clock.skew?.partsPerMillion,
            jitterMilliseconds: timeline.clock.jitterMilliseconds,
            alignmentMilliseconds: timeline.alignmentErrorMilliseconds)
    }

    var wire: WireDevice {
        var device = WireDevice(
            name: name, model: profile.board.rawValue, firmware: profile.firmware,
            certainty: profile.certainty, connected: isConnected, provesLoss: profile.provesLoss)
        device.skewPPM = timeline.clock.skew.flatMap { WireNumber($0.partsPerMillion) }
        device.jitterMilliseconds = timeline.clock.jitterMilliseconds.flatMap { WireNumber($0) }
        device.alignmentMilliseconds = timeline.alignmentErrorMilliseconds.flatMap {
            WireNumber($0)
        }
        device.samplesReceived = samplesReceived
        device.samplesMissing = samplesLost
        return device
    }
}

extension SignalBlock {
    /// Counts to conductances; where the converter is at its end there is none, and the block has
    /// a hole.
    fileprivate func calibrated(by calibration: TwoPointCalibration) -> [SignalBlock] {
        var blocks: [SignalBlock] = []
        var run: [Double] = []
        for (offset, counts) in samples.enumerated() {
            if let conductance = calibration.conductance(counts) {
                run.append(conductance.value)
            } else if !run.isEmpty {
                blocks.append(
                    SignalBlock(
                        channel: channel, start: start + offset - run.count, samples: run))
                run = []
            }
        }
        if !run.isEmpty {
            blocks.append(
                SignalBlock(channel: channel, start: end - run.count, samples: run))
        }
        return blocks
    }
}
