extension FileTaker {
    mutating func takeSources(_ entry: YAMLValue.Entry) {
        guard !entry.value.isEmpty else { return }
        guard case .list(let items) = entry.value.content, !items.isEmpty else {
            return draft.complain(
                "Write a list with an entry for each source, such as - device: auto.",
                about: "sources", at: origin(entry.value.place))
        }
        var found: [SourceDraft] = []
        for (index, item) in items.enumerated() {
            found.append(source(item, key: "sources[\(index)]"))
        }
        sources = found
    }

    private mutating func source(_ value: YAMLValue, key: String) -> SourceDraft {
        let fields = SettingTable.source(boards: boards)
        var source = SourceDraft()
        for entry in keys(of: value, key: key) {
            let key = "\(key).\(entry.key)"
            let origin = origin(entry.value.place)
            if let field = fields.first(where: { $0.name == entry.key }) {
                guard let scalar = scalar(entry.value, key: key),
                    let value = draft.read(scalar, field.rule, key: key, from: origin)
                else { continue }
                field.set(&source.settings, value)
                source.origins[entry.key] = origin
            } else if entry.key == "calibration" {
                source.origins[entry.key] = origin
                guard !entry.value.isWord("none") else { continue }
                source.settings.calibration = calibration(entry.value, key: key)
            } else {
                let text = unknown(entry.key, fields.map(\.name) + ["calibration"])
                draft.complain(text, about: key.shortened, at: self.origin(entry.place))
            }
        }
        return source
    }

    private mutating func calibration(
        _ value: YAMLValue, key: String
    ) -> ConductanceCalibration? {
        let origin = origin(value.place)
        guard case .list(let items) = value.content, items.count == 2 else {
            draft.complain(
                "a calibration has two points. Write a list of two: - counts: 310 and "
                    + "microsiemens: 10, or none.", about: key, at: origin)
            return nil
        }
        var points: [ConductanceCalibration.Point] = []
        for (index, item) in items.enumerated() {
            guard let point = point(item, key: "\(key)[\(index)]") else { continue }
            points.append(point)
        }
        guard points.count == 2 else { return nil }
        let calibration = ConductanceCalibration(points[0], points[1])
        if calibration == nil {
            draft.complain(
                "the two points must differ in counts and in microsiemens.", about: key,
                at: origin)
        }
        return calibration
    }

    private mutating func point(
        _ value: YAMLValue, key: String
    ) -> ConductanceCalibration.Point? {
        var point = ConductanceCalibration.Point(counts: 0, microsiemens: 0)
        var missing = SettingTable.calibrationPoint.map(\.name)
        var isRight = true
        for entry in keys(of: value, key: key) {
            let key = "\(key).\(entry.key)"
            let fields = SettingTable.calibrationPoint
            guard let field = fields.first(where: { $0.name == entry.key }) else {
                draft.complain(
                    unknown(entry.key, fields.map(\.name)), about: key.shortened,
                    at: origin(entry.place))
                isRight = false
                continue
            }
            missing.removeAll { $0 == entry.key }
            guard let scalar = scalar(entry.value, key: key),
                let value = draft.read(
                    scalar, field.rule, key: key, from: origin(entry.value.place))
            else {
                isRight = false
                continue
            }
            field.set(&point, value)
        }
        guard missing.isEmpty else {
            draft.complain(
                "\(missing.joined(separator: " and ")) missing.", about: key,
                at: origin(value.place))
            return nil
        }
        return isRight ? point : nil
    }
}
