import Biosignals
import DeviceProtocols

extension DeviceOutput {
    /// What was said before an instant of the device's counter, and what from then on.
    func split(
        at seconds: Double, channels: [Channel]
    ) -> (before: DeviceOutput, after: DeviceOutput) {
        var (before, after) = (self, self)
        func isBefore(_ index: Int, _ channel: Int) -> Bool {
            guard channels.indices.contains(channel) else { return true }
            let rate = channels[channel].rate.value
            return (Double(index) + 0.5) / rate <= seconds
        }
        before.blocks = blocks.filter { isBefore($0.start, $0.channel) }
        after.blocks = blocks.filter { !isBefore($0.start, $0.channel) }
        before.losses = losses.filter { isBefore($0.samples.lowerBound, $0.channel) }
        // The time that the restart took is the clock's to say.
        after.losses = losses.filter {
            !isBefore($0.samples.lowerBound, $0.channel) && $0.cause != .restart
        }
        before.reports = reports.filter { $0.seconds < seconds }
        after.reports = reports.filter { $0.seconds >= seconds }
        before.contacts = contacts.filter { $0.seconds < seconds }
        after.contacts = contacts.filter { $0.seconds >= seconds }
        before.marks = marks.filter { $0.seconds < seconds }
        after.marks = marks.filter { $0.seconds >= seconds }
        return (before, after)
    }
}
