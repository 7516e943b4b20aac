import Foundation

/// `/v1/status`, as far as the table shows it.
struct AgentStatus: Decodable {
    /// Nil if it is none.
    static func read(_ body: [UInt8]) -> AgentStatus? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(AgentStatus.self, from: Data(body))
    }

    struct Session: Decodable {
        let id: String
        let seconds: Double
    }

    struct Board: Decodable {
        let name: String
        let model: String
        let firmware: String?
        let connected: Bool
        let samplesReceived: Int
        let samplesLost: Int
        let samplesDropped: Int
    }

    struct Channel: Decodable {
        let name: String
        let role: String
        let quality: Double?
        let reasons: [String]
    }

    struct Measure: Decodable {
        let name: String
        let source: String
        let unit: String
        let value: Double?
        let ci95: [Double]?
        let reason: String?
    }

    struct Broker: Decodable {
        let state: String
        let reason: String?
        let eventsWaiting: Int
        let eventsPublished: Int
        let eventsDropped: Int
    }

    struct Store: Decodable {
        let taking: Bool
        let bytes: Int
        let lastSequence: Int
    }

    struct Clock: Decodable {
        let synced: Bool
        let errorMs: Double?
    }

    struct Insight: Decodable {
        let kind: String
        let count: Int
        let confidence: Double
    }

    struct Process: Decodable {
        let cpuS: Double
        let residentBytes: Int
    }

    let agent: String
    let version: String
    let mode: String
    let started: String
    let time: String
    let ready: Bool
    let notReady: [String]
    let session: Session?
    let boards: [Board]
    let channels: [Channel]
    let measures: [Measure]
    let insights: [Insight]
    let broker: Broker?
    let store: Store
    let clock: Clock
    let process: Process
}
