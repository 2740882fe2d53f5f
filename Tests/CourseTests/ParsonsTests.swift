import Testing

@testable import Course

/// Lines that are put in order: how they are made of files, and how files are made of them.
@Suite struct ParsonsTests {
    private static let starter = "app = make()\n\n\n# ____ here\nend()\n"
    private static let solution = """
        app = make()


        @app.get("/")
        def tool(number):
            return {"id": number + 0}


        end()

        """
    private static let mutant = "@app.get(\"/wrong\")\ndef tool(number):\n"

    private func scratch(
        starter: String = starter, distractors: String = "['@app.get(\"/wrong\")']"
    ) throws -> ScratchCourse {
        let course = try ScratchCourse()
        try course.edit(
            ScratchCourse.exercisePath, "mode: fill", "mode: parsons\ndistractors: \(distractors)")
        for track in ["flask", "fastapi"] {
            let folder = "\(ScratchCourse.folder)/\(track)"
            try course.write("\(folder)/starter/app.py", starter)
            try course.write("\(folder)/solution/app.py", Self.solution)
            try course.write("\(folder)/mutants/M1.py", Self.mutant)
        }
        return course
    }

    private func parsons() throws -> Parsons {
        let course = try scratch()
        #expect(try course.problems() == [])
        return try #require(try course.exercise()?.parsons[.flask])
    }

    @Test func thePoolHoldsTheSolutionsLinesAndOthersAndNotInTheirOrder() throws {
        let pool = try parsons().pool
        let lines = ["@app.get(\"/\")", "def tool(number):", "    return {\"id\": number + 0}"]
        #expect(Set(pool) == Set(lines + ["@app.get(\"/wrong\")"]))
        #expect(pool.filter(lines.contains) != lines)
        #expect(try parsons().pool == pool)
    }

    @Test func linesInTheRightOrderAreTheSolutionToTheLetter() throws {
        let parsons = try parsons()
        let order = ["@app.get(\"/\")", "def tool(number):", "    return {\"id\": number + 0}"]
            .compactMap { parsons.pool.firstIndex(of: $0) }.map { $0 + 1 }
        let text = parsons.assembled(order)
        #expect(text.split(separator: "\n") == Self.solution.split(separator: "\n"))
        #expect(text.hasPrefix("app = make()\n\n\n@app.get"))
        #expect(parsons.arrangement(in: text) == order)
    }

    @Test func aStarterHasNoLinesInPlaceAndOnesOwnWorkIsNoArrangement() throws {
        let parsons = try parsons()
        #expect(parsons.arrangement(in: Self.starter) == [])
        #expect(parsons.assembled([]) == Self.starter)
        #expect(parsons.arrangement(in: "app = make()\nmine()\nend()\n") == nil)
        #expect(parsons.arrangement(in: "mine = 1\n" + Self.starter) == nil)
        #expect(parsons.arrangement(in: "") == nil)
    }

    @Test func linesThatAreAlikeAreTakenOnceEach() {
        let parsons = Parsons(before: ["a"], hole: "# ____", after: [], pool: ["x", "y", "x"])
        #expect(parsons.arrangement(in: "a\nx\ny\nx\n") == [1, 2, 3])
        #expect(parsons.arrangement(in: "a\nx\nx\nx\n") == nil)
    }

    @Test func aStarterHasJustOneHole() throws {
        let without = try scratch(starter: "app = make()\nend()\n").problems()
        #expect(without.contains { $0.message.contains("one line with ____, found 0") })
        let twice = try scratch(starter: "app = make()\n# ____\n# ____\nend()\n").problems()
        #expect(twice.contains { $0.message.contains("found 2") && $0.position.line == 3 })
    }

    @Test func theSolutionIsTheStarterFilled() throws {
        let problems = try scratch(starter: "other = make()\n# ____\nend()\n").problems()
        #expect(problems.contains { $0.message.contains("the solution is not this starter") })
    }

    @Test func linesThatDoNotBelongComeFromMutantsAndAreTwoAtMost() throws {
        let strange = try scratch(distractors: "[nowhere]").problems()
        #expect(strange.contains { $0.message.contains("no mutant of flask has the line") })
        let many = try scratch(distractors: "[a, b, c]").problems()
        #expect(many.contains { $0.message.contains("at most 2 lines") })
    }

    @Test func onlyParsonsHaveLinesThatDoNotBelong() throws {
        let course = try ScratchCourse()
        try course.edit(ScratchCourse.exercisePath, "mode: fill", "mode: fill\ndistractors: [a]")
        #expect(
            try course.problems().contains {
                $0.message.contains("only an exercise of mode parsons has distractors")
            })
    }
}
