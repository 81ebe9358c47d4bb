import { type FetchInit, type FetchLike, PlexAPI, type PlexAPIOptions } from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';
import { type CastName, type StandIn, type StandInOptions, startStandIn } from '@ticketstub/standin';

/** The three ways in which a program can reach a stand-in. */
export const ways = ['in process', 'over sockets', 'by the node transport'] as const;

/** One of the ways. */
export type Way = (typeof ways)[number];

/** What can be made to go wrong at the stand-in. */
export type Fault = Parameters<StandIn['control']['failNext']>[0];

/** A request as it left the SDK. */
export interface Sent extends FetchInit {
  readonly url: string;
}

/** A stand-in, and clients that reach it. */
export interface World extends AsyncDisposable {
  readonly standIn: StandIn;
  /** The addresses of Alice's two servers: the current one, and the one older than 1.15.4. */
  readonly attic: string;
  readonly cellar: string;
  /** The source that Attic is. */
  readonly atticSource: string;
  /** Every request of every client, in order. */
  readonly sent: readonly Sent[];
  /** What is wrong between the clients and everybody else; a fault befalls each request to its operation. */
  readonly network: { outage: 'cut off' | 'answers 503' | 'answers 429' | Fault | undefined };
  /** Every wait of every client, in milliseconds. Each moved the stand-in's clock and took no time. */
  readonly waits: readonly number[];
  /** A client with a person's account token, at Attic. */
  client(name: CastName, options?: PlexAPIOptions): PlexAPI;
  /** The same with the token that Attic accepts from the person. */
  guest(name: CastName, options?: PlexAPIOptions): PlexAPI;
}

const refusals = {
  'answers 503': () => new Response('', { status: 503 }),
  'answers 429': () => new Response('', { status: 429, headers: { 'retry-after': '5' } }),
};

/** Starts a stand-in, to be reached in one of the ways. */
export async function openWorld(way: Way, options: StandInOptions = {}): Promise<World> {
  const standIn: StandIn = await startStandIn({ ...options, listen: way !== 'in process' });
  const transport = way === 'by the node transport' ? nodeTransport() : undefined;
  const reach: FetchLike = way === 'in process' ? standIn.fetch : (transport ?? fetch);
  const sent: Sent[] = [];
  const waits: number[] = [];
  const network: World['network'] = { outage: undefined };
  const [attic, cellar] = standIn.servers;
  const atticID = attic?.machineIdentifier ?? '';
  const defaults: PlexAPIOptions = {
    serverURL: attic?.url,
    clientID: 'conformance',
    // In process the real hosts lead to the stand-in.
    ...(way !== 'in process' && { endpoints: standIn.endpoints }),
    fetch(url, init) {
      sent.push({ url, ...init });
      if (network.outage === 'cut off') return Promise.reject(new TypeError('no route'));
      if (typeof network.outage === 'string') return Promise.resolve(refusals[network.outage]());
      if (network.outage) standIn.control.failNext(network.outage);
      return reach(url, init);
    },
    clock: {
      now: () => standIn.clock.now(),
      async sleep(ms) {
        waits.push(ms);
        standIn.control.advanceClock(ms);
      },
    },
  };
  const { people } = standIn;
  const plex = (accessToken: string | undefined, own?: PlexAPIOptions): PlexAPI =>
    new PlexAPI({ ...defaults, accessToken, ...own });
  return {
    standIn,
    attic: attic?.url ?? '',
    cellar: cellar?.url ?? '',
    atticSource: `server://${atticID}`,
    sent,
    waits,
    network,
    client: (name, own) => plex(people[name].token, own),
    guest: (name, own) => plex(people[name].serverTokens[atticID], own),
    async [Symbol.asyncDispose]() {
      transport?.close();
      await standIn.close();
    },
  };
}

/** Opens a world, of the way under test. */
export type Open = (options?: StandInOptions) => Promise<World>;
