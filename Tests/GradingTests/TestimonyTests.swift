import Testing

@testable import Grading

@Suite struct TestimonyTests {
    private func exchange(_ entered: Int?, _ left: Int?) -> Testimony.Exchange {
        Testimony.Exchange(clientPort: 1, entered: entered, left: left)
    }

    @Test func overlapIsReadFromTheOrderOfEntriesAndExits() {
        let overlapping = Testimony(exchanges: [exchange(1, 4), exchange(2, 5), exchange(3, 6)])
        #expect(overlapping.highWater == 3)
        let serial = Testimony(exchanges: [exchange(1, 2), exchange(3, 4), exchange(5, 6)])
        #expect(serial.highWater == 1)
    }

    @Test func whatNeverLeftIsStillInside() {
        let testimony = Testimony(exchanges: [exchange(1, nil), exchange(2, 3), exchange(4, 5)])
        #expect(testimony.highWater == 2)
    }

    @Test func whatNeverEnteredDoesNotCount() {
        #expect(Testimony(exchanges: [exchange(nil, nil)]).highWater == 0)
    }
}
