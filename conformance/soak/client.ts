import { Agent, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A whole answer. */
export interface Answer {
  readonly status: number;
  /** What its JSON says; undefined when it is none. */
  readonly body: unknown;
}

/** A request. */
export interface Asking {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly client?: string;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
}

/** Asks over connections of its own, which end when it is closed. */
export interface Client {
  readonly ask: (url: string, asking?: Asking) => Promise<Answer>;
  readonly close: () => void;
}

/** How long an answer may take, in milliseconds: longer than a stand-in waits for a locked file. */
const PATIENCE = 30_000;

function headersOf({ token, client, form, json }: Asking): Record<string, string> {
  return {
    accept: 'application/json',
    ...(token === undefined ? {} : { 'x-plex-token': token }),
    ...(client === undefined ? {} : { 'x-plex-client-identifier': client }),
    ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

function bodyOf({ form, json }: Asking): string | undefined {
  if (form !== undefined) return new URLSearchParams(form).toString();
  return json === undefined ? undefined : JSON.stringify(json);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Opens a client of at most so many connections to one origin. */
export function openClient(connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send = (url: string, asking: Asking): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const method = asking.method ?? ((asking.form ?? asking.json) ? 'POST' : 'GET');
      const signal = AbortSignal.timeout(PATIENCE);
      const sent = request(url, { agent, method, headers: headersOf(asking), signal }, resolve);
      sent.once('error', reject);
      sent.end(bodyOf(asking));
    });
  return {
    async ask(url, asking = {}) {
      const response = await send(url, asking);
      const bytes = await buffer(response);
      return { status: response.statusCode ?? 0, body: jsonOf(bytes.toString()) };
    },
    close: () => agent.destroy(),
  };
}
