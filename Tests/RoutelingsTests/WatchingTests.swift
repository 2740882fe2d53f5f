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
