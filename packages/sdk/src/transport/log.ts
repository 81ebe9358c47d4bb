import { contentTypeOf } from '../answer.js';
import type { PlexAPIOptions } from '../options.js';
import { redact } from '../redact.js';
import type { ExchangeLog } from '../settings.js';

/** Tells the logger of each attempt in one line, secrets left out. A logger that throws never ends a call. */
export function logTo(logger: NonNullable<PlexAPIOptions['debugLogger']>): ExchangeLog {
  return ({ operation, method, url, secrets }, answer, started) => {
    const came = answer
      ? `${answer.status} ${contentTypeOf(answer)}, ${answer.bytes?.length ?? 'too many'} bytes`
      : 'no answer';
    try {
      logger.debug(redact(`${operation.name} ${method} ${url} → ${came}, ${Date.now() - started} ms`, secrets));
    } catch {
      // The call matters more than its log.
    }
  };
}
