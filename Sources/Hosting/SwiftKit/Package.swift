// swift-tools-version: 6.2
import PackageDescription

// What learners' Swift apps are compiled against: Hummingbird and the kit, as one dynamic library
// that is built once. Routelings copies this package into its cache folder and builds it there.
let package = Package(
    name: "RoutelingsKit",
    platforms: [.macOS(.v15)],
    products: [.library(name: "RoutelingsKit", type: .dynamic, targets: ["RoutelingsKit"])],
    dependencies: [
        // Without its traits it needs no configuration package: a quarter less to build.
        .package(
            url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1",
            traits: []),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
    ],
    targets: [
        .target(
            name: "RoutelingsKit",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ]
)
