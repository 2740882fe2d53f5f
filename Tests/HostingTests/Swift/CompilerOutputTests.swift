import Foundation
import Testing

@testable import Hosting

/// What the compiler and the runtime print, read.
struct CompilerOutputTests {
    private static let file = "/learner/Routes.swift"

    private func failure(_ output: String, status: Int = 256) throws -> StartFailure {
        try SwiftDiagnosis.failure(
            of: ProgramEnd(status: status, output: output), file: Self.file,
            start: "/kit/Start.swift")
    }

    @Test func readsErrorsWithTheirPlaceAndLeavesNotesOut() {
        let output = """
            /learner/Routes.swift:3:5: error: var 'n' is not concurrency-safe [#MutableGlobalVariable]
            var n = 0
                ^
            /learner/Routes.swift:3:5: note: convert 'n' to a 'let' constant
            var n = 0
            ~~~ ^
            let
            /kit/Start.swift:7:58: error: cannot find 'addRoutes' in scope
            """
        let errors = CompilerMessage.errors(in: output)
        #expect(errors.map(\.line) == [3, 7])
        #expect(errors.first?.column == 5)
        #expect(errors.first?.text == "var 'n' is not concurrency-safe")
        #expect(errors.first?.source == "var n = 0")
    }

    @Test func putsOurTextOnTopOfTheCompilersWords() throws {
        let failure = try failure(
            """
            /learner/Routes.swift:6:9: error: mutation of captured var 'n' in concurrently-executing code
                    n += 1
                    ^
            """)
        #expect(failure.kind == .compile)
        #expect(
            failure.message == """
                Line 6, column 9: Two requests could write this at the same time; move it into an actor.
                The compiler: mutation of captured var 'n' in concurrently-executing code.
                """)
        #expect(failure.location?.line == 6)
        #expect(failure.location?.source == "n += 1")
    }

    @Test func takesTheErrorThatItCanExplainFirst() throws {
        let failure = try failure(
            """
            /learner/Routes.swift:4:12: error: conflicting arguments to generic parameter 'some R'
                router.get("a") { _, _ in
            /learner/Routes.swift:5:16: error: conflicting arguments to generic parameter 'Value' ('Bool' vs. 'Int')
                    ["open": true, "tools": 3]
            """)
        #expect(failure.location?.line == 5)
        #expect(failure.message.contains("A dictionary literal needs one value type"))
    }

    @Test func showsTheLearnersLinesOnly() throws {
        let failure = try failure(
            """
            /learner/Routes.swift:5:12: error: something new
                router.get("a") { _, _ in
                       ^
            /kit/RouterMethods.swift:135:36: note: where 'some ResponseGenerator' = 'S'
                @discardableResult public func get(
            """)
        #expect(failure.log.contains("Routes.swift:5:12: error: something new"))
        #expect(!failure.log.contains("RouterMethods"))
        #expect(failure.message == "Line 5, column 12: something new.")
    }

    @Test func saysThatAddRoutesIsMissing() throws {
        let failure = try failure("/kit/Start.swift:7:58: error: cannot find 'addRoutes' in scope")
        #expect(failure.kind == .noApp)
        #expect(failure.message.contains("`func addRoutes(to router: Router<AppContext>)`"))
    }

    @Test(arguments: [
        "/learner/Routes.swift:1:8: error: no such module 'Hummingbird'\nimport Hummingbird\n",
        "/learner/Routes.swift:1:8: error: missing required module 'CNIOLinux'\nimport Hummingbird\n",
        "<unknown>:0: error: malformed compiled module: /kit/Hummingbird.swiftmodule\n",
    ])
    func neverBlamesTheLearnerForADamagedKit(output: String) {
        #expect(throws: SwiftKitError.self) { try failure(output) }
    }

    @Test func blamesTheLearnerForAModuleThatNobodyBringsAlong() throws {
        let failure = try failure(
            "/learner/Routes.swift:1:8: error: no such module 'Vapor'\nimport Vapor\n")
        #expect(failure.kind == .moduleNotFound)
    }

    @Test(arguments: [
        (
            "$sSy10FoundationE23removingPercentEncodingSSSgvg", "removingPercentEncoding",
            "Foundation"
        ),
        ("$s20FoundationEssentials4DateVACycfC", "Date", "Foundation"),
        ("$s15Synchronization5MutexVAARi_zrlE", "Mutex", "Synchronization"),
    ])
    func namesTheImportThatIsMissing(symbol: String, member: String, module: String) throws {
        let failure = try failure(
            """
            ld.lld: error: undefined symbol: \(symbol)
            >>> referenced by Routes.swift:7 (/learner/Routes.swift:7)
            >>>               /c/Routes-1.o:($s6Routes03addA02toy11Hummingbird)
            clang: error: linker command failed with exit code 1 (use -v to see invocation)
            """)
        #expect(failure.kind == .compile)
        #expect(
            failure.message
                == "Line 7: `\(member)` belongs to \(module), which the file does not import. "
                + "Add `import \(module)` at the top.")
        #expect(failure.location?.line == 7)
    }

    @Test func saysWhatIsNowhere() throws {
        let failure = try failure(
            "ld: error: undefined reference to 'routelings_nowhere'\nclang: error: failed\n")
        #expect(failure.message.hasSuffix("something that it uses is nowhere: routelings_nowhere."))
        #expect(failure.location == nil)
    }

    @Test func readsACrashWithTheLearnersInnermostLine() {
        let report = CrashReport(
            log: [
                "before", "Swift/ContiguousArrayBuffer.swift:692: Fatal error: Index out of range",
                "",
                "*** Signal 4: Backtracing from 0x7f… done ***",
                "  0                  0x7f closure #1 in _assertionFailure + 623 in libswiftCore.so",
                "  3 [ra]             0x55 closure #1 in addRoutes(to:) + 41 in program at /learner/Routes.swift:8:18",
                "  4 [ra]             0x55 addRoutes(to:) + 4 in program at /learner/Routes.swift:5:12",
            ], file: Self.file)
        #expect(report?.message == "Index out of range")
        #expect(report?.location?.line == 8)
        #expect(report?.location?.column == 18)
    }

    @Test func readsACrashThatNamesTheLearnersLineItself() {
        let report = CrashReport(
            log: ["Routes/Routes.swift:12: Fatal error: Unexpectedly found nil"], file: Self.file)
        #expect(report?.location?.line == 12)
    }

    @Test func keepsWhatWasPrintedAroundABacktrace() {
        func line(_ text: String) -> LogLine { LogLine(source: .raw, text: text) }
        let texts = [
            "hello", "Fatal error: x", "", "*** Signal 4: …", "0 …", "Backtrace took 0.01s",
        ]
        #expect(
            CrashReport.withoutBacktrace(texts.map(line)).map(\.text) == [
                "hello", "Fatal error: x",
            ])
    }
}
