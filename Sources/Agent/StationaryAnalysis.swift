public import Acquisition
public import Biosignals
import EventContract
public import Sedentary

/// Epochs and bouts of a whole recording: the session's own pipeline, nothing else kept.
public struct StationaryAnalysis: Sendable {
    public private(set) var epochs: [Epoch] = []
    public private(set) var bouts: [StationaryBout] = []
    public private(set) var total = StationaryTotal()
    public private(set) var damage: AcquisitionError?
    public private(set) var wasStopped = false

    public init(
        of path: String, epoch: Seconds = 60, options: RecordingOptions = RecordingOptions(),
        timeZone: String = "GMT", context: ContextInput? = nil,
        isStopped: () -> Bool = { false }
    ) throws {
        let reader = try RecordingReader(opening: path, options: options)
        var settings = SessionPipeline.Settings()
        settings.heartRateEvery = epoch
        settings.measuresEvery = Seconds(epoch.value * 5)
        let parameters = SessionParameters(settings, reading: options, timeZone: timeZone)
        settings.localClock = parameters.localClock(origin: reader.start)
        var pipeline = try SessionPipeline(
            channels: reader.channels, name: reader.name, settings: settings)
        let told = try context ?? ContextInput(beside: path)
        told?.file.tell(
            &pipeline,
            origin: WireTime(
                millisecondsSince1970: (reader.start ?? .epoch).millisecondsSince1970))
        // Steps that somebody else counted tell movement as well; without them a pulse rate alone
        // does not, for nothing that is labelled shows what it is worth.
        let hasPulse = reader.channels.contains { $0.role == .ppg }
        guard pipeline.usesMotion || (hasPulse && told != nil) else {
            let found = reader.channels.map(\.name)
            throw hasPulse
                ? SessionError.noMovement(recording: reader.name, found: found)
                : SessionError.noChannel(role: .ecg, recording: reader.name, found: found)
        }
        var blocks: [SignalBlock] = []
        var ending: ReadingEnd?
        while true {
            ending = reader.step(into: &blocks, isStopped: isStopped)
            guard ending == nil else { break }
            for block in blocks { pipeline.process(block) }
            pipeline.advance()
            collect(&pipeline)
        }
        damage = ending?.damage
        wasStopped = ending == .stopped
        pipeline.finish()
        collect(&pipeline)
        total = pipeline.stationaryTotal
    }

    private mutating func collect(_ pipeline: inout SessionPipeline) {
        for item in pipeline.take().items {
            switch item {
            case .epoch(let epoch): epochs.append(epoch)
            case .boutEnded(let bout): bouts.append(bout)
            default: break
            }
        }
    }
}
