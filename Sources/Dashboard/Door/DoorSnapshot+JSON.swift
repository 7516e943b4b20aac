extension DoorSnapshot {
    /// As `/v1/status` tells it.
    func json(_ health: DoorHealth) -> JSONValue {
        [
            "agent": .text(agent), "version": .text(version), "instance": .text(instance),
            "mode": .text(mode), "started": .text(UTCText.text(startedMilliseconds)),
            "time": .text(UTCText.text(timeMilliseconds)),
            "alive": .flag(health.isAlive), "ready": .flag(health.isReady),
            "not_ready": .list(health.notReady.map { .text($0) }),
            "session": session.map {
                ["id": .text($0.identifier), "seconds": .number($0.seconds)]
            } ?? .null,
            "boards": .list(boards.map(\.json)), "channels": .list(channels.map(\.json)),
            "measures": .list(measures.map { $0.json(at: timeMilliseconds) }),
            "beats": .list(beats.map(\.json)), "insights": .list(insights.map(\.json)),
            "broker": broker?.json ?? .null,
            "store": [
                "taking": .flag(store.isTaking), "bytes": .count(store.bytes),
                "last_sequence": .number(Double(store.lastSequence)),
            ],
            "clock": [
                "synced": .flag(clock.isSynced), "error_ms": .optional(clock.errorMilliseconds),
            ],
            "process": [
                "cpu_s": .number(process.cpuSeconds),
                "resident_bytes": .count(process.residentBytes),
            ],
        ]
    }
}

extension DoorBoard {
    fileprivate var json: JSONValue {
        [
            "name": .text(name), "model": .text(model), "firmware": .optional(firmware),
            "connected": .flag(isConnected), "samples_received": .count(samplesReceived),
            "samples_lost": .count(samplesLost), "samples_dropped": .count(samplesDropped),
            "skew_ppm": .optional(skewPPM),
        ]
    }
}

extension DoorChannel {
    fileprivate var json: JSONValue {
        [
            "name": .text(name), "role": .text(role), "quality": .optional(quality),
            "reasons": .list(reasons.map { .text($0) }),
        ]
    }
}

extension DoorMeasure {
    fileprivate func json(at timeMilliseconds: Int64) -> JSONValue {
        let isCurrent = isCurrent(at: timeMilliseconds)
        return [
            "name": .text(name.rawValue), "source": .text(source), "unit": .text(unit),
            "value": isCurrent ? .optional(value) : .null,
            "ci95": isCurrent
                ? interval.map { .list([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null
                : .null,
            "reason": .optional(value != nil && !isCurrent ? "outdated" : reason),
            "time": .text(UTCText.text(self.timeMilliseconds)),
        ]
    }
}

extension DoorBeats {
    fileprivate var json: JSONValue {
        ["source": .text(source), "total": .count(total), "edited": .count(edited)]
    }
}

extension DoorInsight {
    fileprivate var json: JSONValue {
        [
            "kind": .text(kind), "count": .count(count), "confidence": .number(confidence),
            "time": .text(UTCText.text(timeMilliseconds)),
        ]
    }
}

extension DoorBroker {
    fileprivate var json: JSONValue {
        [
            "state": .text(state.rawValue), "reason": .optional(reason),
            "events_waiting": .count(eventsWaiting), "events_published": .count(eventsPublished),
            "events_dropped": .count(eventsDropped),
        ]
    }
}
