/// The files of a small exercise that keeps every promise: a start for authors.
struct ExerciseSkeleton: Sendable {
    let id: String
    let place: Int

    /// Path below the exercise's folder, and content.
    var files: [(path: String, text: String)] {
        [("exercise.yaml", exercise), ("task.md", task)]
            + ["flask", "fastapi"].flatMap { track in
                [
                    ("\(track)/starter/app.py", app(track, path: "/words", value: "word")),
                    ("\(track)/solution/app.py", app(track, path: route(track), value: "word")),
                    (
                        "\(track)/mutants/M1.py",
                        app(track, path: route(track), value: "word.upper()")
                    ),
                ]
            }
    }

    /// The id as words.
    private var title: String {
        id.prefix(1).uppercased() + id.dropFirst().replacing("-", with: " ")
    }

    private func route(_ track: String) -> String {
        track == "flask" ? "/words/<word>" : "/words/{word}"
    }

    private func app(_ track: String, path: String, value: String) -> String {
        let head =
            track == "flask"
            ? "from flask import Flask\n\napp = Flask(__name__)"
            : "from fastapi import FastAPI\n\napp = FastAPI()"
        let parameter = path == "/words" ? "word: str = \"\"" : "word: str"
        return """
            \(head)


            @app.get("\(path)")
            def echo(\(parameter)) -> dict[str, str]:
                return {"word": \(value)}

            """
    }

    private var task: String {
        """
        `GET /words/NAME` answers with the name that was asked for:

        ```json
        {"word": "NAME"}
        ```

        """
    }

    private var exercise: String {
        """
        id: \(id)
        title: \(title)
        place: \(place)
        mode: fix
        tracks: [flask, fastapi]
        vars:
          word: word
        checks:
          - id: R1
            title: GET /words/${word} is answered
            category: routing
            request: GET /words/${word}
            expect:
              status: 200
            diagnose:
              - when: { status: 404 }
                say: >-
                  No route takes /words/${word}: the last part of the path has to be a variable.
                at: '/words'
          - id: O1
            title: The answer holds the word that was asked for
            category: other
            needs: [R1]
            request: GET /words/${word}
            expect:
              json: { word: "${word}" }
            diagnose:
              - when: { $.body.word: { isString: true } }
                mutant: M1
                say: >-
                  A word came back, but not the one in the path: return it as it is.
                at: 'return'
        hints:
          - A part of the path can be a variable.
          - The placeholder in the path has the name of the parameter.
          - by_track:
              flask: '`@app.get("/words/<____>")`'
              fastapi: '`@app.get("/words/{____}")`'
        mutants:
          M1: { cause: changes the word, fails: O1 }

        """
    }
}
