import { z } from 'zod';
import type { Tree } from './tree.js';

/*
 * The table of value encodings, written by its own hand: what the stand-in's writer gets wrong cannot be wrong here the
 * same way.
 *
 * | in JSON                         | in XML                                          |
 * | ------------------------------- | ----------------------------------------------- |
 * | true, false                     | "1", "0"                                        |
 * | null                            | an empty attribute                              |
 * | a number                        | its digits                                      |
 * | a date of the members below     | 2024-06-20 06:55:56 UTC                         |
 * | a text                          | the same, without what XML 1.0 has no sign for  |
 * | an object                       | an element                                      |
 * | a list, on plex.tv              | an element of its name, holding one per item    |
 * | a list, on a media server       | elements of its name, one per item              |
 */

/** Who writes: they differ in their lists. */
export type Writer = 'plex.tv' | 'media server';

/** Members whose ISO date XML has in words; every other text stays as it is. */
const DATES = new Set(['subscribedAt', 'createdAt', 'expiresAt']);
const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/;

/** What an item of a list is called; of lists not named here it is the list's name without its last s. */
const ITEMS: Readonly<Record<string, string>> = {
  entitlements: 'entitlement',
  errors: 'error',
  features: 'feature',
  connections: 'connection',
  pastSubscriptions: 'subscription',
  resources: 'resource',
  roles: 'role',
  services: 'service',
  subscriptions: 'subscription',
  trials: 'trial',
};

const list = z.array(z.unknown());
const object = z.record(z.string(), z.unknown());

function hasSign(point: number): boolean {
  if (point < 0x20) return point === 0x09 || point === 0x0a || point === 0x0d;
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  return !isSurrogate && point !== 0xfffe && point !== 0xffff;
}

/** A text without the characters that XML 1.0 has no sign for: most controls, halves of pairs, U+FFFE and U+FFFF. */
export function inXml(text: string): string {
  return Array.from(text)
    .filter((character) => hasSign(character.codePointAt(0) ?? 0))
    .join('');
}

function attribute(name: string, value: unknown): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return JSON.stringify(value);
  const text = z.string().parse(value);
  const [, date, time] = (DATES.has(name) && ISO.exec(text)) || [];
  return date === undefined || time === undefined ? inXml(text) : `${date} ${time} UTC`;
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}

/** The element that holds a list of plex.tv. */
function listElement(name: string, items: unknown): Tree {
  const item = ITEMS[name] ?? name.replace(/(?!^)s$/, '');
  const children = list.parse(items).map((value) => {
    if (Array.isArray(value)) return { ...listElement(item, value), name: item };
    return objectElement(item, isScalar(value) ? { id: value } : value, 'plex.tv');
  });
  return { name, attributes: {}, children, text: '' };
}

/** The element that holds an object. */
export function objectElement(name: string, value: unknown, writer: Writer): Tree {
  const members = Object.entries(object.parse(value));
  const scalars = members.filter(([, member]) => isScalar(member));
  const attributes = Object.fromEntries(scalars.map(([key, one]): [string, string] => [key, attribute(key, one)]));
  const children = members.flatMap(([key, member]) => {
    if (isScalar(member)) return [];
    if (!Array.isArray(member)) return [objectElement(key, member, writer)];
    return writer === 'plex.tv' ? [listElement(key, member)] : member.map((one) => objectElement(key, one, writer));
  });
  return { name, attributes, children, text: '' };
}

function textElement(name: string, text: string): Tree {
  return { name, attributes: {}, children: [], text };
}

/** The XML of a media server's answer. */
export function mediaContainer(json: unknown): Tree {
  return objectElement(
    'MediaContainer',
    z.strictObject({ MediaContainer: object }).parse(json).MediaContainer,
    'media server',
  );
}

/** The XML of resources, whose dates are the same in both forms. */
export function resourceList(json: unknown): Tree {
  const dated = list.parse(json).map((entry) => object.parse(entry));
  const { children, ...rest } = listElement('resources', dated);
  const dates = ({ createdAt, lastSeenAt }: Record<string, unknown>): Record<string, string> =>
    z.record(z.string(), z.string()).parse({ createdAt, lastSeenAt });
  const exact = children.map((child, index) => {
    const attributes = { ...child.attributes, ...dates(dated[index] ?? {}) };
    return { ...child, attributes };
  });
  return { ...rest, children: exact };
}

/** The XML of a ping. */
export function pong(json: unknown): Tree {
  z.strictObject({ pong: z.literal(true) }).parse(json);
  return textElement('pong', '1');
}

/** The XML of plex.tv's refusals. */
export function errorList(json: unknown): Tree {
  return listElement('errors', z.strictObject({ errors: list }).parse(json).errors);
}

/** The XML of the old paths' refusals: a sentence in an element. */
export function legacyError(json: unknown): Tree {
  const { error } = z.strictObject({ error: z.string() }).parse(json);
  return { ...textElement('errors', ''), children: [textElement('error', inXml(error))] };
}

const legacy = z.strictObject({
  user: z.looseObject({
    authentication_token: z.string(),
    roles: z.strictObject({ roles: list }),
    subscription: z.looseObject({ features: list }),
  }),
});

/** The XML of the old paths' accounts: roles inside roles are roles, and features stand right in the subscription. */
export function legacyUser(json: unknown): Tree {
  const { authentication_token: token, roles, subscription, ...user } = legacy.parse(json).user;
  const { features, ...standing } = subscription;
  const rest = objectElement('user', { ...user, authenticationToken: token }, 'plex.tv');
  const having = objectElement('subscription', standing, 'plex.tv');
  const of = [{ ...having, children: listElement('features', features).children }, listElement('roles', roles.roles)];
  return { ...rest, children: [...of, ...rest.children] };
}
