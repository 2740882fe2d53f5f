/// A small lesson that keeps every promise: a start for authors.
enum LessonSkeleton {
    static let text = """
        ---
        title: A word in the path
        objectives:
          - Take a word out of the path.
        ---
        A part of the path can be a variable. The function receives it as a parameter.

        ```python flask app=greeting
        from flask import Flask

        app = Flask(__name__)


        @app.get("/hello/<name>")
        def hello(name: str) -> dict[str, str]:
            return {"hello": name}
        ```

        ```python fastapi app=greeting
        from fastapi import FastAPI

        app = FastAPI()


        @app.get("/hello/{name}")
        def hello(name: str) -> dict[str, str]:
            return {"hello": name}
        ```

        ::: predict who-is-greeted
        What does `GET /hello/ada` answer?

        - [ ] `{"hello": "name"}`
        - [x] `{"hello": "ada"}`

        > What stands in the place of the variable is handed over.
        :::

        \(transcript("flask"))

        \(transcript("fastapi"))

        """

    private static func transcript(_ track: String) -> String {
        """
        ```console \(track) app=greeting
        › get /hello/ada
        HTTP/1.1 200 OK
        content-type: application/json

        {"hello": "ada"}
        ```
        """
    }
}
