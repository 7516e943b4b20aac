public import EventContract

/// Everything a decision rests on; the same request is decided the same way at any time.
public struct PolicyRequest: Equatable, Sendable {
    public struct Context: Equatable, Sendable {
        public var origin: RequestOrigin
        /// s since 1970-01-01T00:00:00Z.
        public var time: Int64
        /// Of what would be answered, sent or erased.
        public var label: Label
        /// The lowest of the token's, the role's and the recipient's ceilings.
        public var ceiling: Label
        /// Data points asked for.
        public var points: Int64
        /// Bytes asked for, or to be sent.
        public var bytes: Int64
        /// Why token or signature were refused; nil when they hold.
        public var credential: Rule?
        /// Why the budget was refused; nil when there is some left.
        public var budget: Rule?
        /// s since 1970-01-01T00:00:00Z when the token ends; nil without one.
        public var tokenEnd: Int64?
        /// An approval over the hash of exactly this action is at hand, with its one-off token.
        public var isApproved: Bool

        public init(
            origin: RequestOrigin, time: Int64, label: Label = .internal,
            ceiling: Label = .internal, points: Int64 = 0, bytes: Int64 = 0,
            credential: Rule? = nil, budget: Rule? = nil, tokenEnd: Int64? = nil,
            isApproved: Bool = false
        ) {
            self.origin = origin
            self.time = time
            self.label = label
            self.ceiling = ceiling
            self.points = points
            self.bytes = bytes
            self.credential = credential
            self.budget = budget
            self.tokenEnd = tokenEnd
            self.isApproved = isApproved
        }
    }

    /// Who asks.
    public var agentId: String
    public var resourceId: String
    /// An `Operation`, as it was asked for.
    public var operation: String
    public var context: Context

    public init(agentId: String, resourceId: String, operation: String, context: Context) {
        self.agentId = agentId
        self.resourceId = resourceId
        self.operation = operation
        self.context = context
    }
}
