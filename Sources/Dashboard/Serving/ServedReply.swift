/// What a server does with a request.
enum ServedReply: Sendable {
    case answer(ServedAnswer)
    /// The handshake's answer goes out, then the socket belongs to the conversation until it ends;
    /// `ended` is called in any case, also where the client never took the answer.
    case webSocket(
        ServedAnswer, @Sendable (WebSocket) async -> Void, ended: @Sendable () -> Void)
}
