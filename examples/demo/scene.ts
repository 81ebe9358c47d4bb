import { PlexAPI, type PlexAPIOptions } from '@ticketstub/sdk';
import { type CastName, type PlayedServer, type SeenRequest, type StandIn, startStandIn } from '@ticketstub/standin';
import { openWire, type Wire } from './wire.js';

/** The client identifier of this demo: a program keeps one for good. */
const CLIENT_ID = 'ticketstub-demo';

/** Everybody and everything the demo plays with. */
export interface Scene extends AsyncDisposable {
  /** A Plex whose media servers refuse as field reports say. */
  readonly plex: StandIn;
  /** Another, whose media servers refuse as the published tables say. */
  readonly documented: StandIn;
  /** A current server of Alice's, shared with Dana. */
  readonly attic: PlayedServer;
  /** A server of Alice's from before 1.15.4. */
  readonly cellar: PlayedServer;
  readonly people: StandIn['people'];
  readonly wire: Wire;
  /** A client for the first Plex and its Attic, unless told otherwise. */
  client(options?: PlexAPIOptions): PlexAPI;
  /** What both have been asked. */
  requests(): readonly SeenRequest[];
  /** Of what kind a token is and whose, by the stand-in's own book: `transient token, Alice's`. */
  whose(token: string): Promise<string>;
}

/** Opens both on free ports of the loopback interface. */
export async function openScene(): Promise<Scene> {
  const [plex, documented] = await Promise.all([
    startStandIn({ control: true }),
    startStandIn({ errors: 'documented' }),
  ]);
  const [attic, cellar] = plex.servers;
  if (attic === undefined || cellar === undefined) throw new Error('The stand-in has lost a server');
  const wire = openWire();
  return {
    plex,
    documented,
    attic,
    cellar,
    people: plex.people,
    wire,
    client: (options) =>
      new PlexAPI({
        clientID: CLIENT_ID,
        clientName: 'Ticketstub demo',
        endpoints: plex.endpoints,
        serverURL: attic.url,
        fetch: wire.fetch,
        ...options,
      }),
    requests: () => [...plex.control.requests(), ...documented.control.requests()],
    async whose(token) {
      // Answers anybody, whatever token they show, and writes down whose it was.
      await wire.ask(`${attic.url}/identity`, { headers: { 'X-Plex-Token': token } });
      const seen = plex.control.requests().at(-1)?.token;
      return `${seen?.kind ?? 'no'} token, ${nameOf(seen?.person)}'s`;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([plex.close(), documented.close()]);
    },
  };
}

/** `Alice` for `alice`. */
export function nameOf(person: CastName | (string & {}) | null | undefined): string {
  return person ? `${person.charAt(0).toUpperCase()}${person.slice(1)}` : 'nobody';
}
