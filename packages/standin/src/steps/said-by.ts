import type { Context } from 'hono';
import type { StandInEnv } from '../deps.js';
import { type ProgramIdentity, identityHeaders, identityNames } from '../rules/devices.js';
import { headerText } from '../rules/header-text.js';
import { isStorable } from '../rules/storable.js';

/**
 * What a program says of itself in a request: each value from its header, else from the query parameter of the same name.
 *
 * @rule devices.identity
 */
export function saidBy(c: Context<StandInEnv>): ProgramIdentity {
  const members = identityNames.flatMap((name): [string, string][] => {
    const header = c.req.header(identityHeaders[name]);
    const value = header === undefined ? c.req.query(identityHeaders[name]) : headerText(header);
    return value !== undefined && value !== '' && isStorable(value) ? [[name, value]] : [];
  });
  const { product } = c.get('client');
  // A form may name the product too.
  return { ...(product !== undefined && { product }), ...Object.fromEntries(members) };
}
