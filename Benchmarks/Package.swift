// swift-tools-version: 6.2
// Speed and accuracy, apart from the product so that nobody builds them by accident.

import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func rooms(_ names: [String]) -> [Target.Dependency] {
    names.map { .product(name: $0, package: "healthypi-agent") }
}

func program(
    _ name: String, _ folder: String, _ used: [String], also: [Target.Dependency] = [],
    besides: [String] = []
) -> Target {
    .executableTarget(
        name: name, dependencies: rooms(used) + also, path: folder, exclude: besides,
        swiftSettings: settings)
}

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "healthypi-agent", path: "..")],
    targets: [
        program("synthesize", "Synthesize", ["Biosignals", "Recordings", "Synthesis"]),
        program(
            "scorecard", "Scorecards",
            [
                "Acquisition", "Agent", "Biosignals", "DSP", "ECG", "EDA", "HRV", "PPG",
                "Insights", "Recordings", "Respiration", "Sedentary", "Synthesis", "TestKit",
            ], also: ["Calibrating"],
            besides: ["count_bouts.py", "fit_movement.py", "peers.py", "requirements.txt"]),
        program(
            "benchmarks", "Benchmarks",
            [
                "Biosignals", "DeviceProtocols", "ECG", "EDA", "EventContract", "HRV",
                "NATSPublishing", "PPG", "Publishing", "Recordings", "Storage", "Synthesis",
                "Trust",
            ], also: ["BrokerLoad", "CAllocations", "CSyncs"], besides: ["peer_hrv.py"]),
        .target(
            name: "BrokerLoad",
            dependencies: rooms([
                "Biosignals", "CNATS", "EventContract", "NATSPublishing", "Publishing", "Storage",
                "TestKit", "Trust",
            ]), path: "BrokerLoad", swiftSettings: settings),
        .target(
            name: "Calibrating", dependencies: rooms(["Biosignals", "Insights", "Sedentary"]),
            path: "Calibrating", swiftSettings: settings),
        program("calibrate", "Calibrate", ["Insights"], also: ["Calibrating"]),
        .target(name: "CAllocations", path: "CAllocations"),
        .target(name: "CSyncs", path: "CSyncs"),
        program(
            "soak", "Soak",
            [
                "Acquisition", "Biosignals", "DeviceProtocols", "NATSPublishing", "Publishing",
                "Storage", "Trust",
            ], also: ["BrokerLoad"]),
    ]
)
