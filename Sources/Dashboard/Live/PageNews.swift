/// What has happened since somebody looked last.
public struct PageNews: Sendable {
    /// The session, where one has begun or its channels have changed; it comes before the messages.
    public let session: PageSession?
    /// What stands first, each as it is now, then what passes, oldest first.
    public let messages: [PageMessage]
    /// Messages that passed unseen.
    public let dropped: Int

    public init(session: PageSession?, messages: [PageMessage], dropped: Int) {
        self.session = session
        self.messages = messages
        self.dropped = dropped
    }
}
