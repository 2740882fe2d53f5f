import Foundation
import Testing

/// A short run of the fuzzer; `scripts/try-hosting fuzz` is the long one.
@Suite(.serialized) struct FuzzTests {
    @Test(arguments: ["asgi", "wsgi"])
    func mangledRequestsBreakNothing(interface: String) async throws {
        try await Program.inFreshHome { program in
            let script = Program.root.appending(path: "scripts/hosting/fuzz.py").path()
            let python = Program.python ?? "python3"
            let outcome = try await program.run(
                [
                    python, script, "--routelings", Program.executable.path(), "--cases", "300",
                    "--seed", "7", "--interface", interface,
                ], executable: URL(filePath: "/usr/bin/env"))
            #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
            #expect(outcome.output.contains("300 cases"))
        }
    }
}
