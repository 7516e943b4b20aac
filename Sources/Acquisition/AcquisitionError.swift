public import Recordings

/// Why a recording could not be opened, or not be read to its end.
///
/// The text is one line: what, where, why, and what to do. It carries no samples.
public enum AcquisitionError: Error, Equatable, CustomStringConvertible {
    /// The system does not let us read the file.
    case cannotOpen(path: String, because: OpeningFailure)
    /// The system failed in the middle of a file.
    case cannotRead(path: String, because: OpeningFailure)
    /// A file that is there, but in no format this version reads.
    case unknownFormat(path: String)
    case sidecarInvalid(path: String, because: String)
    /// A `.gz` file that cannot be unpacked, or not further.
    case notUnpacked(path: String, because: String)
    /// The content is not what it says it is.
    case damaged(RecordingError)
    /// Bytes of a device that are not what they should be.
    case device(path: String, DeviceProblem)

    /// Whether the input could not be opened (exit code 66), rather than being damaged or not what
    /// it says it is (65).
    public var isOpeningFailure: Bool {
        switch self {
        case .cannotOpen, .cannotRead: true
        case .unknownFormat, .sidecarInvalid, .notUnpacked, .damaged, .device: false
        }
    }

    public var description: String {
        switch self {
        case .cannotOpen(let path, let failure):
            "Cannot open the recording (\(path)): \(failure.why). \(failure.remedy)"
        case .cannotRead(let path, let failure):
            "Cannot read on in the recording (\(path)): \(failure.why). \(failure.remedy)"
        case .unknownFormat(let path):
            "Cannot read the recording (\(path)): it is neither a WFDB record, an EDF or CSV file, "
                + "nor the bytes of a board. Name a .hea, .edf or .csv file, or convert it to one "
                + "of these."
        case .sidecarInvalid(let path, let why):
            "Cannot read the sidecar file (\(path)): \(why). Correct it or move it away."
        case .notUnpacked(let path, let why):
            "Cannot unpack the file (\(path)): \(why). Copy it again."
        case .damaged(let error): error.description
        case .device(let path, let problem):
            "Cannot read the device's bytes (\(path)): \(problem.text)"
        }
    }
}
