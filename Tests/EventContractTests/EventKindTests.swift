import EventContract
import Testing

@Suite struct EventKindTests {
    @Test func measuredValuesTravelAsConfidential() {
        #expect(
            EventKind.event(.hrv).subject(agent: "healthypi")
                == "health.events.write.healthypi.confidential.hrv")
        #expect(
            EventKind.event(.session).subject(agent: "pi2")
                == "health.events.write.pi2.internal.session")
    }

    @Test func anInsightHasAnInternalAndAConfidentialHalf() {
        #expect(
            EventKind.nudge(.stationary).subject(agent: "healthypi")
                == "health.insights.write.healthypi.internal.stationary")
        #expect(
            EventKind.insight(.stationary).subject(agent: "healthypi")
                == "health.insights.write.healthypi.confidential.stationary")
        #expect(EventKind.nudge(.trend).type == "io.healthypi.nudge.trend.v1")
        #expect(EventKind.insight(.trend).schema == "urn:healthypi:schema:insight.trend:1")
    }

    @Test func nothingIsPublishedAboveConfidential() {
        for kind in EventKind.Event.allCases {
            #expect(EventKind.event(kind).label <= .confidential)
        }
        for kind in EventKind.Insight.allCases {
            #expect(EventKind.nudge(kind).label == .internal)
        }
    }
}
