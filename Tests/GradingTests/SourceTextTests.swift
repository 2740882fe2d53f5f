import Testing

@testable import Grading

@Suite struct SourceTextTests {
    private let source = SourceText(
        file: "app.py",
        text: """
            @app.put("/a")
            def put():
                return 1


            @app.patch("/a")
            def patch():
                return 2
            """)

    @Test func aPatternIsLookedForInTheHandlerFirst() {
        #expect(source.place(matching: "return", handler: 7)?.line == 8)
        #expect(source.place(matching: "@app", handler: 7)?.line == 6)
        #expect(source.place(matching: "return")?.line == 3)
    }

    @Test func whatIsNotInTheHandlerIsLookedForAnywhere() {
        #expect(source.place(matching: "put", handler: 7)?.line == 1)
        #expect(source.place(matching: "delete", handler: 7) == nil)
    }

    @Test func aFunctionGoesFromItsDecoratorsToItsLastLine() {
        #expect(source.functionText(at: 2) == "@app.put(\"/a\")\ndef put():\n    return 1")
        #expect(source.functionText(at: 7) == "@app.patch(\"/a\")\ndef patch():\n    return 2")
        #expect(source.functionText(at: 99).isEmpty)
    }

    @Test func aWholeLineIsUnderlinedWithoutItsIndent() {
        #expect(source.place(line: 3)?.columns == 4..<12)
        #expect(source.place(line: 99) == nil)
    }

    @Test(arguments: [0, 1, 7])
    func aColumnThatTheLineDoesNotHaveIsTheWholeLine(column: Int) {
        let source = SourceText(file: "Routes.swift", text: "func f() {\n\n")
        #expect(source.place(line: 2, column: column) == source.place(line: 2))
    }
}
