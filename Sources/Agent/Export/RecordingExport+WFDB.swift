import Biosignals
import Recordings

extension RecordingExport {
    /// A record of format 16, 24 or 32 and its annotations; where the rates have no common frame, a
    /// record for each rate.
    mutating func exportWFDB() throws {
        try checkLength()
        let all = survey.usedChannels
        let findings = try ExportFindings(path, survey, options: options, isStopped: isStopped)
        if let frame = RecordFrame(shortestFor: all.map { survey.channels[$0].rate }),
            frame.samples.reduce(0, +) <= Self.frameSamplesMax
        {
            return try exportWFDB(all, frame, record: name, findings)
        }
        for (rate, channels) in channelsByRate {
            guard let frame = RecordFrame(shortestFor: channels.map { _ in rate }) else {
                throw ExportError.notRepresentable(
                    recording: path, because: "a rate of \(rate) is no fraction")
            }
            let label = String("\(rate.value)".map { $0 == "." ? "p" : $0 })
            try exportWFDB(channels, frame, record: "\(name)_\(label)Hz", findings)
        }
    }

    /// Above that some readers refuse a record.
    private static let frameSamplesMax = 4_096

    private mutating func exportWFDB(
        _ channels: [Int], _ frame: RecordFrame, record: String, _ findings: ExportFindings
    ) throws {
        let headerFile = try ExportFile(destination(record + ".hea"))
        let notesFile = try ExportFile(destination(record + ".atr"))
        let signalFile = try ExportFile(destination(record + ".dat"))
        let stored = choices(channels, bits: 32, wholeBaseline: true)
        let format: WFDBSignalFileEncoder.Format =
            stored.allSatisfy { $0.fits(bits: 16) }
            ? .int16 : stored.allSatisfy { $0.fits(bits: 24) } ? .int24 : .int32
        let rates = channels.map { survey.channels[$0].rate.value }
        let frameRate = rates[0] / Double(frame.samples[0])
        var header = WFDBHeader(name: record, rate: Hertz(frameRate), length: nil)
        if let start = survey.start { header.setStart(start) }
        for (index, choice) in stored.enumerated() {
            header.signals.append(
                signal(survey.channels[channels[index]], choice, format, record + ".dat"))
            header.signals[index].samplesPerFrame = frame.samples[index]
        }
        header.comments = ["exported by healthypi-agent \(AgentVersion.text)"]
        var encoder = WFDBSignalFileEncoder(format: format, samplesPerFrame: frame.samples)
        var next = 0
        let empty = frame.samples.map { Array<Int32?>(repeating: nil, count: $0 * 64) }
        try frames(frame, of: channels) { stretch in
            while next < stretch.firstFrame {
                let count = min(64, stretch.firstFrame - next)
                let missing = zip(empty, frame.samples).map { Array($0.prefix(count * $1)) }
                try signalFile.write(encoder.encode(missing))
                next += count
            }
            let values = zip(stretch.samples, stored).map { samples, choice -> [Int32?] in
                samples.map { $0.isNaN ? nil : choice.scale.digital($0) }
            }
            try signalFile.write(encoder.encode(values))
            next += stretch.count
        }
        try signalFile.write(encoder.finish())
        header.complete(file: record + ".dat", from: encoder)
        let notes = ExportNote.all(survey, findings)
        try notesFile.write(annotations(notes, frameRate: frameRate, fastest: rates.max() ?? 1))
        try headerFile.write(header.text)
        // The header comes last: with it the record is there.
        try finish(signalFile)
        try finish(notesFile)
        try finish(headerFile)
    }

    private func signal(
        _ channel: Channel, _ choice: StoredNumbers.Choice,
        _ format: WFDBSignalFileEncoder.Format, _ file: String
    ) -> WFDBSignal {
        let unit = channel.statedUnit.filter { !$0.isWhitespace }
        var signal = WFDBSignal(
            file: file, format: format.format, gain: choice.scale.gain,
            baseline: Int(choice.scale.baseline),
            unitText: unit.isEmpty ? ChannelUnit.counts.symbol : unit,
            name: channel.name.headerText)
        signal.adcResolution = format == .int16 ? 16 : format == .int24 ? 24 : 32
        return signal
    }

    /// Beats as `N`, because the agent tells none apart; all else as notes with its words.
    private func annotations(
        _ notes: [ExportNote], frameRate: Double, fastest: Double
    ) -> [UInt8] {
        var encoder = WFDBAnnotationEncoder()
        var bytes: [UInt8] = []
        if fastest != frameRate { bytes += encoder.encode(ticksPerSecond: fastest) }
        let annotations = notes.map { note in
            let time = Int((note.seconds * fastest).rounded())
            switch note.kind {
            case .beat: return WFDBAnnotation(time: time, code: .normal)
            case .unusable, .gap:
                let length = note.duration.map { " for \(($0 * 1_000).rounded() / 1_000) s" } ?? ""
                return WFDBAnnotation(
                    time: time, code: .signalQuality, aux: Array((note.text + length).utf8))
            case .response, .insight:
                return WFDBAnnotation(time: time, code: .note, aux: Array(note.text.utf8))
            }
        }
        bytes += encoder.encode(annotations)
        return bytes + encoder.finish()
    }
}
