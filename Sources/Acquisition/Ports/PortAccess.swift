import Glibc

/// Who may open a device node, and whether this process may: what `doctor` needs to name the
/// mistake behind "permission denied".
public struct PortAccess: Equatable, Sendable {
    public let owner: String
    public let group: String
    /// The permission bits, such as 0o660.
    public let mode: UInt32
    /// Whether this process may read and write it, by whatever right.
    public let isPermitted: Bool
    /// Whether this process runs with the node's group.
    public let isInGroup: Bool
    /// Whether the group's list names this user. True without `isInGroup`: the user was added
    /// after logging in.
    public let isListedInGroup: Bool

    /// - Returns: nil if there is no such device node.
    public init?(examining path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFCHR else { return nil }
        let user = Self.userName(of: geteuid())
        let group = Self.group(of: status.st_gid)
        self.init(
            owner: Self.userName(of: status.st_uid) ?? "\(status.st_uid)",
            group: group?.name ?? "\(status.st_gid)", mode: status.st_mode & 0o7777,
            isPermitted: access(path, R_OK | W_OK) == 0,
            isInGroup: Self.processGroups().contains(status.st_gid),
            isListedInGroup: user.map { group?.members.contains($0) ?? false } ?? false)
    }

    init(
        owner: String, group: String, mode: UInt32, isPermitted: Bool, isInGroup: Bool,
        isListedInGroup: Bool
    ) {
        self.owner = owner
        self.group = group
        self.mode = mode
        self.isPermitted = isPermitted
        self.isInGroup = isInGroup
        self.isListedInGroup = isListedInGroup
    }

    /// The command that mends it, one sentence; nil if nothing is wrong.
    public var remedy: String? {
        if isPermitted { return nil }
        guard mode & 0o060 == 0o060, group != "root" else {
            return "Install hardware/udev/ and replug the device: the node belongs to "
                + "\(owner):\(group) with mode \(String(mode, radix: 8))."
        }
        return isListedInGroup
            ? "Log out and in again: this user has been added to the group \(group) since."
            : "Run: sudo usermod -aG \(group) $USER, then log out and in again."
    }

    private static func userName(of id: uid_t) -> String? {
        getpwuid(id).map { String(cString: $0.pointee.pw_name) }
    }

    private static func group(of id: gid_t) -> (name: String, members: [String])? {
        guard let entry = getgrgid(id) else { return nil }
        var members: [String] = []
        var next = entry.pointee.gr_mem
        while let member = next?.pointee {
            members.append(String(cString: member))
            next = next?.successor()
        }
        return (String(cString: entry.pointee.gr_name), members)
    }

    private static func processGroups() -> [gid_t] {
        var groups = [gid_t](repeating: 0, count: 65_536)
        let count = getgroups(Int32(groups.count), &groups)
        return [getegid()] + groups.prefix(max(Int(count), 0))
    }
}
