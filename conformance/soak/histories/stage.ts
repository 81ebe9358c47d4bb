import { type StandIn, startStandIn } from '@ticketstub/standin';
import type { History } from './step.js';
import type { ServerName } from './household.js';
import type { Span } from './span.js';

/** By a `fetch` of the stand-in's own, or by HTTP on the ports it listens on. */
export type Way = 'in process' | 'over sockets';

/** What is asked, beside the place. */
export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  readonly token?: string;
}

/** An answer, in a word, with what its body holds and the readings of the clock around it. */
export interface Answer {
  /** The status, and the number plex.tv puts beside it. */
  readonly word: string;
  readonly body: unknown;
  readonly at: Span;
}

/** A stand-in with a database file, which may be closed and started again. */
export class Stage implements AsyncDisposable {
  standIn: StandIn;
  readonly #way: Way;
  readonly #options: { database: string; errors: History['errors'] };

  private constructor(standIn: StandIn, way: Way, options: { database: string; errors: History['errors'] }) {
    this.standIn = standIn;
    this.#way = way;
    this.#options = options;
  }

  /** Starts a stand-in on a database file of its own. */
  static async open(way: Way, options: { database: string; errors: History['errors'] }): Promise<Stage> {
    const startAt = Date.UTC(2026, 0, 1);
    return new Stage(await startStandIn({ ...options, listen: way === 'over sockets', startAt }), way, options);
  }

  /** Ends the stand-in and starts another on the same file, so many milliseconds later by its clock. */
  async restart(after: number): Promise<void> {
    const startAt = this.now() + after;
    await this.standIn.close();
    this.standIn = await startStandIn({ ...this.#options, listen: this.#way === 'over sockets', startAt });
  }

  /** The stand-in's time. */
  now(): number {
    return this.standIn.clock.now();
  }

  /** Does something that takes no time but that between two readings of the clock. */
  timed(deed: () => void): Span {
    const from = this.now();
    deed();
    return { from, to: this.now() };
  }

  /** Asks plex.tv or a media server, in JSON. */
  async ask(place: 'plex.tv' | ServerName, path: string, asking: Asking = {}): Promise<Answer> {
    const headers = {
      accept: 'application/json',
      ...(asking.token !== undefined && { 'X-Plex-Token': asking.token }),
      ...asking.headers,
    };
    const { method = 'GET', body = null } = asking;
    const send = this.#way === 'over sockets' ? fetch : this.standIn.fetch;
    const from = this.now();
    const response = await send(`${this.#origin(place)}${path}`, { method, headers, body });
    const text = await response.text();
    const answered: unknown = parsed(text);
    const code = at(answered, 'errors', '0', 'code');
    const word = place === 'plex.tv' && typeof code === 'number' ? `${response.status} ${code}` : `${response.status}`;
    return { word, body: answered, at: { from, to: this.now() } };
  }

  /** The machine identifier of a server of the cast. */
  machine(server: ServerName): string {
    return this.#server(server).machineIdentifier;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.standIn.close();
  }

  #origin(place: 'plex.tv' | ServerName): string {
    return place === 'plex.tv' ? this.standIn.url : this.#server(place).url;
  }

  #server(name: ServerName): StandIn['servers'][number] {
    const server = this.standIn.servers.find((one) => one.name === name);
    if (server === undefined) throw new RangeError(`no server is called ${name}`);
    return server;
  }
}

/** A member deep inside an answer; undefined when there is none. */
export function at(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const step of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined;
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
