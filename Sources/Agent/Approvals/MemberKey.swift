public import Trust

/// The key with which a member signs what it says.
public enum MemberKey {
    /// - Returns: nil if there is none.
    /// - Throws: `BrokerAccessError` if it is no key, or others may read it.
    public static func read(_ path: String) throws -> MessageKey? {
        let text: String
        do throws(BrokerAccessError) {
            text = try KeyFile.read(path)
        } catch .missing {
            return nil
        }
        guard let key = MessageKey(seedText: text) else {
            throw BrokerAccessError.notAKey(path: path)
        }
        return key
    }
}
