import Trust

/// nats.conf from the roles: deny by default, one account a member.
public struct BrokerConfiguration: Equatable, Sendable {
    /// Where the broker listens and what it reads.
    public struct Place: Equatable, Sendable {
        public var host: String
        public var port: Int
        /// The realm's folder, absolute.
        public var folder: String

        public init(host: String = "127.0.0.1", port: Int = 4222, folder: String) {
            self.host = host
            self.port = port
            self.folder = folder
        }
    }

    let roles: Roles
    let plan: AccessPlan
    let place: Place
    /// `U…` by member's name.
    let publicKeys: [String: String]
    /// Who is asked about every connection, if anybody is: the strict profile.
    let callout: CalloutIdentity?

    /// - Parameters:
    ///   - publicKeys: NKeys by member's name, the provisioner's among them; a member without one
    ///     cannot connect.
    ///   - callout: nil for the static profile, in which a key alone lets its member in.
    public init(
        _ roles: Roles, place: Place, publicKeys: [String: String],
        callout: CalloutIdentity? = nil
    ) {
        self.callout = callout
        self.roles = roles
        plan = AccessPlan(roles)
        self.place = place
        self.publicKeys = publicKeys
    }

    public var text: String {
        ([head, jetStream, tls, authorization].flatMap { $0 } + ["accounts {"]
            + plan.grants.flatMap(account) + provisioner + answerer + ["}", ""])
            .joined(separator: "\n")
    }

    private var head: [String] {
        [
            "# Written by healthypi-warden from roles.yaml. Change that, and write this anew with:",
            "#   healthypi-warden broker config",
            "# Nobody is let in without a key, and nothing is allowed that does not stand here.",
            "",
            "listen: \(quoted("\(place.host):\(place.port)"))",
            "max_payload: 65536",
            "max_control_line: 4096",
            "max_subscriptions: 128",
            "max_connections: \(roles.members.reduce(8) { $0 + $1.connectionsMax })",
            "max_pending: 8388608",
            "write_deadline: \"5s\"",
            "",
        ]
    }

    private var jetStream: [String] {
        let rooms = roles.members.reduce(0) { $0 + Self.storage($1) }
        return [
            "jetstream {",
            "  store_dir: \(quoted(place.folder + "/jetstream"))",
            "  max_memory_store: 16777216",
            "  max_file_store: \(rooms)",
            "  # An acknowledgement is sent when the event is on the disk, not before.",
            "  sync_interval: always",
            "}",
            "",
        ]
    }

    private var tls: [String] {
        [
            "tls {",
            "  cert_file: \(quoted(place.folder + "/keys/broker/server.crt"))",
            "  key_file: \(quoted(place.folder + "/keys/broker/server.key"))",
            "  ca_file: \(quoted(place.folder + "/ca/ca.crt"))",
            "  verify: true",
            "  min_version: \"1.3\"",
            "  timeout: 5",
            "}",
            "",
        ]
    }

    private func account(_ grant: Grant) -> [String] {
        let member = grant.member
        var lines = ["", "  # \(member.about.isEmpty ? member.name : member.about)"]
        lines.append("  \(quoted(member.name)) {")
        if !grant.streams.isEmpty {
            lines.append(
                "    jetstream: {max_file: \(Self.storage(member)), max_memory: 0, "
                    + "max_streams: \(grant.streams.count)}")
        }
        lines.append("    limits: {max_connections: \(member.connectionsMax)}")
        lines += group(
            "exports", (grant.exports + Self.provisioning(grant)).map(export))
        lines += group("imports", grant.imports.map(imported))
        // In the strict profile whoever is asked lets it in, with what its token allows.
        guard callout == nil else { return lines + ["    users: []", "  }"] }
        lines += user(
            member.name, publish: grant.publishAllowed.map(\.description),
            subscribe: grant.listenAllowed.map(\.text))
        return lines + ["  }"]
    }

    private var authorization: [String] {
        guard let callout else { return [] }
        let users = [callout.login, publicKeys[Roles.provisioner]].compactMap { $0 }
        return [
            "# Every other connection is asked about, and let in with a token only. Run:",
            "#   healthypi-warden broker callout --realm \(place.folder)",
            "authorization {",
            "  auth_callout {",
            "    issuer: \(callout.issuer)",
            "    auth_users: [\(users.joined(separator: ", "))]",
            "    account: \(CalloutIdentity.account)",
            "  }",
            "  timeout: 5",
            "}",
            "",
        ]
    }

    private var answerer: [String] {
        guard let callout else { return [] }
        return [
            "", "  # Says who is let in, and can do nothing else",
            "  \(CalloutIdentity.account) {", "    limits: {max_connections: 2}",
        ]
            + user(
                key: callout.login, publish: ["$SYS._INBOX.>", "_INBOX.>"],
                subscribe: ["$SYS.REQ.USER.AUTH", "_INBOX_\(CalloutIdentity.name).>"])
            + ["  }"]
    }

    private var provisioner: [String] {
        let name = Roles.provisioner
        let imports = plan.grants.flatMap { grant in
            Self.provisioning(grant).map {
                imported(
                    Grant.Import(
                        kind: .service, from: grant.member.name, subject: $0.subject,
                        local: Self.provisioned($0.subject)))
            }
        }
        return ["", "  # Makes streams and buckets, and can do nothing else", "  \(name) {"]
            + ["    limits: {max_connections: 2}"] + group("imports", imports)
            + user(
                name, publish: ["\(Self.provisionPrefix).*.*"],
                subscribe: ["_INBOX_\(name).>"])
            + ["  }"]
    }

    private func export(_ export: Grant.Export) -> String {
        "{\(Self.word(export.kind)): \(quoted(export.subject.description))"
            + (export.kind == .survey ? ", response_type: stream" : "")
            + ", accounts: [\(export.to.map(quoted).joined(separator: ", "))]}"
    }

    private func imported(_ one: Grant.Import) -> String {
        "{\(Self.word(one.kind)): {account: \(quoted(one.from)), subject: "
            + "\(quoted(one.subject.description))}"
            + (one.local.map { ", to: \(quoted($0.description))" } ?? "") + "}"
    }

    private func user(_ name: String, publish: [String], subscribe: [String]) -> [String] {
        user(key: publicKeys[name], publish: publish, subscribe: subscribe)
    }

    private func user(key: String?, publish: [String], subscribe: [String]) -> [String] {
        guard let key else { return ["    users: []"] }
        return [
            "    users: [", "      {", "        nkey: \(key)",
            "        allowed_connection_types: [STANDARD]", "        permissions: {",
        ] + rule("publish", publish) + rule("subscribe", subscribe)
            + ["        }", "      }", "    ]"]
    }

    /// An empty list of what is allowed would allow everything.
    private func rule(_ name: String, _ allowed: [String]) -> [String] {
        guard !allowed.isEmpty else { return ["          \(name): {deny: [\">\"]}"] }
        return ["          \(name): {allow: ["] + allowed.map { "            " + quoted($0) }
            + ["          ]}"]
    }

    private func group(_ name: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["    \(name): ["] + lines.map { "      " + $0 } + ["    ]"]
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.map { "\"\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "\""
    }
}

extension BrokerConfiguration {
    private static func word(_ kind: Grant.Kind) -> String {
        kind == .stream ? "stream" : "service"
    }

    /// Bytes of disk an account may fill: its stream and its bucket.
    static func storage(_ member: Member) -> Int {
        (member.stream == nil ? 0 : member.storageMebibytes << 20)
            + (member.bucket == nil ? 0 : MemberStream.bucketBytes)
    }

    /// What stands for `$JS.API.STREAM` with the provisioner, whose own account has no JetStream
    /// and would answer as well.
    public static let provisionPrefix = "provision"

    private static func provisioned(_ subject: Subject) -> Subject {
        Subject(tokens: [provisionPrefix] + subject.tokens.dropFirst(3))
    }

    /// What an account lets the provisioner ask.
    static func provisioning(_ grant: Grant) -> [Grant.Export] {
        grant.streams.flatMap { stream in
            ["CREATE", "UPDATE", "INFO"].map {
                Grant.Export(
                    kind: .service, subject: Subject(tokens: ["$JS", "API", "STREAM", $0, stream]),
                    to: [Roles.provisioner])
            }
        }
    }
}

extension Member {
    /// Each of its agents delivers on one connection, listens on another and answers on a third; one
    /// more for who tests it.
    fileprivate var connectionsMax: Int { 3 * agentsMax + 1 }
}
