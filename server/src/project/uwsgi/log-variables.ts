// What a request log line can be made of (core/logging.c, uwsgi_register_logchunks).

/** The names that mean something between `%(` and `)` of a log format. `var.NAME` and `metric.name` come on top. */
export const logVariables: ReadonlySet<string> = new Set(
  (
    'uri method user addr host proto uagent referer status rsize hsize size cl micros msecs secs tmsecs tmicros time ltime ftime ' +
    'ctime epoch pid wid switches vars core vsz rss vszM rssM pktsize modifier1 modifier2 headers werr rerr ioerr'
  ).split(' '),
);

/** What other servers call the same thing: gunicorn and Python's logging, Apache, nginx. */
export const foreignLogVariables: Readonly<Record<string, string>> = {
  h: 'addr',
  u: 'user',
  t: 'ltime',
  r: 'uri',
  s: 'status',
  b: 'rsize',
  B: 'rsize',
  f: 'referer',
  a: 'uagent',
  m: 'method',
  U: 'uri',
  H: 'proto',
  T: 'secs',
  M: 'msecs',
  D: 'micros',
  p: 'pid',
  remote_addr: 'addr',
  remote_user: 'user',
  request_uri: 'uri',
  request_method: 'method',
  http_referer: 'referer',
  http_user_agent: 'uagent',
  http_host: 'host',
  user_agent: 'uagent',
  useragent: 'uagent',
  body_bytes_sent: 'rsize',
  request_time: 'secs',
  asctime: 'ltime',
  process: 'pid',
  path: 'uri',
  protocol: 'proto',
};

/** The options whose value is made of log variables (core/uwsgi.c, `logformat`). */
export const isLogFormat = (option: string): boolean => /^log-?format(?:-strftime)?$/.test(option);

/** What a log variable stands for, in a few words; the others are named after what they are. */
export const logVariableBriefs: Readonly<Record<string, string>> = {
  uri: 'the path and query that were asked for',
  method: 'the HTTP method',
  user: 'REMOTE_USER',
  addr: 'the address of the client, or of the proxy in front',
  host: 'the Host header',
  proto: 'the HTTP version',
  uagent: 'the User-Agent header',
  referer: 'the Referer header',
  status: 'the HTTP status',
  rsize: 'the size of the body of the response, in bytes',
  hsize: 'the size of the headers of the response, in bytes',
  size: 'the size of the response, headers and body, in bytes',
  cl: 'the size of the body of the request, in bytes',
  micros: 'how long the request took, in microseconds',
  msecs: 'how long the request took, in milliseconds',
  secs: 'how long the request took, in seconds',
  time: 'the second the request began, since 1970',
  ltime: 'the time of the request as in Apache logs',
  ftime: 'the time of the request in the form of `log-date`',
  ctime: 'the time of the request in the form of ctime',
  epoch: 'the second the line is written, since 1970',
  pid: 'the process number of the worker',
  wid: 'the number of the worker',
  switches: 'how often an async request was switched',
  vars: 'how many variables the request carries',
  core: 'the number of the thread or async core',
  rss: 'the resident memory of the worker in bytes, with `memory-report`',
  vsz: 'the address space of the worker in bytes, with `memory-report`',
};
