import multiprocessing
import os

bind = "0.0.0.0:8000"
workers = int(os.environ.get("GUNICORN_WORKERS", multiprocessing.cpu_count() * 2 + 1))
worker_tmp_dir = "/dev/shm"
accesslog = "-"
errorlog = "-"
timeout = 60
