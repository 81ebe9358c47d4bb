import type { StandInEnv } from './deps.js';
import { TextResponse } from './views/text-response.js';

/** Answers requests by their origin, without a socket. */
export type InProcessFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

function refused(message: string): TypeError {
  return new TypeError('fetch failed', { cause: new Error(message) });
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** What answers at an origin; an application is one. */
export interface Answering {
  fetch(request: Request, bindings: StandInEnv['Bindings']): Response | Promise<Response>;
}

/** Where a request may go: what answers at an origin, as long as there is something. */
export interface Destinations {
  readonly appFor: (origin: string) => Answering | undefined;
  readonly isClosed: () => boolean;
}

/** A `fetch` that reaches the applications by origin and never the network; it rejects for any other origin. */
export function inProcessFetch({ appFor, isClosed }: Destinations): InProcessFetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    if (isClosed()) throw refused('The stand-in is closed');
    const { origin } = new URL(request.url);
    const app = appFor(origin);
    if (app === undefined) throw refused(`The stand-in does not play ${origin}, and nothing was sent there`);
    const gone = (): boolean => request.signal.aborted;
    let dropped = false;
    const drop = (): void => {
      dropped = true;
    };
    const answer = Promise.resolve(app.fetch(request, { address: '127.0.0.1', persistent: true, gone, drop }));
    const response = await Promise.race([answer, whenAborted(request.signal)]);
    if (isClosed()) throw refused('The stand-in was closed before an answer came');
    if (dropped) throw refused('The connection was closed before an answer came');
    return response instanceof TextResponse ? response.whole() : response;
  };
}
