import Testing

@testable import Course

@Suite struct TemplateTests {
    let values: [String: JSON] = [
        "n": 7, "tag": "two words/ü", "list": [1, "a"], "on": true, "fees": [1, 2, .double(0.5)],
        "tool": ["name": "saw", "ids": [3, 4]], "a-b": 9,
    ]

    @Test(
        arguments: [
            ("${30 - n}", 23), ("${n + 2 * 3}", 13), ("${(n + 2) * 3}", 27),
            ("${n / 2}", .double(3.5)),
            ("${14 / n}", 2), ("${sum(fees)}", .double(3.5)), ("${count(list) - 1}", 1),
            ("${max(tool.ids)}", 4), ("${min(fees)}", .double(0.5)), ("${tool.name}", "saw"),
            ("${tool.ids[-1]}", 4), ("${tool.ids[*]}", [3, 4]), ("${a-b}", 9), ("${a-b - 1}", 8),
            // What has no result is null, never a failure: an answer may hold anything.
            ("${tool.nothing}", nil), ("${tag + 1}", nil), ("${n / 0}", nil), ("${sum(n)}", nil),
        ] as [(String, JSON)])
    func worksOut(text: String, expected: JSON) throws {
        #expect(try Template(text).value(with: values) == expected)
    }

    @Test(arguments: ["${}", "${n -}", "${n n}", "${(n}", "${n[}", "${sun(n)}", "${n:pth}", "${-}"])
    func refusesWhatIsNoExpression(text: String) {
        #expect(throws: TemplateError.self) { try Template(text) }
    }

    @Test func writesAValueInAForm() throws {
        let values: [String: JSON] = ["x": "a<b>&\"c'", "login": "ada:1:ü"]
        #expect(try "${x:html}".filled(with: values) == "a&lt;b&gt;&amp;&quot;c&#x27;")
        #expect(try "Basic ${login:base64}".filled(with: values) == "Basic YWRhOjE6w7w=")
    }

    @Test(arguments: [
        ("/tools/${n}", "/tools/7"), ("${n}${n}", "77"), ("no places", "no places"),
        ("costs $5 and {x} and $", "costs $5 and {x} and $"), ("", ""),
        ("/tags/${tag:path}", "/tags/two%20words%2F%C3%BC"), ("/tags/${tag}", "/tags/two words/ü"),
        ("is ${list}, ${on}", "is [1, \"a\"], true"),
    ])
    func fillsText(text: String, expected: String) throws {
        #expect(try text.filled(with: values) == expected)
    }

    @Test func keepsUnreservedCharactersInAPathSegment() throws {
        let text = "AZaz09-._~"
        #expect(try "${x:path}".filled(with: ["x": .string(text)]) == text)
    }

    @Test func keepsTheTypeOfAValueThatStandsAlone() throws {
        let json: JSON = ["id": "${n}", "list": ["${list}", "n is ${n}"], "${n}": nil]
        let expected: JSON = ["id": 7, "list": [[1, "a"], "n is 7"], "${n}": nil]
        #expect(try json.filled(with: values) == expected)
    }

    @Test func fillsEveryPartOfARequest() throws {
        let template = RequestTemplate(
            method: "POST", target: "/${n}", headers: [.init(name: "X", value: "${on}")],
            body: .form([.init(name: "a", value: "${n}")]))
        let filled = try template.filled(with: values)
        #expect(filled.target == "/7")
        #expect(filled.headers == [.init(name: "X", value: "true")])
        #expect(filled.body == .form([.init(name: "a", value: "7")]))
    }

    @Test func fillsPredicates() throws {
        let predicate = Predicate.all([
            .equals("${n}"), .not(.oneOf(["${n}", 3])), .count(.compares(.less, "${n}")),
            .startsWith("${n}."),
        ])
        let expected = Predicate.all([
            .equals(7), .not(.oneOf([7, 3])), .count(.compares(.less, 7)), .startsWith("7."),
        ])
        #expect(try predicate.filled(with: values) == expected)
    }

    @Test func escapesValuesInPatterns() throws {
        let filled = try Predicate.matches("^${x}$").filled(with: ["x": "a.b(c"])
        #expect(filled == .matches("^a\\.b\\(c$"))
        let meant = try Predicate.matches("^${x}$", meaning: "just ${x}").filled(with: ["x": "a.b"])
        #expect(meant == .matches("^a\\.b$", meaning: "just a.b"))
    }

    @Test func namesTheUnknownName() {
        #expect {
            try "/${nn}".filled(with: values)
        } throws: { error in
            "\(error)" == "nothing is called \"nn\" for ${nn}: did you mean \"n\"?"
        }
    }

    @Test(arguments: ["${n", "${}", "${1a}", "${a b}", "${n:upper}"])
    func refusesWhatIsNoTemplate(text: String) {
        #expect(throws: TemplateError.self) { try Template(text) }
    }

    @Test func leavesUnknownNamesAsTheyAreWhenAsked() {
        #expect("${n} ${x} ${y:path}".filledWhereKnown(with: values) == "7 ${x} ${y:path}")
        #expect("${n} ${".filledWhereKnown(with: values) == "${n} ${")
    }
}

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("expct", "expect"), ("hitn", "hint"), ("HINT", "hint"), ("expectation", nil),
        ("les", "lesson"), ("x", nil), ("", nil), ("hints", "hint"), ("lsson", "lesson"),
    ])
    func findsTheNearestWord(word: String, expected: String?) {
        #expect(Suggestion.nearest(to: word, among: ["expect", "hint", "lesson"]) == expected)
    }
}
