import EventContract
import NATSPublishing
import Synchronization

/// What others say on the broker: a connection of its own beside the delivery, so that neither
/// waits for the other. Nothing here blocks; what was said while it was away is not made up for.
final class BrokerListening: Sendable {
    static let feedback = "health.feedback.*"

    let link: BrokerLink
    /// One for each subject: a realm allows the three by name, and no wildcard.
    private let context: [BrokerInbox]
    private let answers: BrokerInbox
    private let news = Mutex<[BrokerNotice]>([])

    /// Begins to listen, in the background.
    init(_ access: BrokerAccess) async {
        link = BrokerLink(access.settings)
        var inboxes: [BrokerInbox] = []
        for topic in ContextMessage.Topic.allCases {
            inboxes.append(await link.subscribe(topic.subject))
        }
        context = inboxes
        answers = await link.subscribe(Self.feedback)
        Task { [link] in await link.run() }
        Task { [weak self, notices = link.notices] in
            for await notice in notices { self?.note(notice) }
        }
    }

    /// Messages of `health.context.*` since this was last asked.
    func takeContext() -> [IncomingMessage] { context.flatMap { $0.takeAll() } }

    /// Messages of `health.feedback.*` since this was last asked.
    func takeAnswers() -> [IncomingMessage] { answers.takeAll() }

    /// What happened to the connection since this was last asked.
    func takeNews() -> [BrokerNotice] {
        news.withLock { news in
            defer { news = [] }
            return news
        }
    }

    func stop() async { await link.stop() }

    private func note(_ notice: BrokerNotice) {
        news.withLock {
            // Nobody asks for a while: the newest tell how it stands.
            if $0.count >= 64 { $0.removeFirst() }
            $0.append(notice)
        }
    }
}
