import Biosignals

extension RecordingProblem {
    /// The beginning of the sentence: what could not be done.
    var what: String {
        switch self {
        case .headerEmpty, .fieldMissing, .fieldInvalid, .gainIsZero, .formatUnsupported,
            .formatsDiffer, .signalLinesMissing, .segmentLinesMissing, .frameTooLarge,
            .segmentLengthsDiffer, .segmentDisagrees, .nameOutsideFolder, .noSignals:
            "Cannot read the WFDB header"
        case .truncated, .longerThanPromised, .checksumMismatch:
            "Cannot trust the signal file"
        case .annotationsTruncated, .annotationTimeOutOfRange:
            "Cannot read the annotation file"
        case .notText, .lineTooLong: "Cannot read the text file"
        case .csvEmpty, .csvHasNoHeader, .csvHasNoChannel, .csvHasNoRate, .csvColumnCount,
            .csvQuoteOpen, .csvNotFinite, .csvNotANumber, .timeNotIncreasing, .timeIrregular:
            "Cannot read the CSV file"
        case .rrEmpty, .rrNotANumber, .rrNotPositive, .rrLooksLikeSeconds,
            .rrLooksLikeMilliseconds, .rrTooLong:
            "Cannot read the RR series"
        case .edf(let problem): problem.what
        case .e4(let problem): problem.what
        case .rateInvalid: "Cannot use the sampling rate"
        case .mapNamesNoChannel: "Cannot map a channel"
        }
    }

    /// The end of the sentence: why, and what to do.
    var why: String { ownText?.why ?? headerText?.why ?? contentText.why }
    var remedy: String { ownText?.remedy ?? headerText?.remedy ?? contentText.remedy }

    /// Of the formats whose problems stand by themselves.
    private var ownText: Text? {
        switch self {
        case .edf(let problem): (problem.why, problem.remedy)
        case .e4(let problem): (problem.why, problem.remedy)
        default: nil
        }
    }

    private typealias Text = (why: String, remedy: String)

    private var headerText: Text? {
        switch self {
        case .headerEmpty:
            ("it has no record line", "Check that this is a WFDB header.")
        case .fieldMissing(let field):
            ("the \(field) is missing", "Complete the line as header(5) describes it.")
        case .fieldInvalid(let field, let text, let allowed):
            ("the \(field), \(text.quotedForPeople), is not \(allowed)", "Correct the line.")
        case .gainIsZero(let signal):
            (
                "the gain of \(signal.quotedForPeople) is 0",
                "Write its ADC units per physical unit, or leave the gain out to read counts."
            )
        case .formatUnsupported(let format):
            (
                "signal format \(format.quotedForPeople) is not supported",
                "Convert the record to format 16, for example with xform."
            )
        case .formatsDiffer(let file):
            (
                "the signals in \(file.quotedForPeople) differ in format or byte offset",
                "Give all signals of one file the same format and byte offset."
            )
        case .signalLinesMissing(let found, let promised):
            (
                "it promises \(promised) signals and describes \(found)",
                "Add the missing signal lines or correct the record line."
            )
        case .segmentLinesMissing(let found, let promised):
            (
                "it promises \(promised) segments and lists \(found)",
                "Add the missing segment lines or correct the record line."
            )
        case .frameTooLarge(let samples, let samplesMax):
            (
                "a frame would hold \(samples) samples, more than \(samplesMax)",
                "Correct the samples per frame."
            )
        case .segmentLengthsDiffer(let sum, let promised):
            (
                "the segments hold \(sum) samples, the record line promises \(promised)",
                "Correct the record line or the segment lines."
            )
        case .segmentDisagrees(let segment, let about):
            (
                "segment \(segment.quotedForPeople) disagrees with the record about \(about)",
                "Correct the segment's header, or read the segment by itself."
            )
        case .nameOutsideFolder(let name):
            (
                "the file name \(name.quotedForPeople) leads out of the record's folder",
                "Put the files of a record into one folder."
            )
        case .noSignals:
            ("it describes no signals", "Choose a record with signals.")
        default: nil
        }
    }

    private var contentText: Text {
        switch self {
        case .truncated(let found, let promised?):
            (
                "it ends after \(found) samples, the header promises \(promised)",
                "Copy the file again, or correct the length in the header."
            )
        case .truncated:
            ("it ends within a sample", "Copy the file again.")
        case .longerThanPromised(let promised):
            (
                "it goes on after the \(promised) samples that the header promises",
                "Correct the length in the header; the samples up to it were read."
            )
        case .checksumMismatch(let signal, let found, let stated):
            (
                "the checksum of \(signal.quotedForPeople) is \(found), the header says \(stated)",
                "Copy the file again, or correct the checksum in the header."
            )
        case .annotationsTruncated:
            ("it ends within an annotation", "Copy the file again.")
        case .annotationTimeOutOfRange:
            ("an annotation's time is out of range", "Check that this is an MIT annotation file.")
        case .rateInvalid(let rate):
            ("\(rate) does not lie between 0.01 and 10000000 Hz", "Pass --rate HZ.")
        case .mapNamesNoChannel(let role, let name, let found):
            (
                "\(role.rawValue)=\(name) names no channel; there are "
                    + (found.isEmpty ? "none" : found.joined(separator: ", ")),
                "Use one of these names with --map."
            )
        default: tableText
        }
    }

    private var tableText: Text {
        switch self {
        case .notText: ("it is not text", "Check that this is the right file.")
        case .lineTooLong(let bytesMax):
            ("a line is longer than \(bytesMax) bytes", "Check that this is the right file.")
        case .csvEmpty: ("it holds no samples", "Check that this is the right file.")
        case .csvHasNoHeader:
            (
                "its first row names no columns",
                "Name them there (ecg_mV, time_s) or in a sidecar .json under \"Columns\"."
            )
        case .csvHasNoChannel:
            (
                "no column holds a signal",
                "Name a column after its signal and unit, such as ecg_mV."
            )
        case .csvHasNoRate:
            (
                "its sampling rate is not known",
                "Pass --rate HZ, add a time_s column, or put SamplingFrequency in a sidecar .json."
            )
        case .csvColumnCount(let found, let expected):
            ("the row has \(found) cells, the first row \(expected)", "Correct the row.")
        case .csvQuoteOpen: ("a quote is not closed", "Close it on the same line.")
        case .csvNotFinite(let word):
            ("the cell says \(word)", "Leave the cell empty where a sample is missing.")
        case .csvNotANumber:
            ("the cell is not a number", "Leave the cell empty where a sample is missing.")
        case .timeNotIncreasing:
            ("time does not go forward", "Correct the column, or pass --rate HZ to ignore it.")
        case .timeIrregular:
            (
                "the samples are not evenly spaced in time",
                "Resample the signal, or pass --rate HZ to ignore the time column."
            )
        case .rrEmpty: ("it holds no interval", "Check that this is the right file.")
        case .rrNotANumber: ("the line is not a number", "Write one interval per line.")
        case .rrNotPositive:
            ("the interval is not above 0 and finite", "Remove the line or correct it.")
        case .rrTooLong(let number):
            (
                "interval \(number) lasts more than 10 minutes",
                "Remove it, or check the unit with --unit."
            )
        case .rrLooksLikeSeconds:
            ("the median is below 5 ms, which looks like seconds", "Pass --unit s.")
        case .rrLooksLikeMilliseconds:
            ("the median is above 5 s, which looks like milliseconds", "Pass --unit ms.")
        default: ("it is not what it says it is", "Check that this is the right file.")
        }
    }
}
