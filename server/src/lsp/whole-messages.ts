// Messages on standard output, each written at once.
import { Writable } from 'node:stream';

/**
 * A stream for a writer that gives each message in two parts, header and content (vscode-jsonrpc does): they go on to another stream as one.
 * Two parts are two system calls, and whoever reads wakes up for each of them. What goes wrong there goes wrong here.
 */
export const wholeMessages = (to: Writable): Writable => {
  let header: Buffer | undefined;
  const whole = new Writable({
    write(part: Buffer, _encoding, done) {
      if (header) {
        const message = Buffer.concat([header, part]);
        header = undefined;
        to.write(message, done);
      } else {
        header = part;
        done();
      }
    },
  });
  to.on('error', (error) => whole.destroy(error));
  to.on('close', () => whole.destroy());
  return whole;
};
