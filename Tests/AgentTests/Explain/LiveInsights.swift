import Biosignals
import EventContract
import Foundation
import Insights
import Publishing
import Sedentary
import Storage
import TestKit

@testable import Agent

/// A live session whose insights come of made epochs and windows, in a store of its own.
struct LiveInsights {
    let folder: TemporaryFolder
    let store: Store
    let desk: EventDesk
    var session: LiveSession
    static let person = "default"

    /// 2026-03-02T08:00:00Z.
    static let start = UTCTime(millisecondsSince1970: 1_772_438_400_000)

    init(startingAt start: UTCTime = Self.start, in given: TemporaryFolder? = nil) throws {
        folder = try given ?? TemporaryFolder()
        store = try Store(
            directory: folder.path + "/state", keepsForBroker: false,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                    createdMilliseconds: 7)
            }, now: { 42 })
        desk = EventDesk(
            store: store, publisher: nil, agent: "healthypi", person: Self.person, broker: nil,
            generator: SeededGenerator(seed: 3))
        session = try Self.session(
            start, personal: try PersonalRecords(of: Self.person, in: store),
            identifier: desk.identifier())
        try store.begin(try session.stored)
    }

    static func session(
        _ start: UTCTime, personal: PersonalRecords, identifier: String = "S"
    ) throws -> LiveSession {
        try LiveSession(
            identifier: identifier,
            channels: [
                Channel(name: "ecg", role: .ecg, unit: .counts, unitText: "counts", rate: 128),
                Channel(
                    name: "eda", role: .eda, unit: .microsiemens, unitText: "uS", rate: 4),
            ], device: .init(device: .init(model: "made"), clock: .init(synced: true)), origin: 0,
            utc: .init(time: start, isSynced: true, errorMillisecondsMax: nil),
            settings: SessionPipeline.Settings(), timeZone: "UTC", personal: personal)
    }

    static func epoch(_ index: Int, rate: Double = 70) -> Epoch {
        Epoch(
            start: Seconds(Double(index) * 60), end: Seconds(Double(index + 1) * 60),
            state: .stationary, pStationary: 0.9 + 0.001 * Double(index % 7),
            evidence: EpochEvidence(
                usable: 0.98, contactLost: 0, motionLogRatio: -.infinity,
                heartRate: PerMinute(rate + Double(index * 7 % 11)), swayLogRatio: -0.1,
                muscleLogRatio: -4.5),
            logLikelihoodRatios: ["heartRate": 1.1, "sway": 2.3 + 0.01 * Double(index % 5)],
            belief: StateBelief(
                kept: (notWorn: 0.01, asleep: 0, stationary: 0.9, active: 0.09)),
            calibrationID: "ecg-2")
    }

    /// An hour and more of stillness, and what is said of it.
    mutating func sitStill(minutes: Int = 70) {
        var (tracker, kept) = (BoutTracker(), BoutMinutes())
        for index in 0..<minutes {
            let epoch = Self.epoch(index)
            _ = tracker.process(epoch)
            kept.append(StationaryMinute(epoch), lasts: tracker.current != nil)
            session.pipeline.append(.epoch(epoch))
            let now = epoch.end
            var inputs = StationaryInputs(
                minutes: kept.minutes, now: now,
                localSecondOfDay: session.pipeline.settings.localClock.secondsOfDay(at: now.value),
                channels: [.ecg])
            inputs.asleepProbability = epoch.belief?.asleep
            inputs.steps = .init(today: 321, sinceBout: 12, age: 60)
            session.pipeline.say(session.pipeline.rules.stationary, inputs, at: now)
        }
    }

    mutating func loseTheElectrode() {
        var stretch = SignalStretch(since: 0, isUsable: false)
        for _ in 0..<180 { stretch.append(SignalQuality(score: 0, reasons: [.leadOff])) }
        let now: Seconds = 180
        session.pipeline.say(
            session.pipeline.rules.quality,
            QualityRule.Inputs(
                role: .ecg, current: stretch, wear: .worn, now: now,
                localSecondOfDay: session.pipeline.settings.localClock.secondsOfDay(at: 180)),
            at: now)
    }

    mutating func wakeUpUnrested(rmssd: Double = 15) {
        let window = RestingWindow(
            day: 20_514, minute: 300, window: -10_800.0..<(-10_500.0), rmssd: Milliseconds(rmssd),
            rmssdInterval95: (rmssd - 1)...(rmssd + 1), heartRate: 58, usable: 1,
            isStationary: true)
        let now: Seconds = 7_200
        session.pipeline.say(
            session.pipeline.rules.recovery,
            RecoveryRule.Inputs(
                resting: RestingValue(recoveryDay: 20_514, picked: window, candidates: 7),
                baseline: session.pipeline.personal.baseline, time: now), at: now)
    }

    /// An hour and a half of calm, and ten minutes of skin and heart that are not.
    mutating func getAroused() {
        var history = ArousalHistory()
        for index in 0..<110 {
            let isRaised = index >= 100
            let window = ArousalWindow(
                window: Double(index) * 60..<Double(index + 1) * 60, state: .still,
                skin: ArousalSkin(
                    usable: 1, responses: isRaised ? 14 : 2 + index % 2,
                    amplitudeSum: isRaised ? 5.6 : 0.4 + 0.2 * Double(index % 2),
                    amplitudeSquares: isRaised ? 2.3 : 0.08 + 0.04 * Double(index % 2), level: 5,
                    levelSlope: isRaised ? 0.3 : 0),
                heart: ArousalHeart(
                    usable: 1, heartRate: PerMinute(isRaised ? 92 : 64 + Double(index % 3)),
                    lnRMSSD: isRaised ? 2.8 : 3.7, channel: .ecg))
            if history.append(window) { session.pipeline.keep(window) }
            session.pipeline.say(
                session.pipeline.rules.arousal,
                .init(evidence: ArousalEvidence(history)), at: Seconds(window.window.upperBound))
        }
    }

    /// Into the store, as a live run does.
    /// - Returns: the ids of the insights, in order.
    mutating func keep() async throws -> [String] {
        let (items, beats) = session.pipeline.take()
        try session.store(items, beats, in: store)
        var session = session
        let events = try await session.deliver(
            [session.factory.started(with: [])] + items.compactMap { session.event(for: $0) },
            through: desk)
        self.session = session
        return events.filter { $0.type.contains(".insight.") }.map(\.id)
    }

    func verification(of id: String) throws -> InsightVerification {
        try InsightVerification(of: try StoredInsight(id: id, in: store), in: store)
    }

    /// One payload of a table changed behind the program's back.
    func alter(_ table: String, _ old: String, _ new: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            packageRoot() + "/Tests/EndToEndTests/Tools/alter_store.py",
            folder.path + "/state/store.sqlite", table, "payload", old, new,
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NotAltered(what: "\(table): \(old)") }
    }

    struct NotAltered: Error { let what: String }
}
