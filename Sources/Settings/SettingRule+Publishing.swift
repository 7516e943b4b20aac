extension SettingRule {
    /// `none`, or a broker's address, whose login is never repeated in a message.
    static let broker = custom { scalar throws(SettingRefusal) in
        let text = try Self.text(scalar)
        if text == "none" { return .none }
        let address = try BrokerAddress(text)
        if address.hasLogin {
            switch scalar.source {
            case .environment:
                throw SettingRefusal(
                    "the address holds a login, and no secret is taken from the environment. "
                        + "Put it in the configuration file, mode 0600.")
            case .file(_, isReadableByOthers: true):
                throw SettingRefusal(
                    "the address holds a login, and others can read this file. "
                        + "Close it: chmod 0600.")
            case .file, .commandLine: break
            }
        }
        return .text(text)
    }

    /// `none`, or a path as `path` takes it.
    static let pathOrNone = custom { scalar throws(SettingRefusal) in
        try Self.text(scalar) == "none" ? .none : try Self.path.read(scalar)
    }

    static let ceiling = custom { scalar throws(SettingRefusal) in
        let text = try Self.text(scalar)
        guard PublishSettings.Ceiling(rawValue: text) != nil else {
            throw SettingRefusal(
                (text == "restricted"
                    ? "restricted data (beats and waveforms) is never published. "
                    : "\(text.quoted) is not taken. ")
                    + "Write public, internal or confidential.")
        }
        return .text(text)
    }

    /// Whether Home Assistant is told of the agent, and of what.
    static let homeAssistant = custom { scalar throws(SettingRefusal) in
        let text = try Self.text(scalar)
        if text == "none" { return .none }
        guard text == "internal" || text == "confidential" else {
            throw SettingRefusal(
                "\(text.quoted) is not taken. Write none, internal (what holds no measured value) "
                    + "or confidential (measured values too).")
        }
        return .text(text)
    }

    /// `none`, or where something is served; whether it may be served there is for the server to say.
    static let addressOrNone = custom { scalar throws(SettingRefusal) in
        let text = try Self.text(scalar)
        if text == "none" { return .none }
        guard (1...64).contains(text.utf8.count), text == text.printable,
            !text.contains(" ")
        else {
            throw SettingRefusal(
                "\(text.quoted) is not taken. Write none, or an address such as 127.0.0.1:9464.")
        }
        return .text(text)
    }
}
