/// One of our ways from a signal to what is in it.
struct Pass: Sendable {
    /// `live` or `offline`: the columns of the summary.
    let name: String
    let run: @Sendable (Signal) throws -> Found

    static let live = "live"
    static let offline = "offline"
}
