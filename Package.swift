// swift-tools-version: 6.2
// The map of the house: one line per room, in the order the arrows allow (bottom floor first).

import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let real: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let fox: Target.Dependency = .product(name: "FlyingFox", package: "FlyingFox")
let foxSockets: Target.Dependency = .product(name: "FlyingSocks", package: "FlyingFox")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

/// Built into the program, each served under its own name.
let page = [
    "canvas.js", "connection.js", "index.html", "insights.js", "main.js", "page.css", "poincare.js",
    "session.js", "spectrum.js", "status.js", "tachogram.js", "tiles.js", "timeline.js",
    "traces.js",
    "words.js",
]

/// The signal rooms are optimized in debug builds too: hours of signal go through the tests. What one
/// takes from another is inlined then, and a change in an inlinable body alone compiles no other room
/// again: after one, `make clean`, or touch the rooms that use it.
let signal: [SwiftSetting] =
    settings + [
        .unsafeFlags(["-O", "-disable-incremental-imports"], .when(configuration: .debug))
    ]

func signalRoom(_ name: String, _ uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: signal)
}

func room(_ name: String, _ uses: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: uses, resources: resources, swiftSettings: settings)
}

func program(_ name: String, _ uses: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: uses, swiftSettings: settings)
}

/// Tests read their Golden/ and Tools/ folders from where they lie; they are not bundled.
func tests(_ name: String, _ uses: [Target.Dependency], besides: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: uses + ["TestKit"], exclude: besides, swiftSettings: settings)
}

let package = Package(
    name: "healthypi-agent",
    products: [
        .executable(name: "healthypi-agent", targets: ["AgentCLI"]),
        .executable(name: "healthypi-warden", targets: ["WardenCLI"]),
    ]
        + [
            "Biosignals", "DSP", "Recordings", "Synthesis", "ECG", "PPG", "EDA", "Respiration",
            "HRV", "Insights", "Sedentary",
            "Acquisition", "Agent", "CNATS", "DeviceProtocols", "EventContract", "Storage",
            "Publishing", "NATSPublishing", "TestKit", "Trust",
        ]
        .map { .library(name: $0, targets: [$0]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // 0
        .systemLibrary(name: "CFFTW", pkgConfig: "fftw3", providers: [.apt(["libfftw3-dev"])]),
        .systemLibrary(name: "CNATS", pkgConfig: "libnats", providers: [.apt(["libnats-dev"])]),
        .systemLibrary(name: "CTimex"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CUdev", pkgConfig: "libudev", providers: [.apt(["libudev-dev"])]),
        signalRoom("Biosignals"),
        // 1
        signalRoom("DSP", ["Biosignals", "CFFTW", real]),
        .target(
            name: "EventContract", exclude: ["Schemas"], swiftSettings: settings),
        room("Settings", [yams]),
        // 2
        signalRoom("ECG", ["Biosignals", "DSP", real]),
        signalRoom("PPG", ["Biosignals", "DSP", real]),
        signalRoom("EDA", ["Biosignals", "DSP", real]),
        signalRoom("Respiration", ["Biosignals", "DSP", real]),
        signalRoom("DeviceProtocols", ["Biosignals"]),
        signalRoom("Recordings", ["Biosignals"]),
        signalRoom("Synthesis", ["Biosignals", real]),
        // 3
        signalRoom("HRV", ["Biosignals", "DSP", real]),
        signalRoom("Sedentary", ["Biosignals", real]),
        room("Acquisition", ["Biosignals", "CUdev", "CZlib", "DeviceProtocols", "Recordings"]),
        room("Publishing"),
        room("Trust", ["EventContract", crypto]),
        // 4
        signalRoom("Insights", ["Biosignals", "HRV", "Sedentary", real]),
        room("Storage", ["Biosignals", "Publishing", "Recordings", grdb]),
        room("NATSPublishing", ["Publishing", "CNATS"]),
        room(
            "Realm", ["EventContract", "Settings", "Trust", asn1, x509],
            resources: [.embedInCode("roles.yaml")]),
        // 5
        room("Reports", ["Biosignals", "DSP", "EventContract", "HRV", "Sedentary", real]),
        room(
            "Dashboard", ["Trust", fox, foxSockets],
            resources: page.map { .embedInCode("Page/\($0)") }),
        // 6
        room(
            "Agent",
            [
                "Acquisition", "Biosignals", "CTimex", "DSP", "Dashboard", "DeviceProtocols",
                "ECG", "EDA", "EventContract", "HRV", "Insights", "NATSPublishing", "PPG",
                "Publishing", "Recordings", "Reports", "Respiration", "Sedentary", "Storage",
                "Synthesis", "Trust", real,
            ]),
        // 7
        program(
            "AgentCLI",
            [
                "Acquisition", "Agent", "Biosignals", "Dashboard", "DeviceProtocols",
                "EventContract", "HRV", "Insights", "NATSPublishing", "Publishing", "Realm",
                "Recordings", "Reports", "Sedentary", "Settings", "Storage", "Trust", arguments,
            ]),
        program(
            "WardenCLI",
            [
                "Dashboard", "EventContract", "NATSPublishing", "Publishing", "Realm", "Settings",
                "Trust", arguments,
            ]),

        .target(
            name: "TestKit", dependencies: ["Biosignals"], path: "Tests/TestKit",
            swiftSettings: settings),
        tests("BiosignalsTests", ["Biosignals"]),
        tests("DSPTests", ["Biosignals", "DSP", real], besides: ["Golden"]),
        tests("EventContractTests", ["EventContract"]),
        tests("ECGTests", ["Biosignals", "DSP", "ECG", real]),
        tests("PPGTests", ["Biosignals", "DSP", "PPG", real]),
        tests("EDATests", ["Biosignals", "DSP", "EDA", real]),
        tests("RespirationTests", ["Biosignals", "DSP", "Respiration", real]),
        tests(
            "DeviceProtocolsTests", ["Biosignals", "DeviceProtocols"], besides: ["Golden"]),
        tests("SettingsTests", ["Settings"]),
        tests("RecordingsTests", ["Biosignals", "Recordings"], besides: ["Golden"]),
        tests("SynthesisTests", ["Biosignals", "Synthesis", real]),
        tests("HRVTests", ["Biosignals", "DSP", "HRV", real], besides: ["Golden"]),
        tests("SedentaryTests", ["Biosignals", "Sedentary"]),
        tests(
            "AcquisitionTests", ["Acquisition", "Biosignals", "DeviceProtocols", "Recordings"],
            besides: ["Mock"]),
        tests("PublishingTests", ["Publishing"]),
        tests("TrustTests", ["EventContract", "Trust"], besides: ["Golden"]),
        tests(
            "InsightsTests",
            ["Biosignals", "EDA", "HRV", "Insights", "Sedentary", "Synthesis", real]),
        tests(
            "StorageTests",
            ["Acquisition", "Biosignals", "Publishing", "Recordings", "Storage", grdb]),
        tests(
            "NATSPublishingTests", ["NATSPublishing", "Publishing", "Storage", "Trust"]),
        tests(
            "RealmTests",
            [
                "EventContract", "NATSPublishing", "Publishing", "Realm", "Settings", "Trust",
                "WardenCLI",
            ]),
        tests(
            "ReportsTests",
            ["Biosignals", "DSP", "EventContract", "HRV", "Reports", "Sedentary"]),
        tests("DashboardTests", ["Dashboard", "Trust"], besides: ["Tools"]),
        tests(
            "AgentTests",
            [
                "Acquisition", "Agent", "AgentCLI", "Biosignals", "Dashboard", "DeviceProtocols",
                "EventContract", "HRV", "Insights", "NATSPublishing", "Publishing", "Recordings",
                "Reports", "Sedentary", "Settings", "Storage", "Synthesis", "Trust", real,
            ]),
        tests(
            "EndToEndTests",
            [
                "Acquisition", "Agent", "AgentCLI", "Biosignals", "Dashboard", "DeviceProtocols",
                "EventContract", "NATSPublishing", "Publishing", "Storage", "Trust", "WardenCLI",
            ],
            besides: ["Golden", "Tools"]),
    ]
)
