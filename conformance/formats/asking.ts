import { type OperationName, type StandIn, type StandInOptions, startStandIn } from '@ticketstub/standin';
import { onTestFinished } from 'vitest';
import { readXml, type Tree, withoutIndent } from './tree.js';

/** The two ways to a stand-in. */
export const ways = ['in process', 'over sockets'] as const;

/** The forms an answer may have. */
export type Form = 'json' | 'xml';

/** A stand-in, and where its two hosts are. */
export interface Place {
  readonly standIn: StandIn;
  readonly plexTv: string;
  /** Attic, Alice's current server. */
  readonly attic: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** Opens a stand-in for one test, to be reached in one of the ways. */
export async function openPlace(way: (typeof ways)[number], options: StandInOptions = {}): Promise<Place> {
  const listen = way === 'over sockets';
  const standIn: StandIn = await startStandIn({ ...options, listen });
  onTestFinished(() => standIn.close());
  return {
    standIn,
    plexTv: listen ? standIn.url : 'https://plex.tv',
    attic: standIn.servers[0]?.url ?? '',
    fetch: listen ? fetch : standIn.fetch,
  };
}

/** What somebody asks. */
export interface Asked {
  readonly host: 'plex.tv' | 'attic';
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  /** What tells the form: the header `Accept`, or the ending of the path. */
  readonly by?: 'accept' | 'ending';
}

const ACCEPT = { json: 'application/json', xml: 'application/xml' };

/** Asks for an answer in a form. */
export async function ask(place: Place, asked: Asked, form: Form): Promise<Response> {
  const { host, path, method = 'GET', headers, body = null, by = 'accept' } = asked;
  const url = new URL(path, host === 'attic' ? place.attic : place.plexTv);
  if (by === 'ending') url.pathname += `.${form}`;
  const init = { method, headers: { ...headers, ...(by === 'accept' && { accept: ACCEPT[form] }) }, body };
  return place.fetch(url.href, init);
}

const TYPES = {
  json: { 'plex.tv': 'application/json; charset=utf-8', attic: 'application/json' },
  xml: { 'plex.tv': 'application/xml; charset=utf-8', attic: 'text/xml;charset=utf-8' },
};

/** Throws when an answer's type is not the one its host has for the form. */
function checkType(response: Response, { host }: Asked, form: Form): void {
  const type = response.headers.get('content-type');
  if (type !== TYPES[form][host]) throw new Error(`${host} answered ${form} as ${type}`);
}

/** An answer that was given once in JSON and once in XML. */
export interface Pair {
  readonly statuses: readonly [json: number, xml: number];
  readonly json: unknown;
  readonly xml: Tree;
}

/** Asks the same in both forms; throws unless both are well formed, and of the type and encoding they say. */
export async function askBoth(place: Place, asked: (form: Form) => Asked): Promise<Pair> {
  const inJson = await ask(place, asked('json'), 'json');
  checkType(inJson, asked('json'), 'json');
  const json: unknown = await inJson.json();
  const inXml = await ask(place, asked('xml'), 'xml');
  checkType(inXml, asked('xml'), 'xml');
  // Refuses what is not UTF-8, and would show a byte order mark.
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await inXml.arrayBuffer());
  const { version, encoding, root } = readXml(text);
  if (version !== '1.0' || encoding !== 'UTF-8') throw new Error(`declared as XML ${version}, ${encoding}`);
  return { statuses: [inJson.status, inXml.status], json, xml: withoutIndent(root) };
}

/** Names of attributes that differ from one answer to the next, and what each looks like. */
export type Fresh = Readonly<Record<string, RegExp>>;

/** A tree in which what is fresh, and looks as it should, says only that. */
export function settled(tree: Tree, fresh: Fresh): Tree {
  const attributes = Object.entries(tree.attributes).map(([name, value]): [string, string] => [
    name,
    fresh[name]?.test(value) === true ? `a fresh ${name}` : value,
  ]);
  const children = tree.children.map((child) => settled(child, fresh));
  return { ...tree, attributes: Object.fromEntries(attributes), children };
}

/** A question whose answer has both forms. */
export interface Question {
  readonly operation: OperationName;
  /** What tells it from other questions to the same operation. */
  readonly of?: string;
  readonly status: number;
  readonly asked: (place: Place) => Promise<(form: Form) => Asked> | ((form: Form) => Asked);
  /** The XML that the JSON of the answer stands for. */
  readonly encoded: (json: unknown) => Tree;
  readonly fresh?: Fresh;
}
