extension PageSession {
    /// What makes a message of its own kind for the page; rises when one no longer means the same.
    static let protocolVersion = 1

    /// - Parameter at: seconds since the session began, now.
    func json(at: Double) -> [UInt8] {
        var text = JSONText(reserving: 1_024)
        text.object { object in
            object.key("t")
            object.value("hello")
            object.key("protocol")
            object.value(Self.protocolVersion)
            object.key("version")
            object.value(version)
            object.key("session")
            object.value(id)
            object.key("mode")
            object.value(mode.rawValue)
            object.key("demo")
            object.value(isDemo)
            object.key("title")
            object.value(title)
            object.key("started")
            object.value(started)
            object.key("synced")
            object.value(isSynced)
            object.key("speed")
            object.value(speed)
            object.key("at")
            object.value(at, decimals: 3)
            object.key("duration")
            object.value(duration)
            object.key("channels")
            object.array { list in for channel in channels { channel.write(to: &list) } }
        }
        return text.bytes
    }
}

extension PageSession.Channel {
    fileprivate func write(to text: inout JSONText) {
        text.object { object in
            object.key("id")
            object.value(id)
            object.key("role")
            object.value(role.rawValue)
            object.key("name")
            object.value(name)
            object.key("unit")
            object.value(unit)
            object.key("rate")
            object.value(rate)
            object.key("low")
            object.value(low)
            object.key("high")
            object.value(high)
        }
    }
}
