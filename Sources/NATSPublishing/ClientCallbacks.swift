import CNATS

/// Called by cnats on threads of its own. The library's default prints to standard error, which
/// is not its to write on; what went wrong is read from the connection afterwards instead.
nonisolated let quietErrorHandler:
    @convention(c) (
        OpaquePointer?, OpaquePointer?, natsStatus, UnsafeMutableRawPointer?
    ) -> Void = { _, _, _, _ in }
