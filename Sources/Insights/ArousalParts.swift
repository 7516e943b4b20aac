import Biosignals

/// The windows of a history sorted by what they are good for.
struct ArousalParts {
    let start: Double
    let look: [ArousalWindow]
    /// Still and usable, in the look.
    let skin: [ArousalWindow]
    let heart: [ArousalWindow]
    /// The same before it, electrodes settled.
    let usualSkin: [ArousalWindow]
    let usualHeart: [ArousalWindow]
    /// Before and in it.
    let allSkin: [ArousalWindow]
    /// Of skin, in the 20 minutes before the look.
    let recentSkin: [ArousalWindow]
    /// Windows with a temperature.
    let warmth: [ArousalWindow]
    let usualWarmth: [ArousalWindow]
    let minutes: ArousalMinutes
    let activeMinutesBefore: Double

    private static let driftSpan = 20.0 * 60

    init(_ windows: [ArousalWindow], end: Double, settings: ArousalSettings) {
        let slack = ArousalHistory.slack
        let start = end - settings.look.value
        let settled = Self.settled(windows, settings)
        let isStill = { (window: ArousalWindow) in
            window.state == .still
                && window.acceleration.map { $0 <= settings.accelerationMax } ?? true
        }
        let hasSkin = { (window: ArousalWindow) in
            isStill(window) && window.skin.map { $0.usable >= settings.usableMin } ?? false
        }
        let hasHeart = { (window: ArousalWindow) in
            isStill(window) && window.heart?.heartRate != nil
                && window.heart.map { $0.usable >= settings.usableMin } ?? false
        }
        let look = windows.filter { $0.window.lowerBound >= start - slack }
        let before = windows.filter { $0.window.upperBound <= start + slack }
        let worn = before.filter { $0.window.lowerBound >= settled - slack }
        self.start = start
        self.look = look
        skin = look.filter { hasSkin($0) && $0.window.lowerBound >= settled - slack }
        heart = look.filter(hasHeart)
        usualSkin = worn.filter(hasSkin)
        usualHeart = before.filter(hasHeart)
        allSkin = usualSkin + skin
        recentSkin = usualSkin.filter { $0.window.lowerBound >= start - Self.driftSpan - slack }
        warmth = look.filter { $0.skinTemperature != nil }
        usualWarmth = worn.filter { $0.skinTemperature != nil }
        activeMinutesBefore = before.filter {
            $0.state == .active && $0.window.lowerBound >= start - settings.look.value - slack
        }.reduce(0) { $0 + $1.minutes }
        minutes = Self.minutes(
            look, skin: skin.reduce(0) { $0 + $1.minutes },
            heart: heart.reduce(0) { $0 + $1.minutes }, isStill)
    }

    /// When the electrodes had settled: some time after the skin was first seen, or seen again
    /// after they had been off. In a history as long as its horizon that costs its oldest minutes.
    private static func settled(
        _ windows: [ArousalWindow], _ settings: ArousalSettings
    ) -> Double {
        var put: Double?
        var seen = -Double.infinity
        for window in windows {
            let (from, to) = (window.window.lowerBound, window.window.upperBound)
            let isSeen = window.skin.map { $0.usable >= settings.usableMin } ?? false
            guard isSeen, window.state != .notWorn else {
                if window.state == .notWorn { put = nil }
                continue
            }
            if from - seen > settings.electrodeSettling.value { put = nil }
            put = put ?? from
            seen = to
        }
        return put.map { $0 + settings.electrodeSettling.value } ?? .infinity
    }

    private static func minutes(
        _ look: [ArousalWindow], skin: Double, heart: Double, _ isStill: (ArousalWindow) -> Bool
    ) -> ArousalMinutes {
        var minutes = ArousalMinutes()
        minutes.skin = skin
        minutes.heart = heart
        for window in look {
            switch window.state {
            case .still where isStill(window): minutes.still += window.minutes
            case .still, .active: minutes.moving += window.minutes
            case .asleep: minutes.asleep += window.minutes
            case .notWorn: minutes.notWorn += window.minutes
            case .unknown: minutes.unknown += window.minutes
            }
        }
        return minutes
    }
}
