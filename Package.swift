// swift-tools-version: 6.2
import PackageDescription

/// Strict everywhere: Swift 6 mode, every warning an error, and the features that make
/// imports, existentials and isolation say what they mean.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

// The arrows below are the architecture: see ARCHITECTURE.md. Hosting knows nothing of Course
// and Grading; they meet in the executable, at a base URL and a record of what the host saw.
let package = Package(
    name: "routelings",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "routelings", targets: ["routelings"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    ],
    targets: [
        .target(name: "CLibEdit", linkerSettings: [.linkedLibrary("edit")]),
        .systemLibrary(
            name: "CMarkGFM", pkgConfig: "libcmark-gfm",
            providers: [
                .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"]),
            ]),
        .target(name: "Terminal", dependencies: ["CLibEdit", "CMarkGFM"], swiftSettings: strict),
        .target(name: "Course", dependencies: [yams], swiftSettings: strict),
        .target(
            name: "Hosting", dependencies: [nioCore, nioPosix, nioHTTP1, nioWebSocket],
            resources: [.copy("Python"), .copy("SwiftKit")], swiftSettings: strict),
        .target(
            name: "Grading", dependencies: ["Course", nioCore, nioPosix, nioHTTP1, nioWebSocket],
            swiftSettings: strict),
        .target(name: "Progress", dependencies: ["Course", grdb], swiftSettings: strict),
        .target(
            name: "Tutor", dependencies: ["Course", "Grading", "Progress"], swiftSettings: strict),
        .executableTarget(
            name: "routelings",
            dependencies: [
                "Terminal", "Course", "Hosting", "Grading", "Progress", "Tutor", argumentParser,
            ],
            swiftSettings: strict),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal"], swiftSettings: strict),
        .testTarget(name: "CourseTests", dependencies: ["Course"], swiftSettings: strict),
        .testTarget(
            name: "HostingTests",
            dependencies: ["Hosting", nioCore, nioEmbedded, nioPosix, nioHTTP1, nioWebSocket],
            swiftSettings: strict),
        .testTarget(
            name: "GradingTests", dependencies: ["Grading", "Course"], swiftSettings: strict),
        .testTarget(
            name: "ProgressTests", dependencies: ["Progress", "Course", grdb], swiftSettings: strict
        ),
        .testTarget(
            name: "TutorTests", dependencies: ["Tutor", "Course", "Grading", "Progress"],
            swiftSettings: strict),
        .testTarget(
            name: "RoutelingsTests",
            dependencies: ["routelings", "Course", "Grading", "Hosting", "Terminal", "Tutor"],
            exclude: ["Golden"], resources: [.copy("Learners")], swiftSettings: strict),
    ]
)
