/// What one client may cost the server, whoever it is.
struct ServerLimits: Sendable {
    /// Open at once; of a further one, the longest that has asked for nothing yet is closed.
    var connections = 128
    /// Request line and headers.
    var headBytes = 8_192
    /// Of a request; none by default.
    var bodyBytes = 0
    /// From opening to the last byte of the request.
    var requestTime = Duration.seconds(5)
    /// From the request to the last byte of the answer taken.
    var answerTime = Duration.seconds(10)
    /// A socket whose reader takes nothing for so long is closed.
    var stallTime = Duration.seconds(30)
    /// How often the deadlines are looked at.
    var tick = Duration.milliseconds(500)
    /// Bytes that the system holds for a slow reader.
    var sendBuffer: Int32 = 131_072

    init() {}
}
