import type { FetchInit, FetchLike } from '@ticketstub/sdk';

/** A request as it was sent, and the answer as it came: `POST http://…`, `200 application/json`. */
export interface Exchange {
  readonly request: string;
  readonly answer: string;
}

/** The global `fetch`, with everything that crosses it written down. */
export interface Wire {
  /** Handed to the SDK. */
  readonly fetch: FetchLike;
  /** Asks on the demo's own account, without the SDK. */
  ask(url: string, init?: RequestInit): Promise<Response>;
  /** The exchanges of the SDK since the last call. */
  take(): Exchange[];
  /** How many requests the SDK has sent, and how many the demo. */
  counts(): { bySDK: number; byDemo: number };
  /** Every address a request was sent to, without the Home PINs and device JWTs that Plex wants there. */
  addresses(): readonly string[];
  /** Every token, password, code, Home PIN and device JWT that was sent or came back. */
  secrets(): readonly string[];
}

/** In an answer. A country has a code too, of two letters. */
const NAMED_SECRET = /"(?:\w*token|secret|password|nonce|code)"\s*:\s*"([^"]{3,})"/gi;

/** What Plex wants to have in an address, secret or not. */
const SECRET_PARAMETER = /([?&](?:pin|deviceJWT)=)([^&]*)/g;

/** Looks the global `fetch` up at each call, so that what is shown is what any program would do. */
export function openWire(): Wire {
  const recent: Exchange[] = [];
  const addresses: string[] = [];
  const secrets = new Set<string>();
  const counts = { bySDK: 0, byDemo: 0 };
  const fetchFor = async (url: string, init: FetchInit): Promise<Response> => {
    counts.bySDK += 1;
    const address = url.replace(SECRET_PARAMETER, '$1…');
    addresses.push(address);
    for (const secret of secretsSent(url, init)) secrets.add(secret);
    const request = `${init.method} ${address}`;
    const response = await fetch(url, init).catch((error: unknown) => {
      recent.push({ request, answer: 'no answer' });
      throw error;
    });
    recent.push({ request, answer: answerOf(response) });
    for (const [, secret = ''] of (await response.clone().text()).matchAll(NAMED_SECRET)) secrets.add(secret);
    return response;
  };
  return {
    fetch: fetchFor,
    async ask(url, init) {
      counts.byDemo += 1;
      addresses.push(url);
      return fetch(url, init);
    },
    take: () => recent.splice(0),
    counts: () => ({ ...counts }),
    addresses: () => addresses,
    secrets: () => [...secrets],
  };
}

/** `200 application/json`. */
export function answerOf({ status, headers }: Response): string {
  return `${status} ${headers.get('content-type') ?? ''}`.trim();
}

/** Whether a text shows a secret. The few digits of a Home PIN must stand alone: ports and ids hold such by chance. */
export function shows(text: string, secret: string): boolean {
  return /^\d{1,4}$/.test(secret) ? new RegExp(`(?<!\\w)${secret}(?!\\w)`).test(text) : text.includes(secret);
}

function secretsSent(url: string, { headers, body }: FetchInit): string[] {
  const form = new URLSearchParams(body ?? '');
  const inAddress = Array.from(url.matchAll(SECRET_PARAMETER), ([, , secret]) => secret);
  return [headers['X-Plex-Token'], form.get('password'), form.get('verificationCode'), ...inAddress].filter(
    (secret) => typeof secret === 'string',
  );
}
