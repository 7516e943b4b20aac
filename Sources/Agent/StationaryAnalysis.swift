public import Acquisition
public import Biosignals
public import Sedentary

/// Epochs and bouts of a whole recording: the session's own pipeline, nothing else kept.
public struct StationaryAnalysis: Sendable {
    public private(set) var epochs: [Epoch] = []
    public private(set) var bouts: [StationaryBout] = []
    public private(set) var damage: AcquisitionError?
    public private(set) var wasStopped = false

    public init(
        of path: String, epoch: Seconds = 60, options: RecordingOptions = RecordingOptions(),
        isStopped: () -> Bool = { false }
    ) throws {
        let reader = try RecordingReader(opening: path, options: options)
        var settings = SessionPipeline.Settings()
        settings.heartRateEvery = epoch
        settings.measuresEvery = Seconds(epoch.value * 5)
        var pipeline = try SessionPipeline(
            channels: reader.channels, name: reader.name, settings: settings)
        guard pipeline.usesMotion else {
            throw SessionError.noChannel(
                role: .ecg, recording: reader.name, found: reader.channels.map(\.name))
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
