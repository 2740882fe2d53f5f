import Foundation
import Testing

@testable import routelings

@Suite struct WatchingTests {
    private typealias Glimpse = SaveDetector.Glimpse

    private let before = SaveDetector.Glimpse(inode: 1, size: 10, modified: 1)

    @Test func aFileThatRestsIsNoSave() {
        var detector = SaveDetector(first: before)
        #expect((0..<5).allSatisfy { _ in !detector.look(before) })
    }

    @Test func aSaveCountsOnceWhenItHasComeToRest() {
        var detector = SaveDetector(first: before)
        let half = Glimpse(inode: 1, size: 0, modified: 2)
        let whole = Glimpse(inode: 1, size: 12, modified: 3)
        #expect(
            [half, whole, whole, whole].map { detector.look($0) } == [false, false, true, false])
    }

    @Test func aNewFileRenamedOverTheOldOneIsASave() {
        var detector = SaveDetector(first: before)
        let renamed = Glimpse(inode: 2, size: 10, modified: 1)
        #expect([nil, renamed, renamed].map { detector.look($0) } == [false, false, true])
    }

    @Test func aFileThatAppearsIsASave() {
        var detector = SaveDetector(first: nil)
        #expect([nil, before, before].map { detector.look($0) } == [false, false, true])
    }

    @Test func whatIsEmptyGetsMoreTimeThanWhatIsNot() throws {
        var detector = SaveDetector(first: before)
        #expect(detector.rest == nil)
        _ = detector.look(Glimpse(inode: 1, size: 0, modified: 2))
        let emptied = try #require(detector.rest)
        _ = detector.look(Glimpse(inode: 1, size: 12, modified: 3))
        #expect(try #require(detector.rest) < emptied)
        _ = detector.look(Glimpse(inode: 1, size: 12, modified: 3))
        #expect(detector.rest == nil)
    }

    @Test func looksUntilNothingStirs() async throws {
        var detector = SaveDetector(first: before)
        var looks = [Glimpse?.none, Glimpse(inode: 2, size: 3, modified: 2)][...]
        let last = Glimpse(inode: 2, size: 12, modified: 3)
        // Missing for a moment: whoever rings next looks again.
        #expect(try await !detector.settles { looks.popFirst() ?? last })
        #expect(try await detector.settles { looks.popFirst() ?? last })
        #expect(try await !detector.settles { last })
    }

    /// Without the kernel's word it would ring once an hour.
    @Test(arguments: ["rename", "swap", "truncate"])
    func theBellRingsForASaveOfEveryKind(_ kind: String) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/bell-\(UUID().uuidString)"
        let file = folder + "/app.py"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("before".utf8).write(to: URL(fileURLWithPath: file))
        let bell = FolderBell(rhythm: .seconds(3_600))
        bell.hang(in: [folder], [file])
        var rings = bell.rings.makeAsyncIterator()
        await rings.next()  // the first of its own
        var detector = SaveDetector(first: SaveDetector.Glimpse(of: file))
        try Self.save(file, kind)
        var isSaved = false
        while !isSaved {
            await rings.next()
            isSaved = try await detector.settles { SaveDetector.Glimpse(of: file) }
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "after")
    }

    private static func save(_ file: String, _ kind: String) throws {
        let (files, text) = (FileManager.default, Data("after".utf8))
        switch kind {
        case "rename":
            try text.write(to: URL(fileURLWithPath: file), options: .atomic)
        case "swap":
            try files.moveItem(atPath: file, toPath: file + "~")
            try text.write(to: URL(fileURLWithPath: file))
            try files.removeItem(atPath: file + "~")
        default:
            let handle = try #require(FileHandle(forWritingAtPath: file))
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: text)
            try handle.close()
        }
    }

    @Test func oneJobRunsAndOneWaits() {
        var queue = CheckQueue<Int>()
        #expect(queue.add(1) == 1)
        #expect(queue.add(2) == nil)
        #expect(queue.add(3) == nil)
        #expect(queue.finish() == 3)
        #expect(queue.finish() == nil)
        #expect(queue.isIdle)
        #expect(queue.add(4) == 4)
    }

    @Test func differencesAreShownAmongWhatStayed() {
        #expect(LineDifference.text(from: "a\nb\nc", to: "a\nx\nc") == " a\n-b\n+x\n c")
        #expect(LineDifference.text(from: "a", to: "a\nb") == " a\n+b")
        #expect(LineDifference.text(from: "a", to: "a").isEmpty)
    }
}
