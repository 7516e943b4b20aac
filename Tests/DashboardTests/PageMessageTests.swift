import Foundation
import Testing

@testable import Dashboard

struct PageMessageTests {
    private func text(_ message: PageMessage) -> String {
        String(decoding: message.json, as: UTF8.self)
    }

    @Test func aSessionIntroducesItself() {
        let channel = PageSession.Channel(
            id: 2, role: .ecg, name: "II", unit: "mV", rate: 250, low: nil, high: nil)
        let hello = String(
            decoding: PageSession.sample(channels: [channel]).json(at: 1.5), as: UTF8.self)
        #expect(
            hello == #"{"t":"hello","protocol":1,"version":"1.0","session":"s1","mode":"replay","#
                + #""demo":false,"title":"rest \"5\"","started":null,"synced":false,"speed":1,"#
                + #""at":1.5,"duration":300,"channels":[{"id":2,"role":"ecg","name":"II","#
                + #""unit":"mV","rate":250,"low":null,"high":null}]}"#)
    }

    @Test func signalsAreShort() {
        let wave = PageWave(
            channel: 0, at: 1.25, step: 0.004, values: [0.12344, nil, -1], decimals: 3)
        #expect(
            text(.wave(wave)) == #"{"t":"wave","c":0,"at":1.25,"dt":0.004,"v":[0.123,null,-1]}"#)
        let mark = PageMark(channel: 1, at: 2.00049, kind: .scr, quality: 0.333, isGood: false)
        #expect(
            text(.mark(mark))
                == #"{"t":"mark","c":1,"at":2.0005,"kind":"scr","q":0.33,"state":"doubtful"}"#)
        let quality = PageQuality(
            channel: 0, from: 1, to: 2, isUsable: false, quality: 0.2, reasons: ["motion"])
        #expect(
            text(.quality(quality)) == #"{"t":"quality","c":0,"from":1,"to":2,"usable":false,"#
                + #""q":0.2,"reasons":["motion"]}"#)
    }

    @Test func whatIsNotKnownIsNullWithItsReason() {
        let tile = PageTile(
            id: "rmssd", label: "RMSSD", value: nil, unit: "ms", reason: "windowTooShort", at: 3,
            source: "ecg")
        #expect(
            text(.tile(tile)) == #"{"t":"tile","id":"rmssd","label":"RMSSD","value":null,"#
                + #""unit":"ms","ci95":null,"noise_floor":null,"reason":"windowTooShort","#
                + #""window_s":null,"at":3,"source":"ecg","method":""}"#)
        #expect(text(.spectrum(.unavailable("poorSignal"))).contains(#""reason":"poorSignal""#))
        #expect(text(.poincare(.unavailable("poorSignal"))).contains(#""reason":"poorSignal""#))
    }

    /// Every kind is an object that says which it is, and those that replace each other have keys.
    @Test(
        arguments: [
            (
                .tachogram(
                    .init(source: "ecg", points: [.init(at: 1, milliseconds: 800, kind: .moved)])),
                "tachogram"
            ),
            (.poincare(.plot(sd1: 1, sd2: 2, mean: 800, points: [[800, 810]])), "poincare"),
            (
                .spectrum(
                    .density(
                        first: 0, step: 0.1, density: [1, 2],
                        bands: [.init(name: "LF", low: 0.04, high: 0.15, power: 3)],
                        breathingHertz: 0.25, preset: "taskforce")), "spectrum"
            ),
            (
                .timeline(
                    .init(epochs: [.init(start: 0, end: 60, state: .notWorn, probability: 0.5)])),
                "timeline"
            ),
            (
                .insight(
                    .init(
                        id: "01J", kind: "trend", at: 1, time: nil, text: "t", reason: "r",
                        brief: ["a"],
                        confidence: 0.85, confidenceKind: "calibrated", why: ["w"],
                        wouldChangeIf: [], limits: ["l"])), "insight"
            ),
            (.status(.init(device: .searching, deviceText: "Waiting")), "status"),
            (.ended("over"), "ended"),
        ] as [(PageMessage, String)])
    func everyKindSaysWhichItIs(message: PageMessage, kind: String) throws {
        let read = try JSONSerialization.jsonObject(with: Data(message.json))
        let object = try #require(read as? [String: Any])
        #expect(object["t"] as? String == kind)
        #expect(message.key?.hasPrefix(kind) == true)
    }

    @Test func aStatusSaysHowLossesAreKnown() {
        var status = PageStatus(device: .connected, deviceText: "healthypi5")
        #expect(
            text(.status(status)).contains(
                #""loss":{"lost_samples":0,"percent":0,"known":"unknown"}"#))
        (status.lostSamples, status.lostPercent, status.lossKnowledge) = (5, 0.25, .inferred)
        #expect(
            text(.status(status)).contains(
                #""loss":{"lost_samples":5,"percent":0.25,"known":"inferred"}"#))
    }

    @Test func anInsightNamesTheCommandThatVerifiesIt() {
        let insight = PageInsight(
            id: "01J", kind: "trend", at: 1, time: nil, text: "t", reason: "r", brief: nil,
            confidence: 0.5, confidenceKind: "calibrated", why: [], wouldChangeIf: [], limits: [])
        #expect(
            text(.insight(insight)).hasSuffix(
                #""verify":"healthypi-agent explain 01J --verify"}"#))
    }
}
