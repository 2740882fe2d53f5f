import Foundation

/// The arguments of the build's compiler that hold for whoever imports its modules.
///
/// They are read from the build's own description, so that nobody has to keep a list of modules.
struct KitFlags: Equatable {
    /// The folder of the compiled modules.
    var modules: String
    /// Target, language and C modules.
    var arguments: [String]

    /// Reads the description that the package manager writes beside what it builds.
    init?(description data: Data, module: String) {
        guard let description = try? JSONDecoder().decode(Description.self, from: data),
            let command = description.swiftCommands.values.first(where: { $0.moduleName == module })
        else { return nil }
        modules = command.importPath
        arguments = Self.shared(command.otherArguments)
    }

    private struct Description: Decodable {
        struct Command: Decodable {
            var moduleName: String
            var importPath: String
            var otherArguments: [String]
        }

        var swiftCommands: [String: Command]
    }

    /// What concerns the kit's own files only, such as where its index goes, is left out.
    private static func shared(_ all: [String]) -> [String] {
        var kept: [String] = []
        var rest = all[...]
        while let argument = rest.popFirst() {
            if ["-target", "-sdk", "-swift-version", "-Xcc", "-F", "-I", "-plugin-path"]
                .contains(argument)
            {
                kept += [argument] + (rest.popFirst().map { [$0] } ?? [])
            } else if argument.hasPrefix("-D") || argument == "-Onone" {
                kept.append(argument)
            }
        }
        return kept
    }
}
