import { destinationOf } from './destination.js';
import type { Dispatcher } from './dispatcher.js';

function hostOf(input: unknown): string {
  const url = input instanceof Request ? input.url : String(input);
  return URL.canParse(url) ? new URL(url).hostname : '';
}

/** Has the global `fetch` send to plex.tv by this dispatcher, whichever one a program chose: its own may use a proxy. */
export function redirectFetch(dispatcher: Dispatcher): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    if (destinationOf(hostOf(input)) === 'elsewhere') return fetch(input, init);
    const sent: RequestInit & { dispatcher: Dispatcher } = { ...init, dispatcher };
    return Reflect.apply(fetch, globalThis, [input, sent]);
  };
}
