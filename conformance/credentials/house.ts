import { type PlayedServer, type StandIn, startStandIn } from '@ticketstub/standin';
import type { CastName } from '@ticketstub/standin';
import type { ServerName } from './deeds.js';

/** Who asks for the truth: what it sends is nobody's doing. */
export const WITNESS = 'the-witness';

/** Who sends what the program was given where it was given for. */
const SENDER = 'the-sender';

/** What became of a token that was sent somewhere. */
export interface Sending {
  readonly status: number;
  /** What the stand-in took it for, and whose. */
  readonly kind: string | undefined;
  readonly person: string | undefined;
}

/** A stand-in that is kept open for many histories, and what it makes of tokens. */
export class House implements AsyncDisposable {
  readonly standIn: StandIn;
  readonly acceptsJwt: boolean;
  #sendings = 0;
  readonly #known = new Map<string, Promise<CastName | undefined>>();

  constructor(standIn: StandIn, acceptsJwt: boolean) {
    this.standIn = standIn;
    this.acceptsJwt = acceptsJwt;
  }

  /** Something has happened to which the truth may be another. */
  changed(): void {
    this.#known.clear();
  }

  server(name: ServerName): PlayedServer {
    const server = this.standIn.servers.find((one) => one.name === name);
    if (server === undefined) throw new RangeError('There is no such server');
    return server;
  }

  /** Whom plex.tv takes a token for; undefined where it refuses it. */
  whoIs(token: string): Promise<CastName | undefined> {
    const known = this.#known.get(token) ?? this.#ask(token);
    this.#known.set(token, known);
    return known;
  }

  /** Whether a media server takes a token. */
  async opens(token: string, name: ServerName): Promise<boolean> {
    return (await this.#get(`${this.server(name).url}/`, token, WITNESS)).status === 200;
  }

  /** Sends a token to a media server, or to plex.tv, as the program would. */
  async send(token: string, name: ServerName | undefined): Promise<Sending> {
    const url = name === undefined ? 'https://plex.tv/api/v2/user' : `${this.server(name).url}/`;
    this.#sendings += 1;
    const sender = `${SENDER}-${this.#sendings}`;
    const { status } = await this.#get(url, token, sender);
    const seen = this.standIn.control.requests().findLast((one) => one.clientIdentifier === sender)?.token;
    return { status, kind: seen?.kind, person: seen?.person ?? undefined };
  }

  async #ask(token: string): Promise<CastName | undefined> {
    const answer = await this.#get('https://plex.tv/api/v2/user', token, WITNESS);
    if (answer.status !== 200) return undefined;
    const document: unknown = await answer.json();
    const { people } = this.standIn;
    const names = Object.keys(people).filter((name): name is CastName => name in people);
    return names.find(
      (name) =>
        typeof document === 'object' && document !== null && Reflect.get(document, 'uuid') === people[name].uuid,
    );
  }

  #get(url: string, token: string, clientID: string): Promise<Response> {
    const headers = { accept: 'application/json', 'x-plex-token': token, 'x-plex-client-identifier': clientID };
    return this.standIn.fetch(url, { headers });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.standIn.close();
  }
}

/** Opens a world in which media servers take JWTs, or one in which they refuse them. */
export async function openHouse(acceptsJwt: boolean): Promise<House> {
  return new House(
    await startStandIn({ listen: false, acceptJwt: acceptsJwt, startAt: 1_790_000_000_000 }),
    acceptsJwt,
  );
}
