import { CredentialStoreError } from '../errors.js';
import { type Credential, stringifyCredential } from './credential.js';

/**
 * A name as the database has it: printable ASCII stays, every other UTF-16 unit and the backslash become `\` and four hex
 * digits, as in PostgreSQL's own `U&'…'` and `unistr`. So any name fits a database of any encoding, NUL and half a
 * surrogate pair included, two names are one only if they are equal, one begins with another exactly if their forms do, and
 * the longest has 2,560 bytes: an index takes 2,704.
 */
export function formOf(name: string): string {
  return name.replace(/[^ -~]|\\/g, (unit) => `\\${hex(unit)}`);
}

/** What every form that begins with this one is before, when forms are sorted by their bytes. */
export function endOf(form: string): string {
  return `${form}\u007f`;
}

/** @throws CredentialStoreError with the code `STORE_DAMAGED` when it is the form of no name. */
export function nameFrom(form: string): string {
  const name = form.replace(/\\([0-9a-f]{4})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  if (name && formOf(name) === form) return name;
  throw new CredentialStoreError('list', 'STORE_DAMAGED');
}

/**
 * A credential as the database has it: JSON in ASCII.
 * @throws InvalidArgumentError when it is none.
 */
export function bodyOf(credential: Credential): string {
  return stringifyCredential(credential).replace(/[^ -~]/g, (unit) => `\\u${hex(unit)}`);
}

function hex(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0');
}
