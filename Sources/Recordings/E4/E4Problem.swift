/// What can be wrong with the content of an E4 folder.
public enum E4Problem: Equatable, Sendable {
    case startInvalid(String)
    case rateInvalid(String)
    case columnCount(found: Int, expected: Int)
    case notANumber
    case noSamples
    case startsTooFarApart
    case intervalInvalid

    var what: String { "Cannot read the E4 file" }

    var why: String {
        switch self {
        case .startInvalid(let text):
            "its first row, \(text.quotedForPeople), is not a start in seconds since 1970"
        case .rateInvalid(let text):
            "its second row, \(text.quotedForPeople), is not a sampling rate"
        case .columnCount(let found, let expected):
            "the row has \(found) cells instead of \(expected)"
        case .notANumber: "a cell is not a number"
        case .noSamples: "none of the folder's files holds a sample"
        case .startsTooFarApart: "it begins more than a week after the folder's first file"
        case .intervalInvalid:
            "the row is not a time and an interval in seconds, both above 0 and forward in time"
        }
    }

    var remedy: String {
        switch self {
        case .startInvalid, .rateInvalid: "Take the file as the wristband exported it."
        case .columnCount, .notANumber, .intervalInvalid: "Correct the row, or export again."
        case .noSamples: "Choose the folder of another session."
        case .startsTooFarApart: "Put the files of one session into a folder of their own."
        }
    }
}
