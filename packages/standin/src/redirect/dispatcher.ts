import { destinationOf, notSent } from './destination.js';

/** What sends for `fetch`, as far as the redirect needs to know it: undici's `Dispatcher`. */
export interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean;
}

/** Where undici, Node's own copy and every installed one, keeps the dispatcher of the process; the name is part of its API. */
const PLACES = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map((name) => Symbol.for(name));

function isDispatcher(value: unknown): value is Dispatcher {
  return typeof value === 'object' && value !== null && 'dispatch' in value && typeof value.dispatch === 'function';
}

function hostOf(options: object): string {
  const origin = 'origin' in options ? String(options.origin) : '';
  return URL.canParse(origin) ? new URL(origin).hostname : '';
}

/** The dispatcher that reaches the stand-in: the same, or one like it that uses no proxy, where `NODE_USE_ENV_PROXY` set one. */
function pastProxies(dispatcher: Dispatcher): Dispatcher {
  if (dispatcher.constructor.name !== 'EnvHttpProxyAgent') return dispatcher;
  const direct: unknown = Reflect.construct(dispatcher.constructor, [{ noProxy: '*' }]);
  return isDispatcher(direct) ? direct : dispatcher;
}

/** The same dispatcher, but for requests to plex.tv: the origin is exchanged as late as this, so that no caller sees it. */
function redirecting(dispatcher: Dispatcher, standIn: URL): Dispatcher {
  const direct = pastProxies(dispatcher);
  const dispatch: Dispatcher['dispatch'] = (options, handler) => {
    const host = hostOf(options);
    const destination = destinationOf(host);
    if (destination === 'nowhere') throw notSent(host);
    if (destination === 'stand-in') return direct.dispatch({ ...options, origin: standIn.origin }, handler);
    return dispatcher.dispatch(options, handler);
  };
  return new Proxy(dispatcher, {
    get: (target, key): unknown => (key === 'dispatch' ? dispatch : Reflect.get(target, key)),
  });
}

/** Redirects the dispatcher of the process; the one that Node's own `fetch` should send by. */
export function redirectDispatchers(standIn: URL): Dispatcher | undefined {
  // Node loads its copy of undici, which puts the dispatcher there, when one of these globals is first read.
  Reflect.get(globalThis, 'Headers');
  const redirected = PLACES.map((place) => {
    const dispatcher: unknown = Reflect.get(globalThis, place);
    if (!isDispatcher(dispatcher)) return undefined;
    const own = redirecting(dispatcher, standIn);
    Reflect.set(globalThis, place, own);
    return own;
  });
  return redirected.find((dispatcher) => dispatcher !== undefined);
}
