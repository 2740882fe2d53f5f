import Course
import Testing

@testable import Grading

@Suite struct UpstreamStateTests {
    @Test func answersAtOnceWithoutAScript() {
        var state = UpstreamState()
        let (caller, released) = state.arrive()
        #expect(released == [caller])
        #expect(state.calls == 1)
    }

    @Test func holdsCallersUntilTheBarrierIsFull() {
        var state = UpstreamState(UpstreamScript(barrier: 3))
        #expect(state.arrive().released.isEmpty)
        #expect(state.arrive().released.isEmpty)
        #expect(!state.isFull)
        #expect(state.arrive().released == [1, 2, 3])
        #expect(state.isFull)
        #expect(state.highWater == 3)
    }

    @Test func aFullBarrierStaysOpen() {
        var state = UpstreamState(UpstreamScript(barrier: 1))
        _ = state.arrive()
        #expect(state.arrive().released == [2])
    }

    @Test func serialCallersNeverFillABarrier() {
        var state = UpstreamState(UpstreamScript(barrier: 2))
        _ = state.arrive()
        #expect(state.open() == [1])
        state.leave(1)
        #expect(state.arrive().released == [2])
        state.leave(2)
        #expect(state.highWater == 1)
        #expect(!state.isFull)
    }

    @Test func aHoldLastsUntilItIsOpened() {
        var state = UpstreamState(UpstreamScript(holds: true))
        #expect(state.arrive().released.isEmpty)
        #expect(state.arrive().released.isEmpty)
        #expect(state.waiting == [1, 2])
        #expect(state.open() == [1, 2])
        #expect(state.arrive().released == [3])
    }
}
