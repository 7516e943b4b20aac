public import Acquisition
import Biosignals
import Recordings

/// A recording to a format that other programs read, in two readings: one to find out how its
/// samples can be stored without loss, one to write them. Memory does not grow with its length.
///
/// Nothing that exists is written over, and no file has its name before it is whole.
public struct RecordingExport {
    let path: String
    let options: RecordingOptions
    let folder: String
    let settings: ExportSettings
    let isStopped: () -> Bool
    let survey: ExportSurvey
    private(set) var outcome = ExportOutcome()

    /// What damaged the recording, if something did; everything before it is exported.
    public var damage: AcquisitionError? { survey.damage }

    /// Reads the recording once.
    public init(
        of path: String, options: RecordingOptions = RecordingOptions(), into folder: String,
        settings: ExportSettings = ExportSettings(), isStopped: @escaping () -> Bool = { false }
    ) throws {
        self.path = path
        self.options = options
        self.folder = folder.hasSuffix("/") && folder.count > 1 ? String(folder.dropLast()) : folder
        self.settings = settings
        self.isStopped = isStopped
        // Until more is known: this reading, the beats, the insights and the one that writes.
        options.meter?.expect(passes: 4)
        do {
            survey = try ExportSurvey(path, options: options, isStopped: isStopped)
        } catch let error as AcquisitionError {
            // A column of intervals is what a table without a rate often is.
            guard !isRRSeries(path: path) else { throw ExportError.intervalsOnly(recording: path) }
            throw error
        }
        outcome.notices = survey.notices
    }

    public mutating func run(to format: ExportFormat) throws -> ExportOutcome {
        guard !survey.usedChannels.isEmpty else {
            if let damage = survey.damage { throw damage }
            throw ExportError.noSamples(recording: path)
        }
        options.meter?.expect(passes: passes(for: format))
        for index in survey.channels.indices where survey.numbers[index].count == 0 {
            tell("\(survey.channels[index].name) holds no samples: it is left out")
        }
        do {
            try write(format)
        } catch {
            // Half an export would stand in the way of the next one.
            for path in outcome.paths { ExportFile.remove(path) }
            throw error
        }
        return outcome
    }

    private mutating func write(_ format: ExportFormat) throws {
        switch format {
        case .wfdb: try exportWFDB()
        case .edf: try exportEDF()
        case .csv: try exportCSV()
        case .rr: try exportRR()
        case .fhir: try exportFHIR()
        case .bids: try exportBIDS()
        }
    }

    /// How often the recording is read, the survey included.
    private func passes(for format: ExportFormat) -> Int {
        let roles = survey.usedChannels.map { survey.channels[$0].role }
        let findings = [true, roles.contains(.ecg) || roles.contains(.ppg), roles.contains(.eda)]
        let ofFindings = format == .csv ? 0 : findings.count { $0 }
        let ofSamples =
            switch format {
            case .rr: 0
            case .fhir: roles.count { $0 == .ecg }
            case .csv, .bids: channelsByRate.count
            case .edf, .wfdb: 1
            }
        return 1 + ofFindings + ofSamples
    }

    /// The recording's name in letters, digits, `_` and `-`, which every format and file system
    /// takes.
    var name: String {
        let kept = survey.name.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-": Character(scalar)
            default: "_"
            }
        }
        return kept.isEmpty ? "recording" : String(kept.prefix(80))
    }

    /// A file of the export.
    func destination(_ name: String) -> String { folder + "/" + name }

    mutating func tell(_ notice: String) {
        if !outcome.notices.contains(notice) { outcome.notices.append(notice) }
    }

    mutating func finish(_ file: ExportFile) throws {
        try file.finish()
        outcome.paths.append(file.path)
    }

    /// Reads the recording again and hands over its samples frame by frame.
    ///
    /// - Parameter channels: of the survey, in the order in which the frame lists them.
    func frames(
        _ frame: RecordFrame, of channels: [Int],
        _ body: (SampleGrid.Stretch) throws -> Void
    ) throws {
        let reader = try RecordingReader(opening: path, options: options)
        var place = [Int: Int]()
        for (index, channel) in channels.enumerated() { place[channel] = index }
        var grid = SampleGrid(frame: frame, ends: channels.map { survey.ends[$0] })
        var blocks: [SignalBlock] = []
        var isLast = false
        while !isLast {
            let ending = reader.step(into: &blocks, isStopped: isStopped)
            if ending == .stopped { throw ExportError.stopped }
            isLast = ending != nil
            for block in blocks {
                guard let index = place[block.channel] else { continue }
                grid.append(
                    SignalBlock(channel: index, start: block.start, samples: block.samples))
            }
            while let stretch = grid.next(isLast: isLast) { try body(stretch) }
        }
        guard grid.lateCount == 0 else {
            throw ExportError.notRepresentable(
                recording: path, because: "its channels lie more than a minute apart in the file")
        }
    }

    /// For each channel how it is stored in at most so many bits.
    mutating func choices(
        _ channels: [Int], bits: Int, wholeBaseline: Bool = false
    ) -> [StoredNumbers.Choice] {
        channels.map { index in
            let choice = survey.numbers[index].choice(
                bits: bits, wholeBaseline: wholeBaseline)
            if !choice.isExact {
                let channel = survey.channels[index]
                tell(
                    "\(channel.name) is rounded to steps of \(1 / choice.scale.gain) "
                        + channel.statedUnit)
            }
            return choice
        }
    }

    /// Channels by rate, fastest first, for formats that have one rate in a file.
    var channelsByRate: [(rate: Hertz, channels: [Int])] {
        var groups: [(rate: Hertz, channels: [Int])] = []
        for index in survey.usedChannels {
            let rate = survey.channels[index].rate
            if let known = groups.firstIndex(where: { $0.rate == rate }) {
                groups[known].channels.append(index)
            } else {
                groups.append((rate, [index]))
            }
        }
        return groups.sorted { $0.rate > $1.rate }
    }

    /// The parts of formats that have a form for a long pause, as whole frames.
    func parts(framesPerSecond rate: Double) -> [Range<Int>] {
        // An index over a rate is no exact number; a millionth of a frame is none.
        survey.parts(pauseMin: Self.pauseMin).map { part in
            Int(
                (part.lowerBound * rate + 1e-6).rounded(.down))..<Int(
                    (part.upperBound * rate - 1e-6).rounded(.up))
        }
    }

    /// What is missing between samples is written instant by instant; a file of nothing else is refused.
    ///
    /// - Parameters:
    ///   - bytes: that all parts will take.
    ///   - share: of them that hold samples.
    func checkFilling(bytes: Double, share: Double) throws {
        let filling = bytes * (1 - share)
        guard filling <= Self.fillingBytesMax else {
            throw ExportError.mostlyMissing(recording: path, gigabytes: Int(filling / 1e9))
        }
    }

    /// Seconds; a pause of all channels that lasts so long is left out where the format can say so.
    static let pauseMin = 3_600.0
    private static let fillingBytesMax = 1e9
}
