import Course
import Testing

@testable import Grading

@Suite struct CookieTests {
    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ("Fri, 1-Jan-2038 3:4:5 GMT", 2_145_927_845),
    ])
    func readsDatesOfEveryForm(text: String, seconds: Int) {
        #expect(CookieDate(text)?.seconds == seconds)
    }

    @Test(arguments: ["", "0", "soon", "Sun, 06 Nov 1994", "Sun, 06 Nov 1994 25:00:00 GMT", "1994"])
    func whatIsNoDateIsNone(text: String) {
        #expect(CookieDate(text) == nil)
    }

    @Test(arguments: [
        ("a=1", "a=1"),
        ("a=1; Max-Age=0", nil),
        ("a=1; Max-Age=-1", nil),
        ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", nil),
        ("a=1; expires=Sat, 01 Jan 2000 00:00:00 GMT", nil),
        ("a=1; expires=Fri, 01 Jan 2100 00:00:00 GMT", "a=1"),
        ("a=1; expires=never", "a=1"),
        // The age counts before the date (RFC 6265, section 5.3).
        ("a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "a=1"),
    ])
    func aCookieThatHasExpiredIsGone(header: String, kept: String?) async {
        let jars = CookieJars()
        let fields = ["a=before", header].map {
            RequestTemplate.Field(name: "Set-Cookie", value: $0)
        }
        let answer = Answer(
            status: 200, headers: fields, body: [], clientPort: 1, duration: .zero)
        await jars.take(answer, for: "ann")
        #expect(await jars.header(for: "ann") == kept)
    }
}
