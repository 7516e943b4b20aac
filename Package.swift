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
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

func room(_ name: String, _ uses: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: uses, resources: resources, swiftSettings: settings)
}

func program(_ name: String, _ uses: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: uses, swiftSettings: settings)
}

func tests(_ name: String, _ uses: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: uses + ["TestKit"], exclude: goldenFolders(of: name),
        swiftSettings: settings)
}

/// Tests read their Golden/ folder from where it lies; it is not bundled.
func goldenFolders(of name: String) -> [String] {
    let withGolden: Set<String> = []
    return withGolden.contains(name) ? ["Golden"] : []
}

let package = Package(
    name: "healthypi-agent",
    dependencies: [
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1")
    ],
    targets: [
        .systemLibrary(name: "CFFTW", pkgConfig: "fftw3", providers: [.apt(["libfftw3-dev"])]),
        .systemLibrary(name: "CNATS", pkgConfig: "libnats", providers: [.apt(["libnats-dev"])]),
        room("Biosignals"),
        room("DSP", ["Biosignals", "CFFTW", real]),
        .target(name: "TestKit", path: "Tests/TestKit", swiftSettings: settings),
    ]
)
