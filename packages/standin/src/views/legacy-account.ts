import { writeXml } from './xml.js';

function member(document: object, name: string): unknown {
  return Reflect.get(document, name);
}

function listOf(document: object, name: string): readonly unknown[] {
  const list = member(document, name);
  return Array.isArray(list) ? list : [];
}

function objectOf(document: object, name: string): object {
  const value = member(document, name);
  return typeof value === 'object' && value !== null ? value : {};
}

/** Seconds since the epoch as a date; null for what is none. */
function dateOf(seconds: unknown): string | null {
  return typeof seconds === 'number' ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') : null;
}

function picked(document: object, names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, member(document, name) ?? null]));
}

/** What both forms have: the members of the account that are on record for the old paths. */
function members(document: object): object {
  const joined = dateOf(member(document, 'joinedAt'));
  return {
    ...picked(document, ['id', 'uuid', 'email']),
    joined_at: joined,
    ...picked(document, ['username', 'title', 'thumb', 'hasPassword', 'authToken']),
    confirmedAt: member(document, 'confirmed') === true ? joined : null,
    forumId: null,
    rememberMe: false,
  };
}

const STANDING = ['active', 'status', 'plan'];

/**
 * The account as the old paths write it in JSON, made from the document of `/user`.
 *
 * @rule legacy-account.json
 */
export function legacyAccountJson(document: object): object {
  const subscription = objectOf(document, 'subscription');
  const user = {
    ...members(document),
    authentication_token: member(document, 'authToken'),
    subscription: { ...picked(subscription, STANDING), features: listOf(subscription, 'features') },
    roles: { roles: listOf(document, 'roles') },
    entitlements: listOf(document, 'entitlements'),
  };
  return { user };
}

function elements(list: readonly unknown[]): object[] {
  return list.map((id) => ({ id }));
}

/**
 * The account as the old paths write it in XML, made from the document of `/user`.
 *
 * @rule legacy-account.xml
 */
export function legacyAccountXml(document: object): string {
  const subscription = objectOf(document, 'subscription');
  const user = {
    ...members(document),
    authenticationToken: member(document, 'authToken'),
    subscription: { ...picked(subscription, STANDING), feature: elements(listOf(subscription, 'features')) },
    roles: { role: elements(listOf(document, 'roles')) },
    entitlements: { entitlement: elements(listOf(document, 'entitlements')) },
  };
  return writeXml('user', user, 'bare');
}
