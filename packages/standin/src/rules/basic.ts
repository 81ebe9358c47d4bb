import { textOf } from './text-of.js';

/** Who signs in, and with what. */
export interface LoginAndPassword {
  readonly login: string;
  readonly password: string;
}

/**
 * What an `Authorization: Basic` header says; undefined for any other, and for one without a colon.
 *
 * @rule legacy-sign-in.basic
 */
export function parseBasic(header: string): LoginAndPassword | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(header) ?? [];
  if (encoded === undefined) return undefined;
  const parts = /^([^:]*):(.*)$/s.exec(textOf(Buffer.from(encoded, 'base64')));
  if (parts === null) return undefined;
  const [, login = '', password = ''] = parts;
  return { login, password };
}
