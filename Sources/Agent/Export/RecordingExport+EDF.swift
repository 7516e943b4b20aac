import Biosignals
import Recordings
import Reports

extension RecordingExport {
    /// EDF+, or BDF+ where a channel needs more than 16 bits. Data records in which nothing was
    /// recorded are left out, and the file says that it is discontinuous.
    mutating func exportEDF() throws {
        let channels = survey.usedChannels
        let ends = channels.map { survey.ends[$0] }
        let rates = channels.map { survey.channels[$0].rate }
        guard let frame = RecordFrame(recordFor: rates, ends: ends) else {
            throw ExportError.notRepresentable(
                recording: path, because: "its rates have no common multiple that a file can hold")
        }
        if !frame.isExact {
            tell("rates are stored to eight digits: a data record's duration has no more")
        }
        let stored = choices(channels, bits: 24)
        let format = stored.allSatisfy { $0.fits(bits: 16) } ? EDFFormat.edf : .bdf
        let file = try ExportFile(destination(name + (format == .edf ? ".edf" : ".bdf")))
        let findings = try ExportFindings(path, survey, options: options, isStopped: isStopped)
        let names = EDFNameNotes(channels: channels.map { survey.channels[$0] })
        names.notices.forEach { tell($0) }
        var notes = names.annotations
        notes += ExportNote.all(survey, findings).map {
            EDFAnnotation(onset: $0.seconds, duration: $0.duration, text: $0.text)
        }
        if let rest = rest(frame, ends) {
            notes.append(.filledUp(rest))
            let seconds = Text.number(rest.upperBound - rest.lowerBound, digits: 3)
            tell(
                "data records have one length: the last \(seconds) s of the last one are filled up, "
                    + "and an annotation BAD_ACQ_SKIP says so")
        }
        let sheet = EDFAnnotationSheet(
            notes, records: records(frame, channels), frame: frame, start: survey.start,
            format: format)
        let made = EDFFileEncoder(
            format: format,
            channels: zip(channels, stored).map {
                .init(channel: survey.channels[$0], scale: $1.scale, used: $1.used)
            }, frame: frame, start: survey.start, annotationBytes: sheet.bytesPerRecord)
        guard var encoder = made else {
            throw ExportError.notRepresentable(
                recording: path,
                because: "the ends of a channel's range do not fit the header's eight characters")
        }
        try file.write(encoder.headerBytes)
        var next = 0
        try frames(frame, of: channels) { stretch in
            for index in 0..<stretch.count {
                let samples = zip(stretch.samples, frame.samples).enumerated().map {
                    lane, part -> [Int32?] in
                    let (values, size) = part
                    let scale = stored[lane].scale
                    return values[(index * size)..<((index + 1) * size)].map {
                        $0.isNaN ? nil : scale.digital($0)
                    }
                }
                let record = stretch.firstFrame + index
                let isEmpty = samples.allSatisfy { $0.allSatisfy { $0 == nil } }
                guard !isEmpty else { continue }
                if next == 0, record > 0 {
                    // The first record carries sample 0, so that every index keeps its meaning.
                    try file.write(
                        encoder.encode(
                            index: 0,
                            samples: frame.samples.map { Array(repeating: nil, count: $0) },
                            annotations: sheet.bytes(of: 0)))
                }
                try file.write(
                    encoder.encode(
                        index: record, samples: samples, annotations: sheet.bytes(of: record)))
                next = record + 1
            }
        }
        try file.writeOver(encoder.headerBytes)
        try finish(file)
    }

    /// From the end of the recording to that of its last data record, where they differ.
    private func rest(_ frame: RecordFrame, _ ends: [Int]) -> Range<Double>? {
        let records = zip(ends, frame.samples).map { ($0 + $1 - 1) / $1 }.max() ?? 0
        let end = Double(records) * frame.seconds
        return end - survey.duration > 1e-6 ? survey.duration..<end : nil
    }

    /// Which data records will be written, as ranges of their places in time.
    private func records(_ frame: RecordFrame, _ channels: [Int]) -> [Range<Int>] {
        var ranges: [Range<Int>] = [0..<1]
        // What every channel misses is left out; what one has is there.
        var stretches: [Range<Int>] = []
        for (lane, channel) in channels.enumerated() {
            let size = frame.samples[lane]
            var start = 0
            for gap in survey.gaps[channel] + [survey.ends[channel]..<Int.max] {
                if gap.lowerBound > start {
                    stretches.append((start / size)..<((gap.lowerBound - 1) / size + 1))
                }
                start = gap.upperBound
            }
        }
        for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, stretch.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] =
                    last.lowerBound..<max(last.upperBound, stretch.upperBound)
            } else {
                ranges.append(stretch)
            }
        }
        return ranges
    }
}
