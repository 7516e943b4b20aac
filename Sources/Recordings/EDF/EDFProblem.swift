/// What can be wrong with the content of an EDF or BDF file.
public enum EDFProblem: Equatable, Sendable {
    case headerCut(bytes: Int, needed: Int)
    case unknownVersion(String)
    case fieldInvalid(String, text: String, allowed: String)
    case noSignals
    case recordLastsNoTime
    case truncated(found: Int, promised: Int)
    case longerThanPromised(promised: Int)
    /// Of a discontinuous file, data records counted from 1.
    case recordWithoutTime(record: Int)
    case recordBeforeItsTime(record: Int)
    case annotationsTooLong(bytesMax: Int)

    var what: String {
        switch self {
        case .headerCut, .unknownVersion, .fieldInvalid, .noSignals, .recordLastsNoTime,
            .annotationsTooLong:
            "Cannot read the EDF header"
        case .truncated, .longerThanPromised: "Cannot trust the EDF file"
        case .recordWithoutTime, .recordBeforeItsTime: "Cannot read on in the EDF file"
        }
    }

    var why: String {
        switch self {
        case .headerCut(let bytes, let needed):
            "it ends after \(bytes) bytes, a header for its signals has \(needed)"
        case .unknownVersion(let text):
            "it begins with \(text.quotedForPeople), neither 0 (EDF) nor BIOSEMI (BDF)"
        case .fieldInvalid(let field, let text, let allowed):
            "the \(field), \(text.quotedForPeople), is not \(allowed)"
        case .noSignals: "it describes no signals, or only annotations"
        case .recordLastsNoTime: "a data record lasts 0 seconds, so that samples have no rate"
        case .truncated(let found, let promised):
            "it ends after \(found) whole data records, the header promises \(promised)"
        case .longerThanPromised(let promised):
            "it goes on after the \(promised) data records that the header promises"
        case .recordWithoutTime(let record):
            "data record \(record) of a discontinuous file does not say when it begins"
        case .recordBeforeItsTime(let record):
            "data record \(record) begins before the one before it ends"
        case .annotationsTooLong(let bytesMax):
            "a data record holds more than \(bytesMax) bytes of annotations"
        }
    }

    var remedy: String {
        switch self {
        case .headerCut: "Copy the file again."
        case .unknownVersion, .annotationsTooLong: "Check that this is the right file."
        case .fieldInvalid: "Correct the header with an EDF editor."
        case .noSignals: "Choose a recording with signals."
        case .recordLastsNoTime: "Correct the duration of a data record, or pass --rate HZ."
        case .truncated: "Copy the file again, or correct the number of data records."
        case .longerThanPromised:
            "Correct the number of data records; the samples up to them were read."
        case .recordWithoutTime, .recordBeforeItsTime:
            "Repair the file with an EDF editor; what comes before was read."
        }
    }
}
