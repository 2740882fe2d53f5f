from flask import Flask

app = Flask(__name__)
tools = {"drill": 3}
print(tools["hammer"])
