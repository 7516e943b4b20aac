/// The data keys of a sealed store, one for each session, kept outside of the database: a copy of
/// the database does not hold them, and without its key a session's rows are noise.
public protocol SessionKeys: Sendable {
    /// A fresh key for a session, kept; nil where new sessions are not sealed.
    func make(for session: String) throws -> (any PayloadCodec)?

    func codec(of session: String) -> (any PayloadCodec)?

    /// - Parameter name: as rows remember it.
    func codec(named name: String) -> (any PayloadCodec)?

    /// Makes all that was ever sealed with it unreadable. No key is fine.
    func destroy(of session: String) throws(StorageError)
}

/// Which session goes on, and with whose keys rows are sealed.
struct SessionSealing {
    var codecs: [String: any PayloadCodec] = [:]
    /// Events belong to it.
    var open: String?
}
