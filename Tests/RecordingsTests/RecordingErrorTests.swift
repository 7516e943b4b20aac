import Biosignals
import Recordings
import Testing

@Suite struct RecordingErrorTests {
    @Test(arguments: [
        (
            RecordingProblem.longerThanPromised(promised: 9),
            "Cannot trust the signal file (f): it goes on after the 9 samples that the header promises. "
                + "Correct the length in the header; the samples up to it were read."
        ),
        (
            .truncated(found: 3, promised: nil),
            "Cannot trust the signal file (f): it ends within a sample. Copy the file again."
        ),
        (
            .annotationTimeOutOfRange,
            "Cannot read the annotation file (f): an annotation's time is out of range. Check that "
                + "this is an MIT annotation file."
        ),
        (
            .noSignals,
            "Cannot read the WFDB header (f): it describes no signals. Choose a record with signals."
        ),
        (
            .notText,
            "Cannot read the text file (f): it is not text. Check that this is the right file."
        ),
        (
            .lineTooLong(bytesMax: 10),
            "Cannot read the text file (f): a line is longer than 10 bytes. Check that this is the "
                + "right file."
        ),
        (
            .timeIrregular,
            "Cannot read the CSV file (f): the samples are not evenly spaced in time. Resample the "
                + "signal, or pass --rate HZ to ignore the time column."
        ),
        (
            .rateInvalid(-1),
            "Cannot use the sampling rate (f): -1.0 Hz does not lie between 0.01 and 10000000 Hz. Pass "
                + "--rate HZ."
        ),
        (
            .mapNamesNoChannel(role: .ecg, name: "X", found: []),
            "Cannot map a channel (f): ecg=X names no channel; there are none. Use one of these names "
                + "with --map."
        ),
    ])
    func saysWhatWhereWhyAndWhatToDo(_ problem: RecordingProblem, _ expected: String) {
        #expect(RecordingError(file: "f", problem: problem).description == expected)
    }

    /// What a damaged file spells is shown without its control characters, and not at length.
    @Test func quotesAreMadeSafeForATerminal() {
        let text = "\u{1B}[31m\n" + String(repeating: "9", count: 50)
        let problem = RecordingProblem.fieldInvalid("gain", text: text, allowed: "a number")
        let nines = String(repeating: "9", count: 34)
        #expect(
            RecordingError(file: "f", place: .line(2), problem: problem).description
                == "Cannot read the WFDB header (f, line 2): the gain, \"?[31m?\(nines)…\", is not a "
                + "number. Correct the line.")
    }
}
