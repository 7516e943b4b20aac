/// What `$SRV.PING`, `$SRV.INFO` and `$SRV.STATS` answer, so that the tools of NATS find the agent.
///
/// Source: nats-architecture-and-design, ADR-32 (revision 6).
public struct ServiceDescription: Codable, Equatable, Sendable {
    public enum Verb: String, CaseIterable, Sendable {
        case ping = "PING"
        case info = "INFO"
        case stats = "STATS"

        var type: String { "io.nats.micro.v1.\(rawValue.lowercased())_response" }
    }

    public struct Endpoint: Codable, Equatable, Sendable {
        public var name: String
        public var subject: String
        public var queueGroup: String
        /// In INFO only.
        public var metadata: [String: String]?
        /// In STATS only; times in nanoseconds.
        public var requests: Int?
        public var errors: Int?
        public var lastError: String?
        public var processingTime: Int64?
        public var averageProcessingTime: Int64?

        enum CodingKeys: String, CodingKey {
            case name, subject, metadata
            case queueGroup = "queue_group"
            case requests = "num_requests"
            case errors = "num_errors"
            case lastError = "last_error"
            case processingTime = "processing_time"
            case averageProcessingTime = "average_processing_time"
        }

        public init(name: String, subject: String, queueGroup: String) {
            self.name = name
            self.subject = subject
            self.queueGroup = queueGroup
        }
    }

    public var type: String
    public var name: String
    /// Another for every process.
    public var id: String
    public var version: String
    public var metadata: [String: String]
    /// In INFO only.
    public var description: String?
    /// In STATS only: UTC.
    public var started: String?
    /// Not in PING.
    public var endpoints: [Endpoint]?

    public init(
        _ verb: Verb, name: String, id: String, version: String, metadata: [String: String] = [:],
        description: String? = nil, started: WireTime? = nil, endpoints: [Endpoint]? = nil
    ) {
        type = verb.type
        self.name = name
        self.id = id
        self.version = version
        self.metadata = metadata
        self.description = description
        self.started = started?.text
        self.endpoints = endpoints
    }
}
