/// A snapshot as metrics. What is not known has no sample: never a 0, never a NaN in its place.
enum MetricTable {
    private typealias Sample = MetricFamily.Sample

    /// - Parameters:
    ///   - now: seconds of the clock that `loopSeconds` is from.
    ///   - includingMeasured: a person's values too.
    static func families(
        _ snapshot: DoorSnapshot, now: Double, includingMeasured: Bool
    ) -> [MetricFamily] {
        Metric.allCases.compactMap { metric in
            guard includingMeasured || !metric.isMeasured else { return nil }
            let samples = samples(of: metric, snapshot, now)
            return samples.isEmpty ? nil : MetricFamily(metric: metric, samples: samples)
        }
    }

    private static func samples(
        of metric: Metric, _ snapshot: DoorSnapshot, _ now: Double
    ) -> [Sample] {
        switch metric {
        case .buildInfo:
            [Sample(1, [("agent", snapshot.agent), ("version", snapshot.version)])]
        case .loopAge: [Sample(max(0, now - snapshot.loopSeconds))]
        case .ready:
            [Sample(DoorHealth(snapshot, now: now).isReady ? 1 : 0)]
        case .sessionSeconds: snapshot.session.map { [Sample($0.seconds)] } ?? []
        case .clockSynced: [Sample(snapshot.clock.isSynced ? 1 : 0)]
        case .clockError: snapshot.clock.errorMilliseconds.map { [Sample($0 / 1_000)] } ?? []
        case .storeBytes: [Sample(Double(snapshot.store.bytes))]
        case .storeTaking: [Sample(snapshot.store.isTaking ? 1 : 0)]
        case .cpuSeconds: [Sample(snapshot.process.cpuSeconds)]
        case .residentBytes: [Sample(Double(snapshot.process.residentBytes))]
        case .startTime: [Sample(Double(snapshot.startedMilliseconds) / 1_000)]
        case .boardConnected, .samples, .lostSamples, .droppedSamples, .boardSkew:
            ofBoards(metric, snapshot.boards)
        case .quality:
            snapshot.channels.compactMap { channel in
                channel.quality.map {
                    Sample($0, [("channel", channel.name), ("role", channel.role)])
                }
            }
        case .brokerState, .outboxWaiting, .outboxPublished, .outboxDropped:
            snapshot.broker.map { ofBroker(metric, $0) } ?? []
        case .insights:
            snapshot.insights.map { Sample(Double($0.count), [("kind", $0.kind)]) }
        case .insightConfidence:
            snapshot.insights.map { Sample($0.confidence, [("kind", $0.kind)]) }
        case .beats:
            snapshot.beats.map { Sample(Double($0.total), [("source", $0.source)]) }
        case .edits:
            snapshot.beats.map { Sample(Double($0.edited), [("source", $0.source)]) }
        case .heartRate: values(.heartRate, snapshot) { $0.value }
        case .rmssd: values(.rmssd, snapshot) { $0.value }
        case .rmssdLow: values(.rmssd, snapshot) { $0.interval?.lowerBound }
        case .rmssdHigh: values(.rmssd, snapshot) { $0.interval?.upperBound }
        case .breathingRate: values(.breathingRate, snapshot) { $0.value }
        case .skinLevel: values(.skinLevel, snapshot) { $0.value }
        case .temperature: values(.temperature, snapshot) { $0.value }
        case .stationary: values(.stationaryMinutes, snapshot) { $0.value }
        }
    }

    private static func ofBoards(_ metric: Metric, _ boards: [DoorBoard]) -> [Sample] {
        boards.compactMap { board in
            let value: Double? =
                switch metric {
                case .boardConnected: board.isConnected ? 1 : 0
                case .samples: Double(board.samplesReceived)
                case .lostSamples: Double(board.samplesLost)
                case .droppedSamples: Double(board.samplesDropped)
                default: board.skewPPM
                }
            return value.map { Sample($0, [("board", board.name), ("model", board.model)]) }
        }
    }

    private static func ofBroker(_ metric: Metric, _ broker: DoorBroker) -> [Sample] {
        switch metric {
        case .outboxWaiting: [Sample(Double(broker.eventsWaiting))]
        case .outboxPublished: [Sample(Double(broker.eventsPublished))]
        case .outboxDropped: [Sample(Double(broker.eventsDropped))]
        default:
            DoorBroker.State.allCases.map {
                Sample($0 == broker.state ? 1 : 0, [("state", $0.rawValue)])
            }
        }
    }

    /// Only what still holds: a value that is long past is no longer how things are.
    private static func values(
        _ name: DoorMeasure.Name, _ snapshot: DoorSnapshot, _ value: (DoorMeasure) -> Double?
    ) -> [Sample] {
        snapshot.measures.filter {
            $0.name == name && $0.isCurrent(at: snapshot.timeMilliseconds)
        }.compactMap { measure in
            value(measure).map { Sample($0, [("source", measure.source)]) }
        }
    }
}
