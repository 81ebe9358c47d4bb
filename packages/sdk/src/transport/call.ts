import type { Operation, OperationTraits } from '../operations/operation.js';
import type { AccessToken, CallOptions, Clock, FetchLike } from '../options.js';
import { baseAddress, type ExchangeLog, type Settings } from '../settings.js';
import { check, demandObject } from '../wire/arguments.js';
import { NO_RETRIES, resolveRetries, type RetryPolicy } from '../wire/retry-config.js';
import { systemClock } from './wait.js';

const FORM = 'application/x-www-form-urlencoded';

/** A call with everything decided but the token, which is asked for anew at each attempt. */
export interface Call {
  readonly operation: OperationTraits;
  readonly accessToken: AccessToken | undefined;
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
  readonly policy: RetryPolicy;
  /** Milliseconds for each attempt. */
  readonly timeout: number;
  readonly fetch: FetchLike;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  readonly log: ExchangeLog | undefined;
  /** What must not be shown. Grows by each token that is sent. */
  readonly secrets: string[];
}

/** @throws InvalidArgumentError for anything wrong with the arguments, before anything is sent. */
export function prepare<Input>(
  settings: Settings,
  operation: Operation<Input, object>,
  { input, options = {} }: { input: Input; options: CallOptions | undefined },
): Call {
  demandObject(options, 'options');
  const { options: client } = settings;
  const { method, path, headers, body = null, contentType = FORM, secrets = [] } = operation.build(input);
  const { timeout = client.timeout ?? 30_000, fetch = client.fetch ?? globalThis.fetch, signal, retries } = options;
  check(timeout > 0, 'timeout', 'must be positive');
  check(typeof fetch === 'function', 'fetch', 'must be a function');
  check(!signal || signal.aborted !== undefined, 'signal', 'must be a signal');
  return {
    operation,
    accessToken: operation.anonymous ? undefined : client.accessToken,
    method,
    url: baseAddress(settings, operation.target, options) + path,
    headers: {
      Accept: 'application/json',
      ...settings.headers,
      ...(body && { 'Content-Type': contentType }),
      ...headers,
    },
    body,
    // What must not be sent twice is only repeated when its own call says so.
    policy: retries ? resolveRetries(retries, 'retries') : operation.repeatable ? settings.retries : NO_RETRIES,
    timeout,
    fetch,
    signal,
    clock: client.clock ?? systemClock,
    log: settings.log,
    secrets,
  };
}
