extension PageMessage {
    /// One object, its kind under `t`.
    var json: [UInt8] {
        var text = JSONText()
        text.object { object in
            object.key("t")
            switch self {
            case .wave(let wave): wave.write(to: &object)
            case .mark(let mark): mark.write(to: &object)
            case .quality(let quality): quality.write(to: &object)
            case .tachogram(let tachogram): tachogram.write(to: &object)
            case .poincare(let poincare): poincare.write(to: &object)
            case .spectrum(let spectrum): spectrum.write(to: &object)
            case .tile(let tile): tile.write(to: &object)
            case .timeline(let timeline): timeline.write(to: &object)
            case .insight(let insight): insight.write(to: &object)
            case .status(let status): status.write(to: &object)
            case .ended(let why):
                object.value("ended")
                object.key("text")
                object.value(why)
            }
        }
        return text.bytes
    }
}

extension PageWave {
    fileprivate func write(to object: inout JSONText) {
        object.value("wave")
        object.key("c")
        object.value(channel)
        object.key("at")
        object.value(at, decimals: 5)
        object.key("dt")
        object.value(step)
        object.key("v")
        object.array { list in for value in values { list.value(value, decimals: decimals) } }
    }
}

extension PageMark {
    fileprivate func write(to object: inout JSONText) {
        object.value("mark")
        object.key("c")
        object.value(channel)
        object.key("at")
        object.value(at, decimals: 4)
        object.key("kind")
        object.value(kind.rawValue)
        object.key("q")
        object.value(quality, decimals: 2)
        object.key("state")
        object.value(isGood ? "good" : "doubtful")
    }
}

extension PageQuality {
    fileprivate func write(to object: inout JSONText) {
        object.value("quality")
        object.key("c")
        object.value(channel)
        object.key("from")
        object.value(from, decimals: 3)
        object.key("to")
        object.value(to, decimals: 3)
        object.key("usable")
        object.value(isUsable)
        object.key("q")
        object.value(quality, decimals: 2)
        object.key("reasons")
        object.array(reasons)
    }
}

extension PageTachogram {
    fileprivate func write(to object: inout JSONText) {
        object.value("tachogram")
        object.key("source")
        object.value(source)
        object.key("points")
        object.array { list in
            for point in points {
                list.array { entry in
                    entry.value(point.at, decimals: 3)
                    entry.value(point.milliseconds, decimals: 1)
                    entry.value(point.kind.rawValue)
                }
            }
        }
    }
}

extension PagePoincare {
    fileprivate func write(to object: inout JSONText) {
        object.value("poincare")
        switch self {
        case .plot(let sd1, let sd2, let mean, let points):
            object.key("sd1")
            object.value(sd1)
            object.key("sd2")
            object.value(sd2)
            object.key("mean")
            object.value(mean)
            object.key("points")
            object.array { list in
                for point in points {
                    list.array { entry in for value in point { entry.value(value, decimals: 1) } }
                }
            }
        case .unavailable(let reason):
            object.key("reason")
            object.value(reason)
        }
    }
}

extension PageSpectrum {
    fileprivate func write(to object: inout JSONText) {
        object.value("spectrum")
        switch self {
        case .density(let first, let step, let density, let bands, let breathing, let preset):
            object.key("f0")
            object.value(first)
            object.key("df")
            object.value(step)
            object.key("p")
            object.array { list in for value in density { list.value(value, decimals: 1) } }
            object.key("bands")
            object.array { list in for band in bands { band.write(to: &list) } }
            object.key("breathing")
            if let breathing {
                object.object {
                    $0.key("hz")
                    $0.value(breathing)
                }
            } else {
                object.value(nil as Double?)
            }
            object.key("preset")
            object.value(preset)
        case .unavailable(let reason):
            object.key("reason")
            object.value(reason)
        }
    }
}

extension PageSpectrum.Band {
    fileprivate func write(to list: inout JSONText) {
        list.object { object in
            object.key("name")
            object.value(name)
            object.key("low")
            object.value(low)
            object.key("high")
            object.value(high)
            object.key("power")
            object.value(power)
        }
    }
}

extension PageTile {
    fileprivate func write(to object: inout JSONText) {
        object.value("tile")
        object.key("id")
        object.value(id)
        object.key("label")
        object.value(label)
        object.key("value")
        object.value(value)
        object.key("unit")
        object.value(unit)
        object.key("ci95")
        if let interval95 {
            object.array {
                $0.value(interval95.lowerBound)
                $0.value(interval95.upperBound)
            }
        } else {
            object.value(nil as Double?)
        }
        object.key("noise_floor")
        object.value(noiseFloor)
        object.key("reason")
        object.value(reason)
        object.key("window_s")
        object.value(windowSeconds)
        object.key("at")
        object.value(at, decimals: 3)
        object.key("source")
        object.value(source)
        object.key("method")
        object.value(method)
    }
}

extension PageTimeline {
    fileprivate func write(to object: inout JSONText) {
        object.value("timeline")
        object.key("epochs")
        object.array { list in
            for epoch in epochs {
                list.array { entry in
                    entry.value(epoch.start, decimals: 1)
                    entry.value(epoch.end, decimals: 1)
                    entry.value(epoch.state.rawValue)
                    entry.value(epoch.probability, decimals: 2)
                }
            }
        }
        object.key("replace")
        object.value(true)
    }
}

extension PageInsight {
    fileprivate func write(to object: inout JSONText) {
        object.value("insight")
        object.key("id")
        object.value(id)
        object.key("kind")
        object.value(kind)
        object.key("at")
        object.value(at, decimals: 1)
        object.key("time")
        object.value(time)
        object.key("text")
        object.value(text)
        object.key("reason")
        object.value(reason)
        object.key("brief")
        if let brief {
            object.array(brief)
        } else {
            object.value(nil as String?)
        }
        object.key("confidence")
        object.value(confidence, decimals: 2)
        object.key("confidence_kind")
        object.value(confidenceKind)
        object.key("why")
        object.array(why)
        object.key("would_change_if")
        object.array(wouldChangeIf)
        object.key("limits")
        object.array(limits)
        object.key("verify")
        object.value("healthypi-agent explain \(id) --verify")
    }
}

extension PageStatus {
    fileprivate func write(to object: inout JSONText) {
        object.value("status")
        object.key("device")
        object.object {
            $0.key("state")
            $0.value(device.rawValue)
            $0.key("text")
            $0.value(deviceText)
        }
        object.key("battery_percent")
        object.value(batteryPercent)
        object.key("loss")
        object.object {
            $0.key("lost_samples")
            $0.value(lostSamples)
            $0.key("percent")
            $0.value(lostPercent, decimals: 4)
            $0.key("known")
            $0.value(lossKnowledge.rawValue)
        }
        object.key("clock")
        object.object {
            $0.key("synced")
            $0.value(isClockSynced)
            $0.key("max_error_ms")
            $0.value(clockErrorMilliseconds)
            $0.key("time")
            $0.value(clockTime)
        }
        object.key("broker")
        if let broker {
            object.object {
                $0.key("state")
                $0.value(broker.state)
                $0.key("text")
                $0.value(broker.text)
            }
        } else {
            object.value(nil as String?)
        }
        object.key("position_s")
        object.value(position, decimals: 3)
        object.key("duration_s")
        object.value(duration)
        guard let catchingUpTo else { return }
        object.key("catching_up_to_s")
        object.value(catchingUpTo, decimals: 3)
    }
}
