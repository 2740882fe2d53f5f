import Testing

@testable import Terminal

@Suite struct MarkdownRendererTests {
    private func plain(_ markdown: String, width: Int = 40) -> String {
        MarkdownRenderer(width: width).render(markdown).plain
    }

    @Test func underlinesHeadings() {
        #expect(
            plain("# Routing\n\n## Paths\n\n### More") == """
                Routing
                ━━━━━━━

                Paths
                ─────

                ### More
                """)
    }

    @Test func wrapsParagraphsAndKeepsHardBreaks() {
        #expect(
            plain("one two three four\nfive  \nsix", width: 12) == "one two\nthree four\nfive\nsix")
    }

    @Test func marksInlines() {
        let text = MarkdownRenderer(width: 80).render("a *b* **c** `d` ~~e~~ [f](http://g)")
        #expect(text.plain == "a b c d e f <http://g>")
        #expect(
            text.spans.map(\.roles) == [
                [], [.emphasis], [], [.strong], [], [.code], [], [.struck], [], [.faint],
            ])
    }

    @Test func readsTheSameFromManyThreadsAtOnce() async {
        await withTaskGroup(of: String.self) { group in
            for _ in 0..<200 { group.addTask { plain("a ~~b~~ | c") } }
            for await text in group { #expect(text == "a b | c") }
        }
    }

    @Test func nestsAndNumbersLists() {
        #expect(
            plain("- one\n  - deep and long enough to wrap\n- two\n\n9. a\n10. b", width: 20) == """
                • one
                  • deep and long
                    enough to wrap
                • two

                 9. a
                10. b
                """)
    }

    @Test func showsTasks() {
        #expect(plain("- [x] done\n- [ ] open") == "[x] done\n[ ] open")
    }

    @Test func barsQuotes() {
        #expect(plain("> a\n>\n> b") == "│ a\n│ \n│ b")
    }

    @Test func alignsTables() {
        #expect(
            plain("| a | b |\n|---|--:|\n| x | 10 |\n| longer | 9 |") == """
                a        b
                ──────  ──
                x       10
                longer   9
                """)
    }

    @Test func keepsCodeAsItIs() {
        #expect(
            plain("```python\ndef f():\n\treturn 1\n\nx\n```") == """
                  def f():
                      return 1

                  x
                """)
    }

    @Test(arguments: [20, 60, 80]) func fitsTheWidth(width: Int) {
        let document = """
            # A heading that goes on for longer than one line of sixty columns can hold

            Text with `code` and a [link](https://example.org/a/very/long/path/that/has/no/space).

            1. item with a paragraph that is long enough to be wrapped at any of the widths

               ```swift
               let answer = await client.get("/tools/7/with/a/very/long/path?and=query&more=parameters")
               ```

            | framework | declares a path parameter | refuses a bad one |
            |-----------|:-------------------------:|------------------:|
            | FastAPI   | in the function's signature | with status 422 |

            > quoted 日本語のとても長いテキストがここにあります日本語のとても長いテキスト
            """
        let text = MarkdownRenderer(width: width).render(document)
        #expect(text.lines.allSatisfy { $0.width <= width })
    }
}
