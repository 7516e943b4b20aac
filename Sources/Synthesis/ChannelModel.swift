import Biosignals

/// One channel's model, whichever it is.
enum ChannelModel: Sendable {
    case ecg(ECGModel, rate: Hertz)
    case ppg(PulseModel, rate: Hertz)
    case eda(ElectrodermalModel, rate: Hertz)
    case respiration(ChestModel, rate: Hertz)
    case acceleration(AccelerationModel, rate: Hertz)

    static func all(rates: SyntheticRates, person: SyntheticPerson) -> [ChannelModel] {
        let (seed, noise) = (person.seed, person.noise)
        var models: [ChannelModel] = []
        if let rate = rates.ecg {
            models.append(.ecg(ECGModel(rate: rate.value, seed: seed, noise: noise), rate: rate))
        }
        if let rate = rates.ppg {
            models.append(.ppg(PulseModel(rate: rate.value, seed: seed, noise: noise), rate: rate))
        }
        if let rate = rates.eda {
            let model = ElectrodermalModel(rate: rate.value, seed: seed, noise: noise)
            models.append(.eda(model, rate: rate))
        }
        if let rate = rates.respiration {
            let model = ChestModel(rate: rate.value, seed: seed, noise: noise)
            models.append(.respiration(model, rate: rate))
        }
        if let rate = rates.acceleration {
            let model = AccelerationModel(rate: rate.value, seed: seed, noise: noise)
            models.append(.acceleration(model, rate: rate))
        }
        return models
    }

    func channel(lasting duration: Seconds) -> Channel {
        let (name, role, unit, rate): (String, ChannelRole, ChannelUnit, Hertz) =
            switch self {
            case .ecg(_, let rate): ("ECG", .ecg, .millivolt, rate)
            case .ppg(_, let rate): ("PPG", .ppg, .counts, rate)
            case .eda(_, let rate): ("EDA", .eda, .microsiemens, rate)
            case .respiration(_, let rate): ("RESP", .respiration, .counts, rate)
            case .acceleration(_, let rate): ("ACC", .acceleration, .standardGravity, rate)
            }
        let count = (duration.value * rate.value).rounded(.up)
        return Channel(
            name: name, role: role, unit: unit, unitText: unit.symbol, rate: rate,
            expectedCount: Int(exactly: count))
    }

    /// The sample at `seconds`; called once per sample, in order.
    mutating func next(at seconds: Double, body: SyntheticBody) -> Double {
        let motion = body.schedule.state(at: seconds).motion
        switch self {
        case .ecg(var model, let rate):
            let value = model.next(
                at: seconds, beats: body.heart.beats, breathing: body.breathing, motion: motion)
            self = .ecg(model, rate: rate)
            return value
        case .ppg(var model, let rate):
            let value = model.next(
                at: seconds, pulses: body.pulses, breathing: body.breathing, motion: motion)
            self = .ppg(model, rate: rate)
            return value
        case .eda(var model, let rate):
            let value = model.next(at: seconds, scrs: body.sudomotor.scrs, motion: motion)
            self = .eda(model, rate: rate)
            return value
        case .respiration(var model, let rate):
            let value = model.next(at: seconds, breathing: body.breathing, motion: motion)
            self = .respiration(model, rate: rate)
            return value
        case .acceleration(var model, let rate):
            let value = model.next(motion: motion)
            self = .acceleration(model, rate: rate)
            return value
        }
    }
}
