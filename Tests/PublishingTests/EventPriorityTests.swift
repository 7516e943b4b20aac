import Publishing
import Testing

@Suite struct EventPriorityTests {
    @Test(arguments: [
        ("io.healthypi.event.quality.v1", EventPriority.signal),
        ("io.healthypi.event.contact.v1", .signal), ("io.healthypi.event.hr.v1", .heartRate),
        ("io.healthypi.event.hrv.v1", .measure), ("io.healthypi.event.eda.v1", .measure),
        ("io.healthypi.event.gap.v1", .frame), ("io.healthypi.event.security.v1", .never),
        ("io.healthypi.insight.quality.v1", .never), ("io.healthypi.nudge.trend.v1", .never),
        ("io.healthypi.event.newkind.v1", .never), ("", .never), ("a.b.event.hr.v1", .never),
    ])
    func theClassOfAType(_ type: String, _ priority: EventPriority) {
        #expect(EventPriority(type: type) == priority)
    }
}
