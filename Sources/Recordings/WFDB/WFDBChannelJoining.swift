public import Biosignals

extension Channel {
    /// The channels of several records as one list: names unique (those that two devices share are
    /// prefixed with their device), then the map's roles over those that the records gave.
    ///
    /// - Parameter records: in order, each with the name of its device.
    /// - Throws: `RecordingError` if the map names no channel; by its name here or in its record.
    public static func joined(
        _ records: [(device: String, channels: [Channel])], map: [ChannelRole: String], file: String
    ) throws(RecordingError) -> [Channel] {
        var counts: [String: Int] = [:]
        for channel in records.flatMap(\.channels) { counts[channel.name, default: 0] += 1 }
        let drafts = records.flatMap { record in
            record.channels.map { channel in
                ChannelDraft(
                    name: counts[channel.name] == 1
                        ? channel.name : record.device + "_" + channel.name,
                    aliases: [channel.name], unit: channel.unit, unitText: channel.unitText,
                    rate: channel.rate, expectedCount: channel.expectedCount, scale: channel.scale,
                    latchPeriod: channel.latchPeriod, statedRole: .some(channel.role))
            }
        }
        return try ChannelDraft.channels(drafts, map: map, file: file)
    }
}
