public import Acquisition
public import HRV
public import Reports
import Biosignals
import Foundation
import Recordings
import Trust

/// Everything a report says of a recording, by the very analyses that the commands print: beats and
/// variability by `hrv`, skin by `eda`, breathing by `respiration`, stationary time and insights by
/// the session that `replay` runs. Where these may look ahead the report does, unless told otherwise.
public struct RecordingReporter: Sendable {
    public struct Options: Sendable {
        public var replay = ReplayOptions()
        public var preset = HRVPreset.taskforce
        /// Only what a running agent would have said.
        public var isLive = false
        /// A demonstration, which the page says at its top.
        public var isDemo = false
        /// As the reader is to know whoever wore the electrodes.
        public var person: String?
        public var dateText: String?
        /// Unit of an RR series, if its header does not say it.
        public var unitIsSeconds: Bool?
        /// The zone was named: times of day may be shown in it.
        public var namesTimeZone = false

        public init() {}
    }

    public struct Result: Sendable {
        public let report: RecordingReport
        /// What spoiled the recording; everything before it is in the report.
        public let damage: AcquisitionError?
        public let wasStopped: Bool
        /// Files that were read.
        public let inputs: [String]
    }

    private let options: Options

    public init(options: Options = Options()) { self.options = options }

    /// - Parameters:
    ///   - isStopped: asked often, from several threads.
    ///   - onProgress: told now and then, from several threads.
    public func report(
        of path: String, isStopped: @escaping @Sendable () -> Bool = { false },
        onProgress: @escaping @Sendable (ReplayProgress) -> Void = { _ in }
    ) async throws -> Result {
        if isRRSeries(path: path) { return try series(path) }
        let reading = options.replay.reading
        let (isLive, preset, replay) = (options.isLive, options.preset, options.replay)
        let reader = try RecordingReader(opening: path, options: reading)
        let roles = Set(reader.channels.compactMap(\.role))
        let breathes = !roles.isDisjoint(with: [.respiration, .ecg, .ppg])
        let hasHeart = !roles.isDisjoint(with: [.ecg, .ppg])
        let passes = [true, hasHeart, roles.contains(.eda), breathes].count { $0 }
        let progress = ReportProgress(
            name: reader.name, total: reader.duration?.value,
            rate: reader.channels.map(\.rate.value).max() ?? 1, passes: passes,
            isStopped: isStopped, tell: onProgress)
        async let sessionLook = SessionLook(of: path, options: replay) { progress.checkStopped() }
        async let heartLook = HeartLook(
            of: path, options: reading, isLive: isLive, preset: preset
        ) { progress.checkStopped() }
        async let skinLook =
            roles.contains(.eda)
            ? ChannelAnalysis<SkinFinding>(skinOf: path, options: reading, isLive: isLive) {
                progress.checkStopped()
            } : nil
        async let breathingLook =
            breathes
            ? BreathingAnalysis(of: path, options: reading) { progress.checkStopped() } : nil
        // The session's complaint about a recording is the one that `replay` makes.
        let session = try await sessionLook
        var draft = ReportDraft(session: session, options: options)
        // A channel that cannot be worked on is set aside by the session, which says why.
        do {
            if let heart = try await heartLook { draft.take(heart) }
        } catch let error as SessionError {
            draft.report.heartAbsent = error.description
        }
        do {
            if let skin = try await skinLook { draft.take(skin) }
        } catch is SessionError {}
        do {
            if let breathing = try await breathingLook {
                draft.take(breathing, isMeasured: roles.contains(.respiration))
            }
        } catch is SessionError {}
        draft.report.excerpts = try draft.marked(
            ExcerptReader.read(draft.wishes, of: path, options: reading, isStopped: isStopped))
        draft.report.files = try session.files.map { try Self.file($0) }
        return Result(
            report: draft.report, damage: session.damage,
            wasStopped: session.wasStopped || isStopped(), inputs: session.files)
    }

    private func series(_ path: String) throws -> Result {
        let milliseconds = try readRRSeries(
            path: path,
            unit: options.unitIsSeconds.map { $0 ? .seconds : .milliseconds })
        let heart = try HeartLook(series: milliseconds, preset: options.preset)
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        var account = RecordingAccount(
            title: name, format: "series of intervals",
            seconds: heart.report.rr.endSeconds.last ?? 0,
            endedBy: ReadingEnd.endOfRecording.name)
        account.notSaid = [
            "Signal quality, skin conductance, breathing and stationary time: the input is nothing but "
                + "intervals."
        ]
        var report = RecordingReport(
            account: account, program: "healthypi-agent \(AgentVersion.text)")
        report.person = options.person
        report.dateText = options.dateText
        report.isDemo = options.isDemo
        report.heart = heart.report
        report.methods = ReportMethods(options: options, heart: heart.report, session: nil).cards
        report.files = [try Self.file(path)]
        return Result(report: report, damage: nil, wasStopped: false, inputs: [path])
    }

    private static func file(_ path: String) throws -> RecordingReport.InputFile {
        var digest = Digest()
        try readBytes(of: path) { digest.update($0) }
        return .init(
            name: URL(fileURLWithPath: path).lastPathComponent, sha256: digest.hexadecimal)
    }
}
