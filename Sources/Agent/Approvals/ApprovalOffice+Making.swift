public import Storage
public import Trust

extension ApprovalOffice {
    /// For a running agent.
    ///
    /// - Parameters:
    ///   - trustFolder: a realm's `trust/`, looked at again when its files change.
    ///   - recordings: the folder that holds one folder for each session.
    ///   - person: as in the settings.
    public init(
        store: Store, trust: ApprovalTrust, trustFolder: String, key: MessageKey,
        options: ApprovalOptions, stateDirectory: String, recordings: String, person: String,
        clock: @escaping @Sendable () -> ClockReading,
        tell: @escaping @Sendable (String) -> Void
    ) {
        let work = RecordedWork(
            store: store, recordings: recordings, exports: stateDirectory + "/exports",
            person: PersonalRecords.pseudonym(of: person, in: store), key: key,
            forgetBucket: { try BucketKey.forget(in: stateDirectory) })
        self.init(
            store: store, trust: trust, trustFolder: TrustFolder(path: trustFolder), key: key,
            work: work, options: options, clock: clock, tell: tell)
    }

    /// Looks at the time once a second until cancelled, and then waits for what is under way.
    public func run() async {
        while !Task.isCancelled {
            tick()
            try? await ContinuousClock().sleep(for: .seconds(1))
        }
        await settle()
        close()
    }
}
