// Whole settings modules that no form covers: classes, libraries that read the environment, files that include each other.

/** A module, and the files beside it. */
export interface Odd {
  readonly name: string;
  readonly text: string;
  /** Files of the settings package, by name. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The Djangos whose environment has what it imports; all when absent. */
  readonly lines?: readonly string[];
}

const head = 'import os\nfrom pathlib import Path\n\nBASE_DIR = Path(__file__).resolve().parent.parent.parent\nSECRET_KEY = "x" * 50\n';

export const odd: readonly Odd[] = [
  {
    name: 'a class of django-configurations',
    env: { DJANGO_CONFIGURATION: 'Production' },
    text: `from configurations import Configuration, values


class Base(Configuration):
    SECRET_KEY = "x" * 50
    DEBUG = values.BooleanValue(False)
    STATIC_URL = "/static/"
    INSTALLED_APPS = ["django.contrib.staticfiles"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ALLOWED_HOSTS = values.ListValue([])


class Production(Base):
    ALLOWED_HOSTS = ["shop.example.com"]
    MIDDLEWARE = Base.MIDDLEWARE + ["whitenoise.middleware.WhiteNoiseMiddleware"]

    @property
    def MEDIA_URL(self):
        return "/media/"


class Development(Base):
    DEBUG = True
`,
  },
  {
    name: 'a class of pydantic-settings',
    lines: ['6.1'],
    text: `${head}
from pydantic_settings import BaseSettings


class Read(BaseSettings):
    debug: bool = False
    hosts: list[str] = ["shop.example.com"]
    name: str = "shop"


_read = Read()
DEBUG = _read.debug
ALLOWED_HOSTS = _read.hosts
SITE = _read.name
`,
  },
  {
    name: 'a list put together from named parts',
    text: `${head}
DJANGO_APPS = ["django.contrib.contenttypes", "django.contrib.staticfiles"]
THIRD_PARTY_APPS = ("corsheaders",) if os.environ.get("WITH_CORS") else ()
LOCAL_APPS = [f"shop.{name}" for name in ("orders", "pages")]
INSTALLED_APPS = DJANGO_APPS + list(THIRD_PARTY_APPS) + LOCAL_APPS
COUNT = len(INSTALLED_APPS)
FIRST, *REST = INSTALLED_APPS
LAST = INSTALLED_APPS[-1]
MIDDLE = INSTALLED_APPS[1:3]
WITHOUT = [one for one in INSTALLED_APPS if not one.startswith("django.")]
SORTED = sorted(INSTALLED_APPS)
HAS = "shop.pages" in INSTALLED_APPS
`,
  },
  {
    name: 'dictionaries merged and changed',
    text: `${head}
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"].update(ATOMIC_REQUESTS=True)
DATABASES.setdefault("replica", {**DATABASES["default"], "NAME": "replica"})
CACHES = dict(default=dict(BACKEND="django.core.cache.backends.locmem.LocMemCache", TIMEOUT=60 * 5))
LOGGING = {
    "version": 1,
    "handlers": {name: {"class": "logging.StreamHandler"} for name in ("console", "errors")},
    "root": {"handlers": ["console"], "level": "INFO" if True else "DEBUG"},
}
del LOGGING["handlers"]["errors"]
KEYS = list(DATABASES)
ENGINE = DATABASES.get("default", {}).get("ENGINE")
POPPED = CACHES["default"].pop("TIMEOUT")
`,
  },
  {
    name: 'paths of every kind',
    text: `${head}
import os.path as osp

ROOT = osp.dirname(osp.dirname(osp.dirname(osp.abspath(__file__))))
STATIC_ROOT = osp.join(ROOT, "staticfiles")
MEDIA_ROOT = str(BASE_DIR / "media")
A = BASE_DIR.joinpath("a", "b").parent
B = (BASE_DIR / "c").name
C = osp.basename(STATIC_ROOT)
D = Path("/srv") / "app" / ".." / "x"
E = osp.normpath("/srv/app/../x")
F = [BASE_DIR / name for name in ["one", "two"]]
G = Path("a/b.tar.gz").suffix
H = Path("a/b.tar.gz").stem
I = Path(__file__).parents[1]
J = "/".join(["a", "b", "c"])
K = osp.join("a", "/b", "c")
L = osp.splitext("x.min.css")[1]
M = Path("a") / Path("/b")
N = BASE_DIR.as_posix().endswith("/nowhere")
`,
  },
  {
    name: 'variables of the environment, unset',
    text: `${head}
import environ
from decouple import Csv, config
from environs import Env

env = environ.Env(DEBUG=(bool, False), PORT=(int, 8000))
envs = Env()
DEBUG = env("DEBUG")
PORT = env("PORT")
HOSTS = env.list("HOSTS", default=["a", "b"])
RATE = env.float("RATE", default=0.5)
NAME = env.str("NAME", default="shop")
LIMIT = config("LIMIT", default=10, cast=int)
ORIGINS = config("ORIGINS", default="https://a, https://b", cast=Csv())
SWITCH = config("SWITCH", default="no", cast=bool)
AGE = envs.int("AGE", 60)
FLAG = envs.bool("FLAG", True)
MAYBE = os.environ.get("MAYBE")
TRUE = bool(os.environ.get("TRUE", "False"))
NUMBER = int(os.getenv("NUMBER", "3"))
WORDS = os.environ.get("WORDS", "").split(",")
CLEAN = [one.strip() for one in os.environ.get("CLEAN", "a, b").split(",") if one.strip()]
EITHER = os.environ.get("EITHER") or "else"
ON = os.environ.get("ON", "true").lower() in {"1", "true", "yes"}
`,
  },
  {
    name: 'variables of the environment, set',
    env: { SET_DEBUG: 'False', SET_PORT: '9000', SET_HOSTS: 'a,b' },
    text: `${head}
import environ

env = environ.Env()
DEBUG = env.bool("SET_DEBUG", default=True)
RAW = os.environ.get("SET_DEBUG", False)
PORT = env.int("SET_PORT", default=8000)
HOSTS = env.list("SET_HOSTS", default=[])
OTHER = os.environ["SET_PORT"]
`,
  },
  {
    name: 'databases by URL',
    text: `${head}
import dj_database_url
import environ

env = environ.Env()
DATABASES = {
    "default": env.db("DATABASE_URL", default="postgres://u:p@db:5432/shop"),
    "other": dj_database_url.config(env="OTHER_URL", default="sqlite:////data/db.sqlite3", conn_max_age=600),
}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
`,
  },
  {
    name: 'imports across files',
    beside: {
      'parts.py': 'FIRST = ["a"]\n_hidden = 1\n',
      'names.py': '__all__ = ["SECOND"]\nSECOND = ("b",)\nTHIRD = 3\n',
      'local.py': 'FIRST = ["changed"]\nNEW = True\n',
    },
    text: `${head}
from . import parts
from .names import *
from .parts import *
from .parts import FIRST as SAME

FIRST.append("c")
SAME_LIST = SAME is FIRST
THROUGH = parts.FIRST
TUPLE = SECOND + ("d",)
try:
    from .local import NEW
except ImportError:
    NEW = False
try:
    from .absent import SOMETHING
except ImportError:
    SOMETHING = "default"
`,
  },
  {
    name: 'included with split_settings',
    beside: {
      'a.py': 'MIDDLEWARE = ["a"]\nDEBUG = False\n',
      'b.py': 'MIDDLEWARE = list(globals().get("MIDDLEWARE", [])) + ["b"]\nif not DEBUG:\n    SECURE = True\n',
    },
    text: `${head}
from split_settings.tools import include, optional

include("a.py", "b.py", optional("none.py"))
`,
  },
  {
    name: 'conditions that the text decides',
    text: `${head}
DEBUG = False
if DEBUG:
    A = "debug"
elif not DEBUG and len("x") == 1:
    A = "production"
else:
    A = "never"
B = "x" if not DEBUG else "y"
C = DEBUG or "fallback"
D = "value" and DEBUG
for E in ["one", "two"]:
    pass
F = 0
while F < 3:
    F += 1
G = (H := 5) + 1
match "b":
    case "a":
        I = 1
    case _:
        I = 2
J = 1 < 2 < 3
K = not []
L = None is None
M = "a" "b" 'c'
N = 10 // 3, 10 % 3, 2**8, -5, 0x1F, 1_000, 1.5
`,
  },
  {
    name: 'functions of its own',
    text: `${head}
def setting(name, default=None):
    return os.environ.get(name, default)


def flag(name, default=False):
    value = os.environ.get(name)
    if value is None:
        return default
    return value.lower() in ("1", "true")


def join(*parts):
    return os.path.join(BASE_DIR, *parts)


NAME = setting("OWN_NAME", "shop")
DEBUG = flag("OWN_DEBUG")
STATIC_ROOT = join("var", "static")
gettext = lambda text: text
LANGUAGES = [("en", gettext("English")), ("de", gettext("German"))]
`,
  },
  {
    name: 'texts of every kind',
    text: `${head}
NAME = "shop"
A = f"{NAME}-{NAME!r}-{NAME:>6}"
B = "%s/%d" % (NAME, 3)
C = "{0}.{name}".format("a", name=NAME)
D = NAME.upper().lower().title().replace("S", "s")
E = "a,b,,c".split(",")
F = " x ".strip() + "y".rjust(3)
G = NAME[1:3] + NAME[-1] + NAME[::-1]
H = "ab" * 2
I = r"\\d+" + "\\t" + "\\u00e4" + b"x".decode()
J = """
lines
"""
K = str(3) + str(True) + str(None)
L = NAME.startswith(("sh", "x")) and NAME.isidentifier()
M = "a\\
b"
N = ",".join(sorted({"b", "a"}))
O = "x".encode()
P = len("äöü")
`,
  },
  {
    name: 'a module that changes its own names',
    text: `${head}
globals()["A"] = 1
globals().update(B=2, **{"C": 3})
for _name in ("D", "E"):
    globals()[_name] = _name.lower()
F = locals().get("A")
G = [1, 2, 3]
del G[0]
G[0:0] = [9]
G[-1] = 8
G.reverse()
H = G.copy()
H.sort()
I = G.index(9)
J = {1, 2} | {3}
K = list(dict.fromkeys(["a", "b", "a"]))
L = list(zip("ab", [1, 2]))
M = [i for i, _ in enumerate("ab")]
N = any([False, True]), all([]), sum([1, 2]), max(1, 5), min([4, 2])
`,
  },
];
