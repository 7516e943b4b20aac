/// The messages of one subscription, for one reader: bounded, the oldest go when it is full.
/// It lasts through lost connections; what was said meanwhile is not made up for.
public struct BrokerInbox: AsyncSequence, Sendable {
    public typealias Failure = Never

    /// The subject subscribed to, wildcards and all.
    public let subject: String
    let group: String?
    let queue: MessageQueue

    /// What waits now, oldest first, without waiting for more.
    public func takeAll() -> [IncomingMessage] { queue.takeAll() }

    public func makeAsyncIterator() -> Iterator { Iterator(queue: queue) }

    public struct Iterator: AsyncIteratorProtocol {
        let queue: MessageQueue

        /// The next message; nil when the link has stopped.
        public mutating func next() async -> IncomingMessage? { await queue.next() }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async -> IncomingMessage? { await queue.next() }
    }
}
