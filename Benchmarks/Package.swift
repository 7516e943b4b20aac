// swift-tools-version: 6.2
// Speed and accuracy, apart from the product so that nobody builds them by accident.

import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func program(
    _ name: String, _ folder: String, _ rooms: [String], also: [Target.Dependency] = [],
    besides: [String] = []
) -> Target {
    .executableTarget(
        name: name,
        dependencies: rooms.map { .product(name: $0, package: "healthypi-agent") } + also,
        path: folder, exclude: besides, swiftSettings: settings)
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
                "Recordings", "Respiration", "Sedentary", "Synthesis", "TestKit",
            ],
            besides: ["count_bouts.py", "fit_movement.py", "peers.py", "requirements.txt"]),
        program(
            "benchmarks", "Benchmarks",
            [
                "Biosignals", "DeviceProtocols", "ECG", "EDA", "HRV", "PPG", "Recordings",
                "Synthesis",
            ], also: ["CAllocations"], besides: ["peer_hrv.py"]),
        .target(name: "CAllocations", path: "CAllocations"),
        program("soak", "Soak", ["Acquisition", "Biosignals", "DeviceProtocols"]),
    ]
)
