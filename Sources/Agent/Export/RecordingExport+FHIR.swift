import Biosignals
import EventContract
import Recordings
import Reports

extension RecordingExport {
    /// A Bundle of Observations: heart rate and variability over the whole recording, the ECG as
    /// sampled data of a minute each.
    mutating func exportFHIR() throws {
        let roles = survey.usedChannels.compactMap { survey.channels[$0].role }
        guard roles.contains(.ecg) || roles.contains(.ppg) else {
            throw ExportError.nothingToObserve(recording: path)
        }
        let file = try ExportFile(destination(name + ".fhir.json"))
        let release: FHIRRelease = settings.fhirRelease == .r4 ? .r4 : .r5
        if survey.start == nil {
            tell("the recording does not say when it began: no effectivePeriod (see --start)")
        }
        var generator = SplitMix64(
            seed: name.utf8.reduce(1_469_598_103_934_665_603) { hash, byte in
                (hash ^ UInt64(byte)) &* 1_099_511_628_211
            })
        var bundle = FHIRBundleText()
        let deviceID = Self.uuid(&generator)
        try file.write(bundle.begin())
        try file.write(
            bundle.entry(
                FHIRDevice(
                    name: "healthypi-agent", version: AgentVersion.text, release: release),
                identifier: deviceID))
        let device = FHIRReference(reference: "urn:uuid:\(deviceID)")
        for observation in try measures(device) {
            try file.write(bundle.entry(observation, identifier: Self.uuid(&generator)))
        }
        for channel in survey.usedChannels where survey.channels[channel].role == .ecg {
            try writeECG(channel, device, release, &bundle, &generator, to: file)
        }
        try file.write(bundle.end())
        try finish(file)
    }

    private func observation(
        _ category: FHIRCategory, _ code: FHIRConcept, _ value: FHIRObservation.Value,
        _ seconds: Range<Double>, _ device: FHIRReference, method: String?
    ) -> FHIRObservation {
        let period = survey.start.map { start in
            let ends = [seconds.lowerBound, seconds.upperBound].map {
                WireTime(
                    millisecondsSince1970: start.advanced(by: Seconds($0)).millisecondsSince1970
                ).text
            }
            return FHIRPeriod(start: ends[0], end: ends[1])
        }
        let subject =
            settings.fhirSubject.map { FHIRReference(reference: $0) }
            ?? FHIRReference(display: "the person recorded")
        return FHIRObservation(
            category: category, code: code, value: value, period: period, subject: subject,
            device: device, method: method)
    }

    private func measures(_ device: FHIRReference) throws -> [FHIRObservation] {
        let findings = try ExportFindings(path, survey, options: options, isStopped: isStopped)
        let input = findings.beats.map { IntervalInput($0, source: findings.beatSource) }
        let result = try input.flatMap { try HRVAnalysis().results(of: $0).first }
        let roles = survey.usedChannels.compactMap { survey.channels[$0].role }
        let isPulse =
            findings.beats == nil ? !roles.contains(.ecg) : findings.beatSource == .ppg
        let seconds = 0..<max(input?.duration ?? survey.duration, 0.001)
        let wanted: [(name: String, code: FHIRConcept, unit: String, ucum: String)] = [
            ("heartRate", FHIRCodes.heartRate, "beats/minute", "/min"),
            (
                "sdnn",
                isPulse
                    ? FHIRCodes.local("prv_sdnn", "Standard deviation of the pulse intervals")
                    : FHIRCodes.sdnn, "ms", "ms"
            ),
            (
                "rmssd",
                FHIRCodes.local(
                    isPulse ? "prv_rmssd" : "rmssd",
                    isPulse
                        ? "RMSSD of the pulse intervals"
                        : "RMSSD, root mean square of successive differences of NN intervals"),
                "ms", "ms"
            ),
        ]
        return wanted.map { name, code, unit, ucum -> FHIRObservation in
            let category = name == "heartRate" ? FHIRCategory.vitalSigns : .procedure
            let way = isPulse ? "from the PPG" : "from the ECG"
            guard let measure = result?.payload.measures[(isPulse ? "prv_" : "") + name] else {
                // What was looked for and is not there is said, never left out.
                let why = "no beats: no detector takes the channel as it is"
                return observation(
                    category, code, .absent(FHIRCodes.absent(why)), seconds, device, method: way)
            }
            func quantity(_ value: Double) -> FHIRQuantity {
                FHIRQuantity(value: value, unit: unit, code: ucum)
            }
            let value: FHIRObservation.Value
            if let known = measure.value {
                value = .quantity(quantity(known.value))
            } else {
                let why = "\(measure.reason ?? "unknown"): \(measure.detail ?? "")"
                value = .absent(FHIRCodes.absent(why))
            }
            var made = observation(
                category, code, value, seconds, device, method: measure.method ?? way)
            if let ends = measure.ci95, ends.count == 2 {
                made.components = [
                    .init(
                        code: FHIRCodes.local("ci95_low", "Lower end of the 95 % interval"),
                        value: quantity(ends[0].value)),
                    .init(
                        code: FHIRCodes.local("ci95_high", "Upper end of the 95 % interval"),
                        value: quantity(ends[1].value)),
                ]
            }
            return made
        }
    }

    /// A minute of ECG in each Observation.
    private static let stretchSeconds = 60.0

    private mutating func writeECG(
        _ index: Int, _ device: FHIRReference, _ release: FHIRRelease,
        _ bundle: inout FHIRBundleText, _ generator: inout SplitMix64, to file: ExportFile
    ) throws {
        let channel = survey.channels[index]
        guard let frame = RecordFrame(shortestFor: [channel.rate]) else { return }
        let choice = choices([index], bits: 32, wholeBaseline: true)[0]
        let size = max(1, Int(Self.stretchSeconds * channel.rate.value))
        let unit =
            channel.unit == .millivolt
            ? FHIRQuantity(value: 0, unit: "mV", code: "mV")
            : FHIRQuantity(
                value: 0, unit: channel.statedUnit,
                code: FHIRQuantity.annotation(channel.statedUnit))
        var numbers: [Int?] = []
        var first = 0
        let rate = channel.rate.value
        func flush() throws {
            guard numbers.contains(where: { $0 != nil }) else {
                first += numbers.count
                numbers = []
                return
            }
            let sampled = FHIRSampledData(
                numbers: numbers, rate: rate, unit: unit, factor: 1 / choice.scale.gain,
                release: release)
            let seconds = (Double(first) / rate)..<(Double(first + numbers.count) / rate)
            let made = observation(
                .procedure, FHIRCodes.ecg, .sampled(sampled), seconds, device,
                method: "channel \(channel.name), \(rate) Hz")
            try file.write(bundle.entry(made, identifier: Self.uuid(&generator)))
            first += numbers.count
            numbers = []
        }
        try frames(frame, of: [index]) { stretch in
            if stretch.firstFrame > first + numbers.count {
                try flush()
                first = stretch.firstFrame
            }
            for value in stretch.samples[0] {
                // What stands for 0 mV in the file stands for 0 here.
                numbers.append(
                    value.isNaN
                        ? nil
                        : Int(
                            (Double(choice.scale.digital(value)) - choice.scale.baseline).rounded())
                )
                if numbers.count == size { try flush() }
            }
        }
        try flush()
    }

    /// A version 4 UUID.
    private static func uuid(_ generator: inout SplitMix64) -> String {
        var bytes: [UInt8] = []
        for _ in 0..<2 {
            let word = generator.next()
            for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * shift))) }
        }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count < 2 ? "0" + text : text
        }
        let cuts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        return cuts.map { digits[$0].joined() }.joined(separator: "-")
    }
}
