import Testing

@testable import Hosting

@Suite struct LastWordsTests {
    @Test func areHeardAsSoonAsBothConnectionsAreAtTheirEnd() {
        #expect(turnsUntilHeard(frames: .closed, output: .closed) == 1)
    }

    @Test func areWaitedForWhileAConnectionMayStillBeAccepted() {
        let turns = LastWords.turnsToArrive + 1
        #expect(turnsUntilHeard(frames: .missing, output: .missing) == turns)
        #expect(turnsUntilHeard(frames: .missing, output: .closed) == turns)
    }

    @Test func areWaitedForLongerWhereAConnectionIsOpen() {
        let turns = LastWords.turnsInAll + 1
        #expect(turnsUntilHeard(frames: .open, output: .closed) == turns)
        #expect(turnsUntilHeard(frames: .missing, output: .open) == turns)
    }

    private func turnsUntilHeard(
        frames: LastWords.Connection, output: LastWords.Connection
    ) -> Int? {
        var words = LastWords()
        return (1...1_000).first { _ in words.areHeard(frames: frames, output: output) }
    }
}
