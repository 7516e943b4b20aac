extension ServedAnswer {
    static func json(
        _ status: Int, _ value: JSONValue, headers: [String] = []
    ) -> ServedAnswer {
        ServedAnswer(
            status: status, type: "application/json", headers: headers, body: value.bytes)
    }

    /// A refusal names its rule, and says what to do.
    static func refusal(
        _ status: Int, rule: String, _ reason: String, headers: [String] = []
    ) -> ServedAnswer {
        json(
            status,
            [
                "error": [
                    "code": .count(status), "rule": .text(rule), "reason": .text(reason),
                ]
            ], headers: headers)
    }
}
