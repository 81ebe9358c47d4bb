import type { Context } from 'hono';
import type { StandInEnv } from '../deps.js';
import { type ProgramIdentity, identityHeaders, identityNames } from '../rules/devices.js';
import { isStorable } from '../rules/storable.js';

/**
 * A header's value as it was meant: UTF-8 if it can be, else Latin-1, as which it arrives.
 *
 * @rule devices.utf8
 */
function decoded(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}

/**
 * What a program says of itself in a request: each value from its header, else from the query parameter of the same name.
 *
 * @rule devices.identity
 */
export function saidBy(c: Context<StandInEnv>): ProgramIdentity {
  const members = identityNames.flatMap((name): [string, string][] => {
    const header = c.req.header(identityHeaders[name]);
    const value = header === undefined ? c.req.query(identityHeaders[name]) : decoded(header);
    return value !== undefined && value !== '' && isStorable(value) ? [[name, value]] : [];
  });
  const { product } = c.get('client');
  // A form may name the product too.
  return { ...(product !== undefined && { product }), ...Object.fromEntries(members) };
}
