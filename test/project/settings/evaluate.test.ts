// One form of settings after the other, as Python would work it out.
import assert from 'node:assert/strict';
import { table, x } from '../../support/settings.ts';

describe('the value of a setting', () => {
  it('folds literals', () =>
    table({
      'X = "a" \'b\'': '"ab"',
      "X = 'it\\'s \\x41\\n'": JSON.stringify("it's A\n"),
      "X = r'\\d' 'e'": '"\\\\de"',
      'X = b"a" + b"b"': 'b"ab"',
      'X = 0x10 + 1_0 - 2 * 3': '20',
      'X = 7 / 2, 7 // 2, -7 % 3, 2 ** 10': '(3.5, 3, 2, 1024)',
      'X = 60 * 60 * 24.0': '86400.0',
      'X = {"a", "a", "b"}': '{"a", "b"}',
      'X = {"a": 1, "b": 2, "a": 3}': '{"a": 3, "b": 2}',
      'X = {**{"a": 1}, "b": None}': '{"a": 1, "b": None}',
      'X = {"a": 1} | {"b": 2}': '{"a": 1, "b": 2}',
      'X = (1,) + (2,)': '(1, 2)',
      'X = [0] * 3': '[0, 0, 0]',
      'X = "-" * 3': '"---"',
      'X = ()': '()',
      'X = ("a")': '"a"',
      'X = True and None or "c"': '"c"',
      'X = not [] and not False': 'True',
      'X = 1 if "a" in ["a"] else 2': '1',
      'X = 1 < 2 < 3 == 3': 'True',
      'X = t"a{b}"': 'unknown',
    }));

  it('fills texts in', () =>
    table({
      'H = "x"\nX = f"https://{H}/{1 + 1}{{}}"': '"https://x/2{}"',
      'H = "x"\nX = f"{H!r} {H=}"': "\"'x' H='x'\"",
      'X = "%s/%s %%" % ("a", 1)': '"a/1 %"',
      'X = "%(a)s" % {"a": "b"}': '"b"',
      'X = "%d" % 3': '"3"',
      'X = "{}/{a}/{0}".format("b", a=None)': 'unknown',
      'X = "{}/{a}".format("b", a=None)': '"b/None"',
      'X = "%05d" % 3': 'unknown',
      'X = f"{1.5:.2f}"': 'unknown',
    }));

  it('knows the methods of texts', () =>
    table({
      'X = " A,b ".strip().lower().split(",")': '["a", "b"]',
      'X = "a b  c".split()': '["a", "b", "c"]',
      'X = "a.b.c".split(".", 1)': '["a", "b.c"]',
      'X = "/".join(["a", "b"])': '"a/b"',
      'X = "abc".replace("b", "$&").upper()': '"A$&C"',
      'X = "static/".rstrip("/").startswith(("st", "x"))': 'True',
      'X = "abc"[0] + "abc"[-1] + "abc"[1:]': '"acbc"',
      'X = "".split(",")': '[""]',
      'X = "Ä".lower()': 'unknown',
    }));

  it('follows paths from the place of the file', () =>
    table({
      'from pathlib import Path\nX = Path(__file__).resolve().parent.parent / "a" / "../b"': '@Path(/project/a/../b)',
      'from pathlib import Path\nX = Path(__file__).parents[1].joinpath("a", "b").as_posix()': '@"/project/a/b"',
      'import os\nX = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))': '@"/project"',
      'import os.path as p\nX = p.normpath(p.join(p.dirname(__file__), "..", "static/"))': '@"/project/static"',
      'from os.path import join, dirname\nX = join(dirname(__file__), "/static", "x")': '"/static/x"',
      'import pathlib\nX = str(pathlib.Path("/a") / "b" / "/c")': '"/c"',
      'import pathlib\nX = str(pathlib.Path("/") / "var" / "log")': '"/var/log"',
      'from pathlib import Path\nX = f"sqlite:///{Path(__file__).parent / \'db\'}"': '@"sqlite:////project/shop/db"',
      'from pathlib import Path\nX = Path("a/").with_suffix(".b").name': '"a.b"',
      'from pathlib import Path\nX = Path.cwd() / "a"': 'unknown',
      'import environ\nX = str((environ.Path(__file__) - 2).path("a"))': '@"/project/a"',
      'import environ\nROOT = environ.Path(__file__) - 2\nX = ROOT("a", "b")': '@"/project/a/b"',
      'import os\nX = os.path.join(HERE, "a")': '<os.path.join()>',
    }));

  it('follows lists through everything that is done to them', () =>
    table({
      'X = ["a"]\nX += ["b"]\nX.append("c")\nX.extend(("d",))\nX.insert(1, "e")': '["a", "e", "b", "c", "d"]',
      'X = ["a", "b", "c"]\nX.remove("b")\nX.pop(0)': '["c"]',
      'X = ["a", "c"]\nX.insert(X.index("a") + 1, "b")': '["a", "b", "c"]',
      'X = ["a"]\nX[0:0] = ["z"]\nX[1] = "y"\ndel X[0]': '["y"]',
      'A = ["a"]\nX = [*A, "b", *A]': '["a", "b", "a"]',
      'A = ["a"]\nX = A\nA.append("b")': '["a", "b"]',
      'A = ["a"]\nX = A + ["b"]\nA.append("c")': '["a", "b"]',
      'A = ("a",)\nX = A\nA += ("b",)': '("a",)',
      'X = ["a", "b"]\nX = [i for i in X if i != "a"]': '["b"]',
      'X = [i for i in ["a", "b", "c"] if i not in ("a", "c")]': '["b"]',
      'X = list({"a": 1}) + list(("b",))': '["a", "b"]',
      'X = sorted(["b", "a"])': '["a", "b"]',
      'X = tuple(i.upper() for i in ["a"])': '("A",)',
      'X = ["a"]\nfor n in ["b", "c"]:\n    X.append(f"x.{n}")': '["a", "x.b", "x.c"]',
      'X = []\nfor i, n in enumerate(["b", "c"]):\n    if n == "b":\n        continue\n    X.append((i, n))': '[(1, "c")]',
      'X = ["a"]\ntry:\n    i = X.index("z")\nexcept ValueError:\n    i = -1\nX.insert(i + 1, "b")': '["b", "a"]',
      'X = ["a", *unknown()]\nX.append("b")': '["a", …, "b"]',
      'X = unknown() + ["b"]': '[…, "b"]',
      'X = ["a"]\nwhile more():\n    X.append("b")': '["a"?, …]',
      'X = list(set(["a", "b"]))': '[…]',
      'X = ["a"]\nchange(X)': 'unknown',
    }));

  it('follows dicts through everything that is done to them', () =>
    table({
      'X = {"a": {"B": 1}}\nX["a"]["B"] = 2\nX["c"] = 3': '{"a": {"B": 2}, "c": 3}',
      'X = {"a": 1}\nX.update({"b": 2}, c=3)\nX.update(a=4)': '{"a": 4, "b": 2, "c": 3}',
      'X = dict(a=1, **{"b": 2})': '{"a": 1, "b": 2}',
      'X = {"a": 1}\nX.setdefault("a", 2)\nX.setdefault("b", 2)\nX.pop("a")': '{"b": 2}',
      'Y = {"a": 1}\nX = Y.get("a"), Y.get("b"), Y.get("b", 2), Y["a"]': '(1, None, 2, 1)',
      'X = {"a": 1}\ndel X["a"]': '{}',
      'X = {k: v + 1 for k, v in {"a": 1}.items()}': '{"a": 2}',
      'X = {"a": 1, key(): 2}': '{"a": unknown, …}',
      'X = {"a": 1}\nX |= {"b": 2}': '{"a": 1, "b": 2}',
      'D = {"a": []}\nX = D["a"]\nD["a"].append(1)': '[1]',
    }));

  it('takes assignments of every form', () =>
    table({
      'X = Y = 1': '1',
      'X: int = 1': '1',
      'A, (X, *B) = 1, (2, 3)': '2',
      'A, *X = [1, 2, 3]': '[2, 3]',
      'if (X := 1): pass': '1',
      'X = 1\ndel X': 'missing',
      'X = 1\nX += 1': '2',
      'globals()["X"] = 1': '1',
      'globals().update({"X": 1})': '1',
      'X = 1; X = 2': '2',
      'X = 1\nX += y z': 'unknown',
      'def f():\n    X = 1\nf()': 'missing',
    }));

  it('reads variables as the one who reads them does', () =>
    table({
      'import os\nX = os.environ["A"]': '$A as string by os.environ, else an exception',
      'import os\nX = os.environ.get("A", "b")': '$A as string by os.environ, else "b"',
      'from os import getenv as g\nX = g("A")': '$A as string by os.environ, else None',
      'import os\nX = int(os.environ.get("A", 0))': '$A as integer by os.environ, else 0',
      'import os\nX = bool(os.environ.get("A"))': '$A as truth by os.environ, else False',
      'import os\nX = os.environ.get("A", "b") == "1"': '$A as boolean 1 by os.environ, else False',
      'import os\nX = os.environ.get("A", "").lower() in ("1", "yes")': '$A as boolean 1/yes by os.environ, else False',
      'import os\nX = os.environ.get("A", "").split(",")': '$A as list at ",", [""] when empty by os.environ, else [""]',
      'import os\nX = [h.strip() for h in os.getenv("A", "").split(",") if h]': '$A as list at "," by os.environ, else []',
      'import os\nX = os.environ.get("A") or "b"': '$A as string by os.environ, else "b"',
      'import os\nX = not bool(int(os.environ.get("A", "1")))': '$A as not boolean by os.environ, else False',
      'import os, json\nX = json.loads(os.environ.get("A", "[1]"))': '$A as json by os.environ, else [1]',
      "import os\nX = f\"/{os.getenv('A', 'b')}/\"": '$A as other by os.environ, else "/b/"',
      'import os\nfrom pathlib import Path\nX = Path(os.getenv("A", "/b")) / "c"': '$A as other by os.environ, else Path(/b/c)',
      'import os\nos.environ["A"] = "b"\nX = os.environ["A"]': '"b"',
      'import environ\nenv = environ.Env(A=(bool, False))\nX = env("A")': '$A as boolean by django-environ, else False',
      'import environ\nenv = environ.Env()\nX = env("A", default=False)': '$A as boolean by django-environ, else False',
      'import environ\nenv = environ.Env()\nX = env.list("A", default=["b"])': '$A as list at "," by django-environ, else ["b"]',
      'import environ\nenv = environ.Env()\nX = env.db()': '$DATABASE_URL as url of database by django-environ, else an exception',
      'import environ\nenv = environ.Env(CACHE_URL=(str, "locmemcache://"))\nX = env.cache()':
        '$CACHE_URL as url of cache by django-environ, else unknown',
      'import environ\nenv = environ.Env()\nX = env.bytes("A", "b")': '$A as other by django-environ, else unknown',
      'import environ\nenv = environ.Env()\nX = env.bool("A")': '$A as boolean by django-environ, else an exception',
      'from decouple import config, Csv\nX = config("A", default="b, c", cast=Csv())': '$A as list at "," by decouple, else ["b", "c"]',
      'from decouple import config\nX = config("A", cast=bool, default="off")': '$A as boolean by decouple, else False',
      'from environs import Env\nenv = Env()\nX = env.int("A", 3)': '$A as integer by environs, else 3',
      'from environs import Env\nenv = Env()\nwith env.prefixed("P_"):\n    X = env.bool("A", False)':
        '$A as boolean by environs, else False',
      'import dj_database_url\nX = dj_database_url.config(conn_max_age=600)':
        '$DATABASE_URL as url of database by dj-database-url, else {}',
      'import environ\nX = environ.Env()(name())': '$? as string by django-environ, else an exception',
    }));

  it('calls small functions of the project', () =>
    table({
      'import os\ndef flag(name, default=False):\n    value = os.environ.get(name)\n    if value is None:\n        return default\n    return value.lower() in ("1", "true")\nX = flag("A")':
        '$A as boolean 1/true by os.environ, else False',
      'import os\ndef need(name):\n    """Or else."""\n    try:\n        return os.environ[name]\n    except KeyError:\n        raise RuntimeError(f"{name}")\nX = need("A")':
        '$A as string by os.environ, else an exception',
      'import os\ndef need(name, default=None):\n    try:\n        return os.environ[name]\n    except KeyError:\n        if default is None:\n            raise RuntimeError(name)\n        return default\nX = need("A", "b")':
        '$A as string by os.environ, else "b"',
      'def f(*a, b=1, **c): return [a, b, c]\nX = f(1, 2, b=3, d=4)': '[(1, 2), 3, {"d": 4}]',
      'f = lambda a: a + 1\nX = f(1)': '2',
      'def f(n): return f(n + 1)\nX = f(0)': 'unknown',
      'def f():\n    yield 1\nX = f()': 'unknown',
      '@a\ndef f(): return 1\nX = f()': 'unknown',
      'def add(l):\n    l.append("b")\nX = ["a"]\nadd(X)': '["a", "b"]',
    }));

  it('takes both sides of a condition it cannot decide', () =>
    table({
      'if a():\n    X = 1\nelse:\n    X = 2': '1 | 2',
      'if a():\n    X = 1': '1?',
      'X = 1\nif a():\n    X = 1': '1',
      'X = ["a"]\nif a():\n    X += ["b"]': '["a", "b"?]',
      'X = ["a"]\nif a():\n    X = ["z"] + X': '["z"?, "a"]',
      'X = ["a", "b"]\nif a():\n    X.remove("a")': '["a"?, "b"]',
      'X = {"a": 1}\nif a():\n    X["b"] = 2\nelse:\n    X["a"] = 3': '{"a": 1 | 3, "b": 2?}',
      'X = 1 if a() else 2': '1 | 2',
      'if a():\n    X = ["a"]\nelse:\n    X = ["b"]\nX.append("c")': '["a", "c"] | ["b", "c"]',
      'if a():\n    X = ["a"]\nelse:\n    X = ("b",)\nX += ("c",)': '["a", "c"] | ("b", "c")',
      'X = 1\nif a():\n    raise E': '1',
      // Whether it is a list that another name holds too is not known, so what follows there may take it out again.
      'from a import b\nY = X = b()\nX += ["c"]': '[…, "c"?]',
      'from a import b\nX = b()\nX += ["c"]': '[…, "c"]',
      'X = a() and False': '<lib.a()> | False',
      'if "a" == "b":\n    X = 1\nelif a():\n    X = 2\nelse:\n    X = 3': '2 | 3',
      'match a():\n    case 1:\n        X = 1': '1?',
      'try:\n    import b\n    X = 1\nexcept ImportError:\n    X = 2': '1 | 2',
      'try:\n    import json\n    X = 1\nexcept ImportError:\n    X = 2': '1',
      'try:\n    X = 1\nfinally:\n    X = 2': '2',
    }));

  it('decides what production and a developer’s machine decide', () => {
    const text = (test: string) =>
      `import os, sys\nDEBUG = os.environ.get("DEBUG", "0") == "1"\nif ${test}:\n    X = 1\nelse:\n    X = 2\n`;
    const both = (test: string) => [x(text(test)), x(text(test), {}, 'development')];
    assert.deepEqual(both('DEBUG'), ['2', '1']);
    assert.deepEqual(both('not DEBUG'), ['1', '2']);
    assert.deepEqual(both('DEBUG and "runserver" in sys.argv'), ['2', '1 | 2']);
    assert.deepEqual(both('"test" in sys.argv'), ['2', '2']);
    assert.deepEqual(both('len(sys.argv) > 1 and sys.argv[1] == "test"'), ['2', '2']);
    assert.deepEqual(both('os.environ.get("OTHER")'), ['1 | 2', '1 | 2']);
    assert.deepEqual(both('sys.platform == "win32"'), ['2', '1 | 2']);
    assert.deepEqual(both('sys.version_info >= (3, 4)'), ['1', '1']);
    // Forgetting the variable would switch debugging on, so it may be on.
    assert.equal(x('import os\nDEBUG = os.environ.get("DEBUG", "1") == "1"\nX = 1 if DEBUG else 2\n'), '1 | 2');
  });

  it('knows the release of Django that files lock', () => {
    const text = 'import django\nX = 1 if django.VERSION >= (4, 2) else 2\n';
    assert.equal(x(text, { 'requirements.txt': 'Django==5.1.2\n' }), '1');
    assert.equal(x(text, { 'requirements.txt': 'Django>=3.2,<4\n' }), '2');
    assert.equal(x(text, { 'requirements.txt': 'Django>=3.2\n' }), '1 | 2');
  });
});
