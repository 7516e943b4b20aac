public import Biosignals
import Recordings

/// Something about a time of a recording, beside its samples.
public struct RecordAnnotation: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// A heart beat or pulse; written as `N`.
        case beat
        /// Missing samples, from this time on; written as a note.
        case gap(Gap.Cause, Seconds)
        /// An electrode lost its contact, or has it again; written as a change of signal quality.
        case leadOff, leadOn
        /// The button on the board was pressed for the n-th time; written as a note.
        case mark(Int)
    }

    /// Seconds of the session.
    public var seconds: Double
    public var kind: Kind
    /// The session's index of the channel it is about; nil for the whole device.
    public var channel: Int?

    public init(seconds: Double, kind: Kind, channel: Int? = nil) {
        self.seconds = seconds
        self.kind = kind
        self.channel = channel
    }

    var code: WFDBAnnotationCode {
        switch kind {
        case .beat: .normal
        case .gap, .mark: .note
        case .leadOff, .leadOn: .signalQuality
        }
    }

    var text: String {
        switch kind {
        case .beat: ""
        case .gap(let cause, let length): "GAP \(cause.rawValue) \(length.value) s"
        case .leadOff: "LEAD OFF"
        case .leadOn: "LEAD ON"
        case .mark(let number): "MARK \(number)"
        }
    }
}
