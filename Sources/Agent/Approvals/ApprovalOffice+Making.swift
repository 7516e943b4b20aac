public import Storage
public import Trust

extension ApprovalOffice {
    /// For a running agent.
    ///
    /// - Parameters:
    ///   - believed: whose word counts, and by which clock.
    ///   - granting: what `believed` was made with.
    ///   - recordings: the folder that holds one folder for each session.
    ///   - person: as in the settings.
    public init(
        store: Store, believed: AgentTrust, granting: GrantingOptions, key: MessageKey,
        options: ApprovalOptions, stateDirectory: String, recordings: String, person: String,
        tell: @escaping @Sendable (String) -> Void
    ) {
        let work = RecordedWork(
            store: store, recordings: recordings, exports: stateDirectory + "/exports",
            person: PersonalRecords.pseudonym(of: person, in: store), key: key,
            forgetBucket: { try BucketKey.forget(in: stateDirectory) })
        self.init(
            store: store, believed: believed, granting: granting, key: key, work: work,
            options: options, tell: tell)
    }

    /// Looks at the time once a second until cancelled, and then waits for what is under way.
    public func run() async {
        while !Task.isCancelled {
            tick()
            try? await ContinuousClock().sleep(for: .seconds(1))
        }
        await end()
    }
}
