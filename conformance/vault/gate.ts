import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { StandIn } from '@ticketstub/standin';
import { z } from 'zod';

/** A request that came through a gate. */
export interface Passage {
  readonly request: string;
  readonly clientID: string;
  /** Milliseconds, by the clock of `performance`. */
  readonly at: number;
}

/** A token that was given, as its giver saw it. */
export interface Exchange {
  readonly clientID: string;
  /** When its nonce was asked for, and when its token was ready, in milliseconds by the clock of `performance`. */
  readonly begin: number;
  readonly end: number;
  /** The token, told apart without being shown. */
  readonly token: string;
}

/** The way of one process to the stand-in, and all that took it. */
export interface Gate {
  readonly url: string;
  readonly passages: readonly Passage[];
  /** In the order in which they ended. */
  readonly exchanges: readonly Exchange[];
  close(): void;
}

/** Is told of a token before it is handed over, which waits for the promise. */
export type OnExchange = () => Promise<void>;

const NONCE = 'GET /api/v2/auth/nonce';
const TOKEN = 'POST /api/v2/auth/token';

/** What a renewal asks, and nothing else. */
export const renewing: readonly string[] = [NONCE, TOKEN];

const given = z.object({ auth_token: z.string().min(1) });

/** What is shown in the place of a token. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}

/** Opens a way to a stand-in that writes down who takes it. */
export async function openGate(standIn: StandIn, onExchange: OnExchange): Promise<Gate> {
  const passages: Passage[] = [];
  const exchanges: Exchange[] = [];
  const begun = new Map<string, number>();
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const at = performance.now();
    const { pathname } = new URL(incoming.url ?? '/', 'http://gate');
    const request = `${incoming.method} ${pathname}`;
    const clientID = String(incoming.headers['x-plex-client-identifier']);
    passages.push({ request, clientID, at });
    if (request === NONCE) begun.set(clientID, at);
    const { status, type, body } = await answer(standIn, incoming);
    if (request === TOKEN && status === 200) {
      const { auth_token: token } = given.parse(JSON.parse(body));
      const begin = begun.get(clientID) ?? at;
      exchanges.push({ clientID, begin, end: performance.now(), token: digest(token) });
      await onExchange();
    }
    outgoing.writeHead(status, { 'content-type': type }).end(body);
  };
  const server = createServer((incoming, outgoing) => {
    // Whoever asked may have been killed meanwhile.
    outgoing.on('error', () => {});
    pass(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    passages,
    exchanges,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What a header says of the way to the gate goes no further. */
const ofTheConnection = new Set(['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

async function answer(
  standIn: StandIn,
  incoming: IncomingMessage,
): Promise<{ readonly status: number; readonly type: string; readonly body: string }> {
  const { method = 'GET', url = '/', headers } = incoming;
  const sent = await buffer(incoming);
  const said = Object.entries(headers).filter(([name]) => !ofTheConnection.has(name));
  const response = await standIn.fetch(`https://clients.plex.tv${url}`, {
    method,
    headers: Object.fromEntries(said.map(([name, value]) => [name, String(value)])),
    ...(sent.length > 0 && { body: sent }),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? 'text/plain',
    body: await response.text(),
  };
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (typeof address === 'object' && address) return address;
  throw new Error('a gate has no port');
}
