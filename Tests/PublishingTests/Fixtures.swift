import Publishing

func event(_ sequence: UInt64, payload: String = "{}") -> OutgoingEvent {
    OutgoingEvent(
        sequence: sequence, id: "01TEST\(sequence)",
        subject: "health.events.write.healthypi.internal.quality",
        type: "io.healthypi.event.quality.v1", timeMilliseconds: 0, payload: Array(payload.utf8))
}
