import Biosignals

/// A channel as its file describes it, before names are unique and `--map` has had its say.
struct ChannelDraft {
    var name: String
    /// Further spellings under which `--map` finds it.
    var aliases: [String] = []
    var unit: ChannelUnit
    var unitText: String
    var rate: Hertz
    var expectedCount: Int?
    var scale = DigitalScale.identity
    var latchPeriod: Seconds?
    /// What the file itself says of the role; nil leaves it to name and unit.
    var statedRole: ChannelRole??

    /// Unique names, roles from names and units, then the map's roles over them: the channel a map
    /// names has the role, and no other channel of the file keeps it.
    static func channels(
        _ drafts: [ChannelDraft], map: [ChannelRole: String], file: String
    ) throws(RecordingError) -> [Channel] {
        let names = uniqueNames(drafts.map(\.name))
        var roles = drafts.map {
            $0.statedRole
                ?? ChannelRole(channelName: $0.name, unitText: $0.unitText, unit: $0.unit)
        }
        var mapped: [(role: ChannelRole, index: Int)] = []
        for role in ChannelRole.allCases {
            guard let wanted = map[role] else { continue }
            guard let index = find(wanted, in: drafts, names) else {
                throw RecordingError(
                    file: file,
                    problem: .mapNamesNoChannel(role: role, name: wanted, found: names))
            }
            mapped.append((role, index))
        }
        for (role, _) in mapped { roles = roles.map { $0 == role ? nil : $0 } }
        for (role, index) in mapped { roles[index] = role }
        return drafts.indices.map { index in
            Channel(
                name: names[index], role: roles[index], unit: drafts[index].unit,
                unitText: drafts[index].unitText.isEmpty
                    ? ChannelUnit.counts.symbol : drafts[index].unitText, rate: drafts[index].rate,
                expectedCount: drafts[index].expectedCount, scale: drafts[index].scale,
                latchPeriod: drafts[index].latchPeriod)
        }
    }

    /// As written first, then whatever the case.
    private static func find(
        _ wanted: String, in drafts: [ChannelDraft], _ names: [String]
    ) -> Int? {
        let spellings = drafts.indices.map { [names[$0]] + drafts[$0].aliases }
        if let exact = spellings.firstIndex(where: { $0.contains(wanted) }) { return exact }
        let lower = wanted.lowercased()
        return spellings.firstIndex { $0.contains { $0.lowercased() == lower } }
    }

    /// The second `ECG` becomes `ECG_2`.
    static func uniqueNames(_ names: [String]) -> [String] {
        var taken = Set(names)
        var nextNumber: [String: Int] = [:]
        return names.map { name in
            guard var number = nextNumber.updateValue(2, forKey: name) else { return name }
            while !taken.insert("\(name)_\(number)").inserted { number += 1 }
            nextNumber[name] = number + 1
            return "\(name)_\(number)"
        }
    }
}
