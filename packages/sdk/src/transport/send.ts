import type { Answer } from '../answer.js';
import { ConnectionError, InvalidResponseError, TimeoutError } from '../errors.js';
import type { Operation, ResponseEnvelope } from '../operations/operation.js';
import type { CallOptions } from '../options.js';
import { redact } from '../redact.js';
import { checkToken, type Settings } from '../settings.js';
import { Mismatch } from '../wire/read.js';
import { type Call, prepare } from './call.js';
import { cleanCause } from './clean-cause.js';
import { readBody, SIZE_LIMIT } from './read-body.js';
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
  const answer = await withRetries(() => attempt(call), call.policy, call);
  return {
    statusCode: answer.status,
    contentType: answer.contentType,
    get rawResponse() {
      return answer.response;
    },
    ...readPayload(operation, answer, call.secrets),
  };
}

/** One attempt, with the next method only where the server does not know the one before. */
async function attempt(call: Call, turn = 0): Promise<Answer> {
  const answer = await exchange(call, call.methods[turn] ?? 'GET');
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  if ((status === 404 || status === 405) && turn + 1 < call.methods.length) return attempt(call, turn + 1);
  throw readError(call.operation, answer, { secrets: call.secrets, now: call.clock.now() });
}

/** One request and its answer, within one deadline: the caller's abort or the attempt's own time, whichever comes first. */
async function exchange(call: Call, method: string): Promise<Answer> {
  const { signal, timeout } = call;
  const operation = call.operation.name;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const leave = (): void => controller.abort(signal?.reason);
  const expire = (): void => {
    controller.abort(new TimeoutError({ operation, code: 'TIMEOUT', message: `no whole answer within ${timeout} ms` }));
  };
  signal?.addEventListener('abort', leave);
  const timer = timeout <= LONGEST_TIMER ? setTimeout(expire, timeout) : undefined;
  const started = Date.now();
  let outcome = 'no answer';
  try {
    const answer = await race(perform(call, method, controller.signal), controller.signal);
    outcome = `${answer.status} ${answer.contentType}`;
    if (!answer.bytes) controller.abort();
    return answer;
  } catch (error) {
    controller.abort();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
    log(call, `${operation} ${method} ${call.url} → ${outcome}, ${Date.now() - started} ms`);
  }
}

async function perform(call: Call, method: string, signal: AbortSignal): Promise<Answer> {
  const { operation, url, body, secrets } = call;
  const headers = await authorize(call);
  signal.throwIfAborted();
  try {
    const init = { method, headers, ...body, redirect: 'manual', signal, once: !operation.repeatable } as const;
    return await readBody(await call.fetch(url, init));
  } catch (error) {
    const cause = cleanCause(error, secrets);
    const failure = { operation: operation.name, code: 'CONNECTION_FAILED', message: 'no answer', cause } as const;
    throw new ConnectionError(failure);
  }
}

/** @throws whatever the caller's own token function throws. */
async function authorize({ operation, client, headers, secrets }: Call): Promise<Record<string, string>> {
  const { accessToken = '' } = client;
  if (!operation.authenticated) return { ...headers };
  const token = typeof accessToken === 'function' ? checkToken(await accessToken()) : accessToken;
  if (!token) return { ...headers };
  if (!secrets.includes(token)) secrets.push(token);
  return { ...headers, 'X-Plex-Token': token };
}

function readPayload<Payload extends object>(
  operation: Operation<never, Payload>,
  answer: Answer,
  secrets: readonly string[],
): Payload {
  try {
    return operation.read(JSON.parse(answer.text()));
  } catch (error) {
    const large = !answer.bytes;
    const why = large ? `larger than ${SIZE_LIMIT} bytes` : error instanceof Mismatch ? error.message : 'not JSON';
    throw new InvalidResponseError({
      operation: operation.name,
      code: large ? 'RESPONSE_TOO_LARGE' : 'INVALID_RESPONSE',
      message: `${answer.status}, but the answer is of no use: ${why}`,
      answer,
      secrets,
    });
  }
}

/** A logger that throws never ends a call. */
function log({ client, secrets }: Call, line: string): void {
  try {
    client.debugLogger?.debug(redact(line, secrets));
  } catch {
    // The call matters more than its log.
  }
}
