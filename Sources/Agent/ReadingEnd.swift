import Acquisition
import Biosignals

/// How the reading of a recording ended.
enum ReadingEnd: Equatable {
    case endOfRecording
    case stopped
    case damaged(AcquisitionError)

    /// As events and accounts say it.
    var name: String {
        switch self {
        case .endOfRecording: "endOfRecording"
        case .stopped: "stopped"
        case .damaged: "damaged"
        }
    }

    var damage: AcquisitionError? {
        if case .damaged(let error) = self { error } else { nil }
    }
}

extension RecordingReader {
    /// The next blocks in place of the last ones; or how the recording ended.
    func step(into blocks: inout [SignalBlock], isStopped: () -> Bool) -> ReadingEnd? {
        blocks.removeAll(keepingCapacity: true)
        if isStopped() { return .stopped }
        do {
            return try next(into: &blocks) ? nil : .endOfRecording
        } catch {
            return .damaged(error)
        }
    }
}
