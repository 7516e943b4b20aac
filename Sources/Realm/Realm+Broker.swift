import Glibc

extension Realm {
    private var configurationFile: String { "\(folder)/nats.conf" }

    /// Where the broker listens, `HOST:PORT`, from nats.conf.
    public func listen() throws(RealmError) -> String {
        let text = try Self.read(configurationFile)
        let line = text.split(separator: "\n").first { $0.hasPrefix("listen: ") }
        guard let line, let listen = line.split(separator: "\"").last, listen.contains(":") else {
            throw .wrong(path: configurationFile, reason: "it has no line `listen: \"HOST:PORT\"`.")
        }
        let host = listen.prefix(upTo: listen.lastIndex(of: ":") ?? listen.endIndex)
        let port = listen.dropFirst(host.count)
        // Everywhere is no place to connect to.
        return host == "0.0.0.0" || host == "[::]" ? "127.0.0.1\(port)" : String(listen)
    }

    /// nats.conf as the roles and keys now say, the address kept.
    ///
    /// - Parameter callout: who is asked about every connection; nil for the static profile.
    public func brokerConfiguration(
        callout: CalloutIdentity? = nil
    ) throws(RealmError) -> BrokerConfiguration {
        var place = BrokerConfiguration.Place(folder: folder)
        if access(configurationFile, F_OK) == 0 {
            let text = try Self.read(configurationFile)
            if let line = text.split(separator: "\n").first(where: { $0.hasPrefix("listen: ") }),
                let listen = line.split(separator: "\"").last,
                let colon = listen.lastIndex(of: ":"),
                let port = Int(listen[listen.index(after: colon)...])
            {
                place.host = String(listen[..<colon])
                place.port = port
            }
        }
        return BrokerConfiguration(
            roles, place: place, publicKeys: try publicKeys(), callout: callout)
    }

    /// Puts it in place by one rename.
    ///
    /// - Returns: false when it was there already.
    public func writeBrokerConfiguration(_ text: String) throws(RealmError) -> Bool {
        if access(configurationFile, F_OK) == 0, try Self.read(configurationFile) == text {
            return false
        }
        try RealmFolder.replace(RealmFile("nats.conf", text), in: folder)
        return true
    }
}
