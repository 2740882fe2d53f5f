import Foundation
import NIOCore
import Testing

@testable import Hosting

@Suite struct OutputLogTests {
    /// Where a thread stands, as CPython's faulthandler writes it.
    private func dump(_ file: String, line: Int) -> ByteBuffer {
        ByteBuffer(
            string: """
                Thread 0x00007f01 (most recent call first):
                  File "/usr/lib/python3/threading.py", line 320 in wait

                Current thread 0x00007f02 (most recent call first):
                  File "\(file)", line \(line) in index

                """)
    }

    @Test func aDumpTellsThePlaceWithTheTextOfItsLine() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "app.py").path
        try "def index():\n    while True: pass\n".write(
            toFile: file, atomically: false, encoding: .utf8)
        var log = OutputLog()
        log.expectDump()
        #expect(log.receive(raw: dump(file, line: 2)).isEmpty)
        let place = SourceLocation(
            file: file, line: 2, function: "index", source: "while True: pass")
        #expect(log.standing(below: folder.path) == place)
    }

    @Test func aPlaceInAFileThatIsGoneIsToldWithoutIt() {
        var log = OutputLog()
        log.expectDump()
        _ = log.receive(raw: dump("/nowhere/app.py", line: 2))
        let place = SourceLocation(file: "/nowhere/app.py", line: 2, function: "index")
        #expect(log.standing(below: "/nowhere") == place)
    }
}
