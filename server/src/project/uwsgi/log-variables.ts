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
