/// Why nothing, or not everything, was exported.
public enum ExportError: Error, Equatable, CustomStringConvertible {
    case exists(path: String)
    case cannotWrite(path: String, because: String)
    case stopped
    /// Channels whose rates have no frame in common, or a value that no number can be.
    case notRepresentable(recording: String, because: String)
    case noSamples(recording: String)
    /// A series of intervals, which has no samples.
    case intervalsOnly(recording: String)
    case noBeats(recording: String)
    case tooFewBeats(recording: String, found: Int)
    case mostlyMissing(recording: String, gigabytes: Int)
    /// Nothing in it has a form in FHIR.
    case nothingToObserve(recording: String)

    public var description: String {
        switch self {
        case .exists(let path):
            "Cannot write \(path): it exists. Remove it, or choose another folder with --output."
        case .cannotWrite(let path, let why):
            "Cannot write \(path): \(why). Choose another folder with --output."
        case .stopped: "Stopped."
        case .notRepresentable(let recording, let why):
            "Cannot export \(recording): \(why). Export it as csv."
        case .noSamples(let recording):
            "Cannot export \(recording): it holds no samples. Check that this is the right recording."
        case .intervalsOnly(let recording):
            "Cannot export \(recording): it is a series of intervals, which has no samples to export. "
                + "Other programs read it as it is; hrv, compare and report do too."
        case .tooFewBeats(let recording, let found):
            "Cannot export \(recording): \(found) beats were found, and an interval takes 2. See its "
                + "quality with report, or choose another channel with --map, such as --map ecg=NAME."
        case .noBeats(let recording):
            "Cannot export \(recording): it has neither an ECG nor a PPG channel with beats. Say "
                + "what its channels are with --map, such as --map ecg=NAME."
        case .mostlyMissing(let recording, let gigabytes):
            "Cannot export \(recording): \(gigabytes) GB would only say that samples are missing, more "
                + "than 1 GB. Export it as edf or csv, which leave out what is missing."
        case .nothingToObserve(let recording):
            "Cannot export \(recording): it has neither an ECG nor a PPG channel, and what else it has "
                + "is no FHIR Observation here. Say what its channels are with --map, such as --map "
                + "ecg=NAME, or export it as edf, csv, wfdb or bids."
        }
    }
}
