public import EventContract
public import Reports

extension InsightPayload.Brief.Numbers {
    /// The four numbers as people read them, an em dash for what is not known.
    public var data: [RecordingAccount.Datum] {
        [
            .init(name: "sitting_time", text: sittingTime.map { "\($0) min" } ?? "—"),
            .init(name: "stationary_time", text: stationaryTime.map { "\($0) min" } ?? "—"),
            .init(name: "hrv_trend", text: hrvTrend ?? "—"),
            .init(name: "step_count", text: stepCount.map { "\($0)" } ?? "—"),
        ]
    }
}
