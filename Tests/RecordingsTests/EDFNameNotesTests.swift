import Biosignals
import TestKit
import Testing

@testable import Recordings

@Suite struct EDFNameNotesTests {
    private func notes(_ names: [String], unit: String = "mV") -> EDFNameNotes {
        EDFNameNotes(
            channels: names.map {
                Channel(
                    name: $0, role: nil, unit: unit == "mV" ? .millivolt : .counts, unitText: unit,
                    rate: 100)
            })
    }

    @Test func namesThatFitAreTheLabels() {
        let notes = notes(["ECG", "Sixteen letters."])
        #expect(notes.labels == ["ECG", "Sixteen letters."])
        #expect(notes.annotations.isEmpty && notes.notices.isEmpty)
    }

    @Test func aLongNameIsCutToALabelOfItsOwnAndTold() {
        let notes = notes(["Respiration belt upper", "Respiration belt lower"])
        #expect(notes.labels == ["Respiration belt", "Respiration be~2"])
        #expect(
            notes.annotations.map(\.text) == [
                "signal 1 is Respiration belt upper [mV]",
                "signal 2 is Respiration belt lower [mV]",
            ])
        #expect(
            notes.notices.last
                == "Respiration belt lower [mV] stands as Respiration be~2 [mV] in the header, which "
                + "has no more room; an annotation at the beginning says the whole")
    }

    @Test func unitsAndLettersThatAHeaderCannotHoldAreTold() {
        #expect(notes(["Größe"]).labels == ["Gr__e"])
        #expect(
            notes(["x"], unit: "furlongs/s").annotations.map(\.text)
                == ["signal 1 is x [furlongs/s]"])
        // A signal of this name would be taken for annotations.
        #expect(notes(["EDF Annotations"]).labels == ["EDF Annotation~2"])
    }

    /// Random names of every kind come back word for word, and no two labels are the same.
    @Test(arguments: 0..<40)
    func everyNameComesBack(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let letters = Array("abc ABC~_[]µ°é温\"',;/\\ 0123")
        let names = ChannelDraft.uniqueNames(
            (0..<12).map { _ in
                let count = Int.random(in: 1...24, using: &random)
                let text = String(
                    (0..<count).map { _ in letters.randomElement(using: &random) ?? "x" })
                return text.headerText.isEmpty ? "x" : text.headerText
            })
        let notes = notes(names)
        #expect(Set(notes.labels).count == names.count)
        #expect(notes.labels.allSatisfy { (1...16).contains($0.utf8.count) })
        let signals = notes.labels.map { label in
            EDFSignal(label: label, dimension: "mV", samplesPerRecord: 1)
        }
        #expect(EDFNameNotes.told(by: notes.annotations, in: signals).map(\.label) == names)
    }

    /// An annotation that only looks like ours renames nothing.
    @Test func annotationsOfOthersAreLeftAlone() {
        let signals = [EDFSignal(label: "ECG", dimension: "mV", samplesPerRecord: 1)]
        for text in [
            "signal 1 is bad", "signal 1 is EMG [mV]", "signal 9 is ECG II long enough [mV]",
            "signal 1 is ECGx [uV]", "signal x is ECG [mV]", "signal", "signal 1 is [mV]",
        ] {
            let told = EDFNameNotes.told(
                by: [EDFAnnotation(onset: 0, text: text)], in: signals)
            #expect(told == signals, "\(text)")
        }
    }
}
