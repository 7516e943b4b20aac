/// Every rule by which a request is refused.
extension ServiceRefusal {
    public static func tooLong(bytes: Int) -> Self {
        Self(
            413, "too_long",
            "The request has \(bytes) bytes; at most \(ReadRequest.bytesMax) are read.")
    }

    public static func notUnderstood(at place: Int) -> Self {
        Self(
            400, "not_understood",
            "The request is no JSON object of texts, whole numbers and lists of texts, from byte "
                + "\(place) on.")
    }

    public static let memberUnknown = Self(
        400, "member_unknown",
        "The request has a member besides kinds, from, to, max_points and cursor.")

    public static let memberTwice = Self(
        400, "member_twice", "The request has one of its members twice.")

    public static func kindsUnknown(served: [String]) -> Self {
        Self(
            400, "kinds_unknown",
            "kinds is a list of some of these, each once: " + served.joined(separator: ", ") + ".")
    }

    public static let timeNotUTC = Self(
        400, "time_not_utc", "from and to are UTC times such as 2026-11-21T02:00:00Z.")

    public static let stretchEmpty = Self(400, "stretch_empty", "from must lie before to.")

    public static let badCount = Self(
        400, "max_points",
        "max_points is a whole number from 1 to \(ReadRequest.pointsMax).")

    public static let cursorUnknown = Self(
        400, "cursor_unknown",
        "The cursor is not of an answer to this question. Ask anew, without it.")

    public static func aboveCeiling(_ kinds: [String], ceiling: Label) -> Self {
        Self(
            403, "label_ceiling",
            "What was asked for is more confidential than the asker's role allows (at most "
                + "\(ceiling.rawValue)): " + kinds.joined(separator: ", ") + ".")
    }

    public static let askerUnknown = Self(
        403, "asker_unknown",
        "Who asks is not in the roles this agent knows. Give it the realm's roles.yaml beside "
            + "its login.")

    public static let approvalRequired = Self(
        202, "approval_required",
        "This needs a person's approval, and none has been given. Nothing was done.")

    public static func queueFull(retrySeconds: Int) -> Self {
        Self(
            429, "queue_full", "More is asked than is answered at a time. Ask again later.",
            retrySeconds: retrySeconds)
    }

    public static let tooLate = Self(
        503, "too_late", "The request waited too long to be answered. Ask again.",
        retrySeconds: 5)

    public static let stopping = Self(
        503, "stopping", "The agent is stopping. Ask again once it is back.", retrySeconds: 10)

    public static let storeUnavailable = Self(
        503, "store_unavailable", "What is stored cannot be read at the moment. Ask again later.",
        retrySeconds: 10)

    /// By a rule of token, policy or budget; what a header may not hold is left out of the reason.
    public static func refused(
        code: Int, rule: String, reason: String, retrySeconds: Int?
    ) -> Self {
        let printable = reason.unicodeScalars.filter { (0x20...0x7E).contains($0.value) }
        return Self(
            code, rule, String(String.UnicodeScalarView(printable.prefix(400))),
            retrySeconds: retrySeconds)
    }

    private init(_ code: Int, _ rule: String, _ reason: String, retrySeconds: Int? = nil) {
        self.init(code: code, rule: rule, reason: reason, retrySeconds: retrySeconds)
    }
}
