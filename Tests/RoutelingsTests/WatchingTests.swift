import Foundation
import Testing

@testable import routelings

@Suite struct WatchingTests {
    private typealias Glimpse = SaveDetector.Glimpse

    private let before = SaveDetector.Glimpse(inode: 1, size: 10, modified: 1)
    private let start = ContinuousClock.now

    /// What comes of looks at a file, ten milliseconds after one another.
    private func sights(
        _ glimpses: [Glimpse?], first: Glimpse?, isFinished: Bool = false
    ) -> [SaveDetector.Sight] {
        var detector = SaveDetector(first: first)
        return glimpses.enumerated().map { index, glimpse in
            let now = start.advanced(by: .milliseconds(10 * index))
            return detector.look(glimpse, at: now, isFinished: isFinished)
        }
    }

    @Test func aFileThatRestsIsNoSave() {
        let looks = [Glimpse?](repeating: before, count: 5)
        #expect(sights(looks, first: before).allSatisfy { $0 == .rest })
    }

    @Test func aSaveCountsOnceWhenItHasComeToRest() {
        let half = Glimpse(inode: 1, size: 5, modified: 2)
        let whole = Glimpse(inode: 1, size: 12, modified: 3)
        #expect(
            sights([half, whole, whole, whole, whole], first: before) == [
                .stirs(.milliseconds(20)), .stirs(.milliseconds(20)), .stirs(.milliseconds(10)),
                .saved, .rest,
            ])
    }

    @Test func whatIsSaidToBeFinishedCountsAtOnce() {
        let whole = Glimpse(inode: 1, size: 12, modified: 3)
        #expect(sights([whole, whole], first: before, isFinished: true) == [.saved, .rest])
    }

    @Test func aNewFileRenamedOverTheOldOneIsASave() {
        let renamed = Glimpse(inode: 2, size: 10, modified: 1)
        #expect(sights([nil, renamed, renamed, renamed], first: before).last == .saved)
    }

    @Test func aFileThatAppearsIsASave() {
        #expect(sights([nil, before, before, before], first: nil).last == .saved)
    }

    @Test(arguments: [true, false])
    func whatIsEmptyGetsMoreTimeThanWhatIsNot(isFinished: Bool) {
        let emptied = Glimpse(inode: 1, size: 0, modified: 2)
        let looks = sights(
            Array(repeating: emptied, count: 13), first: before, isFinished: isFinished)
        #expect(looks.first == .stirs(.milliseconds(120)))
        #expect(looks.firstIndex(of: .saved) == 12)
    }

    /// Without the system's word it would ring once an hour.
    @Test(.timeLimit(.minutes(1)), arguments: ["rename", "swap", "truncate"])
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
        _ = await rings.next()  // the first of its own
        var detector = SaveDetector(first: SaveDetector.Glimpse(of: file))
        try Self.save(file, kind)
        var sight = SaveDetector.Sight.rest
        while sight != .saved {
            let ring = await rings.next()
            // A time that does not go on: what has to be told is that it is finished.
            sight = detector.look(
                .init(of: file), at: start, isFinished: ring?.finished.contains("app.py") == true)
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
