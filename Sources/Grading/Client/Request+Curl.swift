import Course

extension Request {
    /// The request as a curl command line for a POSIX shell.
    package func curl(base: String) -> String {
        var words = ["curl", "-i"]
        if method == "HEAD" {
            words.append("-I")
        } else if method != (body == nil ? "GET" : "POST") {
            words += ["-X", method]
        }
        for field in headers { words += ["-H", "\(field.name): \(field.value)".shellQuoted] }
        if let body { words += ["--data-raw", String(decoding: body, as: UTF8.self).shellQuoted] }
        if target.contains("/../") || target.contains("/./") { words.append("--path-as-is") }
        words.append((base + target).shellQuoted)
        return words.joined(separator: " ")
    }
}

extension String {
    /// The text as one word of a POSIX shell, quoted only where it must be.
    package var shellQuoted: String {
        let isPlain =
            !isEmpty
            && unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", ":", "@", "%", "+", "=",
                    ",":
                    true
                default: false
                }
            }
        return isPlain ? self : "'" + replacing("'", with: #"'\''"#) + "'"
    }
}
