/// Whether a port is opened so that bytes can be sent to it, and what for.
///
/// The agent sends SMP requests to a HealthyPi 6 and nothing else. Both its ports are silent at first
/// and only an answer tells which is which, so both are asked with an echo; the data port ignores
/// it. What follows goes to the port that has answered. A port whose frames are coming is never
/// asked.
public enum WriteRule: Equatable, Sendable {
    /// Never. Such a port is opened for reading only, so that the kernel refuses to send.
    case never
    /// The id is a HealthyPi 6's: a port of it that stays silent is asked.
    case onceSilent
    /// Anything may be there: a silent port is asked only if the user says that it is a HealthyPi 6,
    /// or has named it by its path beside other sources and not said what it is.
    case onceSilentIfNamed
}
