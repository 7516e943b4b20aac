import Biosignals
import DeviceProtocols

extension DeviceOutput {
    private static let indexMax = 1 << 50

    /// Without blocks and losses at indices that no device counts to.
    var possible: DeviceOutput {
        func isPossible(_ index: Int) -> Bool { index.magnitude <= Self.indexMax }
        func isPossible(_ range: Range<Int>) -> Bool {
            isPossible(range.lowerBound) && isPossible(range.upperBound)
        }
        if blocks.allSatisfy({ isPossible($0.start) }),
            losses.allSatisfy({ isPossible($0.samples) })
        {
            return self
        }
        var output = self
        output.blocks.removeAll { !isPossible($0.start) }
        output.losses.removeAll { !isPossible($0.samples) }
        return output
    }

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
        before.motions = motions.filter { $0.seconds < seconds }
        after.motions = motions.filter { $0.seconds >= seconds }
        return (before, after)
    }
}
