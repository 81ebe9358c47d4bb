import type { Operation, OperationTraits } from '../operations/operation.js';
import type { CallOptions, Clock, FetchLike, Identity, PlexAPIOptions } from '../options.js';
import { baseAddress, checkTimeout, type Settings } from '../settings.js';
import { check, demandObject } from '../wire/arguments.js';
import { identityHeaders } from '../wire/identity-headers.js';
import { DEFAULT_RETRIES, resolveRetries, type RetryPolicy } from '../wire/retry-config.js';
import { systemClock } from './wait.js';

/** A call with everything decided but the token, which is asked for anew at each attempt. */
export interface Call {
  readonly operation: OperationTraits;
  readonly client: PlexAPIOptions;
  readonly methods: readonly string[];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly body?: string };
  readonly policy: RetryPolicy | undefined;
  /** Milliseconds for each attempt. */
  readonly timeout: number;
  readonly fetch: FetchLike;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
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
  const { methods, path, query, identity, form, secrets = [] } = operation.build(input);
  const { timeout = client.timeout ?? 30_000, fetch = client.fetch ?? globalThis.fetch, signal } = options;
  checkTimeout(timeout);
  check(typeof fetch === 'function', 'fetch', 'must be a function');
  check(signal === undefined || signal instanceof AbortSignal, 'signal', 'must be an AbortSignal');
  return {
    operation,
    client,
    methods,
    url: `${baseAddress(settings, operation.target, options)}${path}${query ? `?${new URLSearchParams(query)}` : ''}`,
    headers: {
      Accept: 'application/json',
      ...(identity ? identityHeaders(merge(client, identity)) : settings.headers),
      ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }),
    },
    body: form ? { body: `${new URLSearchParams(form)}` } : {},
    policy: policyFor(settings, operation, options),
    timeout,
    fetch,
    signal,
    clock: client.clock ?? systemClock,
    secrets: [...secrets],
  };
}

/** What must not be sent twice is only repeated when its own call says so. */
function policyFor(
  { options, retries }: Settings,
  operation: OperationTraits,
  own: CallOptions,
): RetryPolicy | undefined {
  if (own.retries) return resolveRetries(own.retries, 'retries');
  if (!operation.repeatable) return undefined;
  return options.retryConfig ? retries : DEFAULT_RETRIES;
}

/** A call's own device name also replaces the client's device. */
function merge(client: Identity, own: Identity): Identity {
  const given = Object.entries(own).filter(([, value]) => value);
  return { ...client, ...(own.deviceName && { device: undefined }), ...Object.fromEntries(given) };
}
