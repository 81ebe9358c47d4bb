import { errors } from '@ticketstub/sdk';
import type { CastName } from '@ticketstub/standin';
import { type Check, type Expected, shorten, type Value } from './checks.js';
import { nameOf, type Scene } from './scene.js';
import { answerOf, type Exchange } from './wire.js';

/** What a fact has to be, and what to say beside it. */
export interface Fact {
  readonly is: Expected;
  readonly note?: string | undefined;
  readonly shown?: string | undefined;
  readonly about?: string | undefined;
}

/** How a refusal has to come. */
export interface Refused {
  readonly as: abstract new (...given: never[]) => errors.SDKError;
  readonly code: errors.ErrorCode;
  /** The first entry of Plex's own list: `1001 User could not be authenticated`. Nothing when there is no list. */
  readonly says?: string | undefined;
}

/** What a step prints with: nothing is printed that is not compared. */
export interface Show {
  /** The next request the SDK has sent, and how it was answered. */
  exchange(request: string | RegExp, answer: string, note?: string): void;
  /** A named value. */
  fact(label: string, came: Value, fact: Fact): void;
  /** A token, shortened; beside it of what kind it is and whose. */
  token(label: string, token: string | null | undefined, owner: { kind: string; of: CastName }): Promise<void>;
  /** A line to type at a shell; the same request is made here. */
  command(url: string, answer: string): Promise<void>;
  /** The error that a call ended with. */
  refusal(error: unknown, refused: Refused): void;
}

/** A `Show` that hands each line on; `end` reports exchanges that were left out. */
export function openShow(scene: Scene, add: (check: Check) => void): Show & { end(): void } {
  const waiting: Exchange[] = [];
  const fact = (label: string, came: Value, { is, ...shape }: Fact): void =>
    add({ kind: 'fact', label, came, expected: is, ...shape });
  return {
    exchange(request, answer, note) {
      waiting.push(...scene.wire.take());
      const next = waiting.shift();
      add({ kind: 'request', label: '', came: next?.request, expected: request });
      add({ kind: 'answer', label: '', came: next?.answer, expected: answer, note });
    },
    fact,
    async token(label, token, { kind, of }) {
      const came = await scene.whose(token ?? '');
      fact(label, came, { is: `${kind} token, ${nameOf(of)}'s`, shown: shorten(token ?? ''), note: came });
    },
    async command(url, answer) {
      const Accept = 'application/json';
      const response = await scene.wire.ask(url, { headers: { Accept } });
      add({ kind: 'request', label: '', came: `curl -s ${url} -H 'Accept: ${Accept}'`, expected: /^curl -s http:/ });
      add({ kind: 'answer', label: '', came: answerOf(response), expected: answer });
    },
    refusal(error, { as, code, says }) {
      const came = error instanceof errors.TicketstubError ? `errors.${error.name}, code ${error.code}` : String(error);
      add({ kind: 'error', label: '', came, expected: `errors.${as.name}, code ${code}` });
      const [entry] = error instanceof errors.SDKError ? error.errors : [];
      const said = entry && `${entry.code} ${entry.message}`;
      if (said !== undefined || says !== undefined) fact('error.errors[0]', said, { is: says });
    },
    end() {
      for (const { request } of [...waiting, ...scene.wire.take()]) {
        add({ kind: 'request', label: '', came: request, expected: 'no further request' });
      }
    },
  };
}

/** The error a call ends with; undefined when it succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return error;
  }
}
