public import Biosignals

/// What can be wrong with the content of a recording.
public enum RecordingProblem: Equatable, Sendable {
    // WFDB headers
    case headerEmpty
    case fieldMissing(String)
    case fieldInvalid(String, text: String, allowed: String)
    case gainIsZero(signal: String)
    case formatUnsupported(String)
    case formatsDiffer(signalFile: String)
    case signalLinesMissing(found: Int, promised: Int)
    case segmentLinesMissing(found: Int, promised: Int)
    case frameTooLarge(samples: Int, samplesMax: Int)
    case segmentLengthsDiffer(sum: Int, promised: Int)
    case segmentDisagrees(segment: String, about: String)
    case nameOutsideFolder(String)
    case noSignals
    // WFDB signal and annotation files
    case truncated(found: Int, promised: Int?)
    case longerThanPromised(promised: Int)
    case checksumMismatch(signal: String, found: Int, stated: Int)
    case annotationsTruncated
    case annotationTimeOutOfRange
    // CSV
    case notText
    case lineTooLong(bytesMax: Int)
    case csvEmpty
    case csvHasNoHeader
    case csvHasNoChannel
    case csvHasNoRate
    case csvColumnCount(found: Int, expected: Int)
    case csvQuoteOpen
    case csvNotFinite(String)
    case csvNotANumber
    case timeNotIncreasing
    case timeIrregular
    // RR series
    case rrEmpty
    case rrNotANumber
    case rrNotPositive
    /// The n-th interval, from 1, is no interval between two beats.
    case rrTooLong(number: Int)
    case rrLooksLikeSeconds
    case rrLooksLikeMilliseconds
    case edf(EDFProblem)
    case e4(E4Problem)
    // Options
    case rateInvalid(Hertz)
    case mapNamesNoChannel(role: ChannelRole, name: String, found: [String])
}
