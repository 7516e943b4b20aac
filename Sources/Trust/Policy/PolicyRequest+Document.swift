import EventContract

extension PolicyRequest {
    static let lengthMax = 16_384

    /// Reads the request out of a request or an evaluation as written: `mode`, `rule`, `verdict`
    /// and `result` are passed over, for they are to be found anew.
    ///
    /// - Returns: the request, and the settings it was decided with, as far as it says so.
    public static func read(
        _ bytes: [UInt8]
    ) throws(Refusal) -> (request: PolicyRequest, settings: PolicySettings) {
        let object = try CanonicalReader.object(bytes, lengthMax: lengthMax, depthMax: 2)
        var outer = MemberReader(object)
        var inner = MemberReader(try outer.object("context"))
        let settings = try PolicySettings(&inner)
        for name in ["rule", "verdict"] where inner.has(name) { _ = try inner.plain(name) }
        if outer.has("result") { _ = try outer.object("result") }
        if outer.has("id") { _ = try outer.plain("id") }
        let context = Context(
            origin: try inner.word(RequestOrigin.self, "origin"), time: try inner.integer("time"),
            label: try inner.word(Label.self, "label"),
            ceiling: try inner.word(Label.self, "ceiling"),
            points: inner.has("points") ? try inner.integer("points") : 0,
            bytes: inner.has("bytes") ? try inner.integer("bytes") : 0,
            credential: inner.has("credential")
                ? try inner.word(Rule.self, "credential") : nil,
            budget: inner.has("budget") ? try inner.word(Rule.self, "budget") : nil,
            tokenEnd: inner.has("token_end") ? try inner.integer("token_end") : nil,
            isApproved: inner.has("approved") ? try inner.truth("approved") : false)
        try inner.finish()
        let request = PolicyRequest(
            agentId: try outer.plain("agentId"), resourceId: try outer.plain("resourceId", 0...256),
            operation: try outer.plain("operation"), context: context)
        try outer.finish()
        return (request, settings)
    }
}

extension PolicySettings {
    fileprivate init(_ reader: inout MemberReader) throws(Refusal) {
        self.init()
        if reader.has("mode") { mode = try reader.word(OperatingMode.self, "mode") }
        if reader.has("agent_ceiling") {
            ceiling = try reader.word(Label.self, "agent_ceiling")
        }
        if reader.has("approval_life") { approvalLife = try reader.integer("approval_life") }
        guard reader.has("answers") else { return }
        for text in try reader.texts("answers", countMax: Operation.allCases.count) {
            guard let given = Self.answer(text) else {
                throw Refusal(.memberValue, "The member answers has a value it cannot have.")
            }
            answers[given.operation] = given.answer
        }
    }
}
