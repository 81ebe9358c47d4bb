import { type Answer, contentTypeOf, Envelope, jsonOf } from '../answer.js';
import { ConnectionError, InvalidResponseError, TimeoutError } from '../errors.js';
import type { Operation, ResponseEnvelope } from '../operations/operation.js';
import type { CallOptions } from '../options.js';
import { redact } from '../redact.js';
import { checkToken, type Settings } from '../settings.js';
import { type Call, prepare } from './call.js';
import { cleanCause } from './clean-cause.js';
import { readBody } from './read-body.js';
import { readError } from './read-error.js';
import { withRetries } from './retry.js';
import { LONGEST_TIMER, race } from './wait.js';

/**
 * The only place that sends. Every operation's request goes out here, and its answer or error comes back from here.
 * @throws InvalidArgumentError before anything is sent, TicketstubError for what went wrong, the signal's reason on abort.
 */
export async function send<Input, Payload extends object>(
  settings: Settings,
  operation: Operation<Input, Payload>,
  given: { input: Input; options: CallOptions | undefined },
): Promise<ResponseEnvelope & Payload> {
  const call = prepare(settings, operation, given);
  const answer = await withRetries(settings.repeat?.(attempt) ?? attempt, call);
  return Object.assign(new Envelope(answer), readPayload(operation, answer, call));
}

/** One request and its answer, within one deadline: the caller's abort or the attempt's own time, whichever comes first. */
async function attempt(call: Call): Promise<Answer> {
  const { operation, signal, timeout } = call;
  signal?.throwIfAborted();
  const controller = call.fetch.controller?.() ?? new AbortController();
  const started = Date.now();
  let answer: Answer | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const work = new Promise<Answer>((resolve, reject) => {
    const expire = (): void =>
      reject(
        new TimeoutError({ operation: operation.name, code: 'TIMEOUT', message: `no answer within ${timeout} ms` }),
      );
    timer = setTimeout(expire, Math.min(timeout, LONGEST_TIMER));
    void exchange(call, controller.signal).then(resolve, reject);
  });
  try {
    answer = await race(work, signal);
  } finally {
    clearTimeout(timer);
    if (!answer?.bytes) controller.abort(signal?.reason);
    call.log?.(call, answer, started);
  }
  if (answer.status > 199 && answer.status < 300) return answer;
  throw readError(call, answer);
}

/** @throws ConnectionError, and whatever the caller's own token function throws. */
async function exchange(call: Call, signal: AbortSignal): Promise<Answer> {
  // Called by its bare name: Workers and browsers refuse a fetch that is some object's method.
  const { operation, method, url, body, secrets, accessToken, fetch } = call;
  const token = typeof accessToken === 'function' ? checkToken(await accessToken()) : accessToken;
  const headers = token ? { ...call.headers, 'X-Plex-Token': token } : call.headers;
  if (token) secrets.push(token);
  signal.throwIfAborted();
  try {
    const init = { method, headers, body, redirect: 'manual', signal, once: !operation.repeatable } as const;
    return await readBody(await fetch(url, init));
  } catch (error) {
    const cause = cleanCause(error, secrets);
    throw new ConnectionError({ operation: operation.name, code: 'CONNECTION_FAILED', message: 'no answer', cause });
  }
}

function readPayload<Payload extends object>(
  operation: Operation<never, Payload>,
  answer: Answer,
  { secrets }: Call,
): Payload {
  try {
    return operation.read(jsonOf(answer), answer);
  } catch (error) {
    const code = answer.bytes ? 'INVALID_RESPONSE' : 'RESPONSE_TOO_LARGE';
    const words = `${answer.status} ${contentTypeOf(answer)}; ${answer.bytes ? String(error) : code}`;
    const message = redact(words, secrets);
    throw new InvalidResponseError({ operation: operation.name, code, message, answer, secrets });
  }
}
