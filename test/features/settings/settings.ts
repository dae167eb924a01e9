// A small project with settings in two files, asked at a caret in the module that runs in production.
import { type Asking, type Files, placeIn } from '../../support/ask.ts';

const base = `import environ
import os
from pathlib import Path

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["shop.example.com"]
INSTALLED_APPS = ["django.contrib.staticfiles", "pages"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "pages.middleware.HealthMiddleware",
]
ROOT_URLCONF = "shop.urls"
`;

const shop: Files = {
  'manage.py':
    'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")\nfrom django.core.management import execute_from_command_line\n',
  'requirements.txt': 'Django==5.2.1\nwhitenoise==6.9.0\n',
  'shop/__init__.py': '',
  'shop/settings/__init__.py': '',
  'shop/settings/base.py': base,
  'shop/urls.py': 'urlpatterns = []\n',
  'shop/wsgi.py': 'application = 1\n',
  'pages/__init__.py': '',
  'pages/models.py': '',
  'pages/middleware.py': 'class Base:\n    pass\n\n\nclass HealthMiddleware(Base):\n    pass\n',
  'pages/storage.py': 'from django.core.files.storage import FileSystemStorage\n\n\nclass UploadStorage(FileSystemStorage):\n    pass\n',
  'compose.yaml': 'services:\n  web:\n    image: shop\n    environment:\n      DEBUG: "0"\n      SECRET_KEY: hidden\n',
  '.env': 'DATABASE_URL=hidden\n',
};

export const production = 'shop/settings/production.py';
/** The place of the caret in a module that begins with the import of its base. */
export const inProduction = (marked: string, others: Files = {}): Asking =>
  placeIn(production, `from .base import *\n${marked}`, { ...shop, ...others });
/** The same in any other file. */
export const inFile = (path: string, marked: string): Asking => placeIn(path, marked, { ...shop, [production]: 'from .base import *\n' });
