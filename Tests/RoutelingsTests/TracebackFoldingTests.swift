import Testing

@testable import routelings

/// What is left of tracebacks in `log`.
@Suite struct TracebackFoldingTests {
    private static let traceback = """
        Traceback (most recent call last):
          File "/env/lib/site-packages/flask/app.py", line 1511, in wsgi_app
            response = self.full_dispatch_request()
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          File "/home/me/routelings/flask/hello/app.py", line 8, in index
            return 1 / 0
                   ~~^~~
        ZeroDivisionError: division by zero
        """

    private func folded(_ text: String) -> [String] {
        TracebackFolding(file: "app.py").folded(text.split(separator: "\n").map(String.init))
    }

    @Test func onlyTheLearnersFramesAndTheExceptionAreLeft() {
        let printed = "before\n" + Self.traceback + "\nafter"
        #expect(
            folded(printed) == [
                "before", "  app.py:8 in index: return 1 / 0",
                "ZeroDivisionError: division by zero", "after",
            ])
    }

    @Test func whatIsPrintedTwiceIsToldOnce() {
        #expect(folded(Self.traceback + "\nand\n" + Self.traceback).count == 3)
    }

    @Test func aGroupIsReadLikeItsMembers() {
        let group = """
              + Exception Group Traceback (most recent call last):
              |   File "/env/lib/site-packages/anyio/x.py", line 1, in run
              |     await self
              | ExceptionGroup: unhandled errors (1 sub-exception)
              +-+---------------- 1 ----------------
                | Traceback (most recent call last):
                |   File "/home/me/app.py", line 3, in index
                |     raise KeyError(1)
                | KeyError: 1
            """
        #expect(
            folded(group) == [
                "ExceptionGroup: unhandled errors (1 sub-exception)",
                "  app.py:3 in index: raise KeyError(1)", "KeyError: 1",
            ])
    }

    @Test func whatIsNoTracebackStays() {
        #expect(folded("a\n  b\nFile \"x\"") == ["a", "  b", "File \"x\""])
    }
}
