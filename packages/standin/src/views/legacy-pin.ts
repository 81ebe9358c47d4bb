import type { Pin } from '../db/pins.js';
import { isoOf } from './dates.js';
import { type TextElement, writeTextElements } from './xml.js';

const INTEGER = { type: 'integer' };

/** An element whose text is there, or is nil. */
function known(name: string, text: string | null, attributes: TextElement['attributes'] = {}): TextElement {
  return text === null ? { name, attributes: { ...attributes, nil: 'true' }, text: '' } : { name, attributes, text };
}

/**
 * A PIN as the old path writes it: an element for each member.
 *
 * @rule legacy-pin.members
 * @rule legacy-pin.token-twice
 */
export function legacyPinXml({ id, code, expiresAt, clientIdentifier, accountId, authToken }: Pin): string {
  const userId = authToken === null ? null : String(accountId);
  return writeTextElements('pin', [
    known('id', String(id), INTEGER),
    known('code', code),
    known('expires-at', isoOf(expiresAt), { type: 'dateTime' }),
    known('user-id', userId, INTEGER),
    known('client-identifier', clientIdentifier),
    known('trusted', 'false', { type: 'boolean' }),
    known('auth-token', authToken),
    known('auth_token', authToken),
  ]);
}
