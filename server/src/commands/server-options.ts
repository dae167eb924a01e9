// Which command line options the servers have, and which of them take a value. Values are the options' defaults' business, not this file's.
// Read from the servers' own parsers by introspection of installed packages and tagged sources; as of November 2026.

/** Options of one server: those with a value, those without, and other spellings with the option they mean. Separated by blanks. */
export interface OptionNames {
  readonly values: string;
  readonly switches: string;
  readonly spellings: Readonly<Record<string, string>>;
}

export const optionNames = {
  uvicorn: {
    values:
      'host port uds fd reload-dir reload-include reload-exclude reload-delay workers loop http ws ws-max-size ' +
      'ws-max-queue ws-ping-interval ws-ping-timeout lifespan interface env-file log-config log-level ' +
      'forwarded-allow-ips root-path limit-concurrency backlog limit-max-requests limit-max-requests-jitter ' +
      'timeout-keep-alive timeout-graceful-shutdown timeout-worker-healthcheck ssl-keyfile ssl-certfile ' +
      'ssl-keyfile-password ssl-version ssl-cert-reqs ssl-ca-certs ssl-ciphers header app-dir ' +
      'h11-max-incomplete-event-size timeout-response',
    switches:
      'reload http2 ws-per-message-deflate access-log use-colors proxy-headers server-header date-header version ' +
      'reset-contextvars factory debug wsgi disable-lifespan',
    spellings: {
      '--no-access-log': 'no:access-log',
      '--no-use-colors': 'no:use-colors',
      '--no-proxy-headers': 'no:proxy-headers',
      '--no-server-header': 'no:server-header',
      '--no-date-header': 'no:date-header',
    },
  },
  gunicorn: {
    values:
      'config bind backlog workers worker-class threads worker-connections max-requests max-requests-jitter timeout ' +
      'graceful-timeout keep-alive limit-request-line limit-request-fields limit-request-field_size reload-engine ' +
      'reload-extra-file chdir env pid worker-tmp-dir user group umask forwarded-allow-ips access-logfile ' +
      'access-logformat error-logfile log-level logger-class log-config log-config-json log-syslog-to ' +
      'log-syslog-prefix log-syslog-facility statsd-host dogstatsd-tags statsd-prefix name pythonpath paste ' +
      'proxy-protocol proxy-allow-from protocol uwsgi-allow-from keyfile certfile ssl-version cert-reqs ca-certs ' +
      'ciphers http-protocols http2-cleartext http2-max-concurrent-streams http2-initial-window-size ' +
      'http2-max-frame-size http2-max-header-list-size paste-global forwarder-headers header-map asgi-loop ' +
      'asgi-lifespan asgi-disconnect-grace-period http-parser root-path dirty-app dirty-workers dirty-timeout ' +
      'dirty-threads dirty-graceful-timeout control-socket control-socket-mode debug settings',
    switches:
      'reload spew check-config print-config preload no-sendfile reuse-port daemon initgroups ' +
      'disable-redirect-access-to-syslog capture-output log-syslog enable-stdio-inheritance enable-backlog-metric ' +
      'suppress-ragged-eofs do-handshake-on-connect permit-obsolete-folding strip-header-spaces ' +
      'permit-unconventional-http-method permit-unconventional-http-version casefold-http-method no-control-socket ' +
      'tolerate-dangerous-framing',
    spellings: {
      '-c': 'config',
      '-b': 'bind',
      '-w': 'workers',
      '-k': 'worker-class',
      '-t': 'timeout',
      '-D': 'daemon',
      '-e': 'env',
      '-p': 'pid',
      '-u': 'user',
      '-g': 'group',
      '-m': 'umask',
      '--log-file': 'error-logfile',
      '-R': 'enable-stdio-inheritance',
      '-n': 'name',
      '--paster': 'paste',
    },
  },
  daphne: {
    values:
      'port bind verbosity http-timeout unix-socket ping-interval access-log ws-protocol root-path fd ping-timeout ' +
      'endpoint websocket_timeout websocket_connect_timeout application-close-timeout proxy-headers-host ' +
      'proxy-headers-port server-name asgi-protocol log-fmt websocket-max-message-size websocket-max-frame-size',
    switches: 'proxy-headers force-sync no-server-name',
    spellings: {
      '-p': 'port',
      '-b': 'bind',
      '-v': 'verbosity',
      '-t': 'http-timeout',
      '-u': 'unix-socket',
      '-e': 'endpoint',
      '-s': 'server-name',
    },
  },
  hypercorn: {
    values:
      'access-log access-logformat bind ca-certs certfile ciphers error-log keep-alive keyfile workers config ' +
      'root-path pid backlog worker-class cert-reqs verify-mode insecure-bind access-logfile error-logfile log-level ' +
      'statsd-host statsd-prefix group quic-bind umask user log-config graceful-timeout server-name ' +
      'websocket-ping-interval read-timeout keyfile-password max-requests max-requests-jitter',
    switches: 'debug reload uvloop daemon',
    spellings: {
      '-b': 'bind',
      '-w': 'workers',
      '-c': 'config',
      '-p': 'pid',
      '-k': 'worker-class',
      '--log-file': 'error-logfile',
      '-g': 'group',
      '-m': 'umask',
      '-u': 'user',
      '-D': 'daemon',
    },
  },
  granian: {
    values:
      'host port interface http workers threads blocking-threads threading-mode loop backlog http1-buffer-size ' +
      'http2-initial-connection-window-size http2-initial-stream-window-size http2-keep-alive-interval ' +
      'http2-keep-alive-timeout http2-max-concurrent-streams http2-max-frame-size http2-max-headers-size ' +
      'http2-max-send-buffer-size log-level log-config ssl-keyfile ssl-certificate url-path-prefix respawn-interval ' +
      'process-name backpressure access-log-fmt pid-file ssl-keyfile-password workers-lifetime reload-paths ' +
      'reload-ignore-dirs reload-ignore-patterns reload-ignore-paths workers-kill-timeout task-impl ' +
      'blocking-threads-idle-timeout runtime-threads runtime-blocking-threads runtime-mode http1-header-read-timeout ' +
      'reload-tick ssl-ca ssl-crl static-path-route static-path-mount static-path-expires working-dir env-files uds ' +
      'rss-sample-interval workers-max-rss uds-permissions ssl-protocol-min rss-samples static-path-dir-to-file ' +
      'metrics-scrape-interval metrics-address metrics-port',
    switches:
      'ws opt http1-keep-alive http1-pipeline-flush http2-adaptive-window log respawn-failed-workers reload ' +
      'access-log factory reload-ignore-worker-failure ssl-client-verify metrics',
    spellings: {
      '--no-ws': 'no:ws',
      '--no-opt': 'no:opt',
      '--no-http1-keep-alive': 'no:http1-keep-alive',
      '--no-http1-pipeline-flush': 'no:http1-pipeline-flush',
      '--no-http2-adaptive-window': 'no:http2-adaptive-window',
      '--no-log': 'no:log',
      '--no-respawn-failed-workers': 'no:respawn-failed-workers',
      '--no-reload': 'no:reload',
      '--no-access-log': 'no:access-log',
      '--no-factory': 'no:factory',
      '--no-reload-ignore-worker-failure': 'no:reload-ignore-worker-failure',
      '--no-ssl-client-verify': 'no:ssl-client-verify',
      '--no-metrics': 'no:metrics',
    },
  },
  waitress: {
    values:
      'host port listen threads trusted-proxy trusted-proxy-count trusted-proxy-headers url-scheme url-prefix backlog ' +
      'recv-bytes send-bytes outbuf-overflow outbuf-high-watermark inbuf-overflow connection-limit cleanup-interval ' +
      'channel-timeout max-request-header-size max-request-body-size ident asyncore-loop-timeout unix-socket ' +
      'unix-socket-perms sockets channel-request-lookahead server-name app',
    switches:
      'ipv4 ipv6 log-untrusted-proxy-headers clear-untrusted-proxy-headers log-socket-errors expose-tracebacks ' +
      'asyncore-use-poll call help',
    spellings: {
      '--no-ipv4': 'no:ipv4',
      '--no-ipv6': 'no:ipv6',
      '--no-log-untrusted-proxy-headers': 'no:log-untrusted-proxy-headers',
      '--no-clear-untrusted-proxy-headers': 'no:clear-untrusted-proxy-headers',
      '--no-log-socket-errors': 'no:log-socket-errors',
      '--no-expose-tracebacks': 'no:expose-tracebacks',
      '--no-asyncore-use-poll': 'no:asyncore-use-poll',
    },
  },
} as const satisfies Readonly<Record<string, OptionNames>>;
