import Biosignals
import Recordings

extension RecordingExport {
    /// A record of format 16, 24 or 32 and its annotations; where the rates have no common frame, a
    /// record for each rate.
    ///
    /// A pause of an hour or more is a null segment of a record of several segments.
    mutating func exportWFDB() throws {
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
        let stored = choices(channels, bits: 32, wholeBaseline: true)
        let format: WFDBSignalFileEncoder.Format =
            stored.allSatisfy { $0.fits(bits: 16) }
            ? .int16 : stored.allSatisfy { $0.fits(bits: 24) } ? .int24 : .int32
        let rates = channels.map { survey.channels[$0].rate.value }
        let frameRate = rates[0] / Double(frame.samples[0])
        let parts = parts(framesPerSecond: 1 / frame.seconds)
        try checkFilling(parts, frame, channels, format)
        let headerFile = try ExportFile(destination(record + ".hea"))
        let notesFile = try ExportFile(destination(record + ".atr"))
        var header = WFDBHeader(name: record, rate: Hertz(frameRate), length: nil)
        if let start = survey.start { header.setStart(start) }
        header.comments = ["exported by healthypi-agent \(AgentVersion.text)"]
        for (index, choice) in stored.enumerated() {
            header.signals.append(signal(survey.channels[channels[index]], choice, format))
            header.signals[index].samplesPerFrame = frame.samples[index]
        }
        var segments = try segments(parts, of: header, format, frame)
        try frames(frame, of: channels) { stretch in
            for index in segments.indices { try segments[index].take(stretch, stored) }
        }
        let notes = ExportNote.all(survey, findings)
        try notesFile.write(annotations(notes, frameRate: frameRate, fastest: rates.max() ?? 1))
        for index in segments.indices {
            try finish(segments[index].finish())
            guard segments.count == 1, parts[0].lowerBound == 0 else {
                let file = try ExportFile(destination(segments[index].header.name + ".hea"))
                try file.write(segments[index].header.text)
                try finish(file)
                continue
            }
            header = segments[index].header
        }
        if header.length == nil {
            let layout = try ExportFile(destination(record + "_layout.hea"))
            try layout.write(self.layout(of: header, named: record + "_layout").text)
            try finish(layout)
            header.setSegments(
                layout: record + "_layout", segments.map { ($0.header.name, $0.frames) })
        }
        // The record's header comes last: with it the record is there.
        try headerFile.write(header.text)
        try finish(notesFile)
        try finish(headerFile)
    }

    /// One segment with the record's own name, or a numbered one for each part between pauses.
    private func segments(
        _ parts: [Range<Int>], of record: WFDBHeader, _ format: WFDBSignalFileEncoder.Format,
        _ frame: RecordFrame
    ) throws -> [WFDBExportSegment] {
        let isWhole = parts.count == 1 && parts[0].lowerBound == 0
        var segments: [WFDBExportSegment] = []
        for (index, frames) in parts.enumerated() {
            var header = record
            if !isWhole {
                header.name = "\(record.name)_\(index + 1)"
                header.comments = []
                if let start = survey.start {
                    let seconds = Double(frames.lowerBound) * frame.seconds
                    header.setStart(start.advanced(by: Seconds(seconds)))
                }
                // The record's header is tried first, so that a folder in use is told by its name.
                try ExportFile.check(destination(header.name + ".hea"))
            }
            let name = header.name + ".dat"
            for signal in header.signals.indices { header.signals[signal].file = name }
            segments.append(
                WFDBExportSegment(
                    header: header, frames: frames, format: format,
                    file: try ExportFile(destination(name))))
        }
        return segments
    }

    private func layout(of record: WFDBHeader, named name: String) -> WFDBHeader {
        var layout = record
        layout.name = name
        layout.length = 0
        layout.comments = []
        for index in layout.signals.indices {
            layout.signals[index].format = .null
            layout.signals[index].initialValue = nil
            layout.signals[index].checksum = nil
        }
        return layout
    }

    private func checkFilling(
        _ parts: [Range<Int>], _ frame: RecordFrame, _ channels: [Int],
        _ format: WFDBSignalFileEncoder.Format
    ) throws {
        let samples = Double(parts.reduce(0) { $0 + $1.count }) * Double(frame.samples.reduce(0, +))
        let present = Double(channels.reduce(0) { $0 + survey.numbers[$1].count })
        let width = format == .int16 ? 2.0 : format == .int24 ? 3 : 4
        try checkFilling(bytes: samples * width, share: present / max(samples, 1))
    }

    private func signal(
        _ channel: Channel, _ choice: StoredNumbers.Choice,
        _ format: WFDBSignalFileEncoder.Format
    ) -> WFDBSignal {
        let unit = channel.statedUnit.filter { !$0.isWhitespace }
        var signal = WFDBSignal(
            file: "~", format: format.format, gain: choice.scale.gain,
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
