import { sealKeyBytes } from '../crypto/seal.js';
import { check } from './arguments.js';

/**
 * The bytes of the keys to seal with, copied.
 * @throws InvalidArgumentError unless it is a list of at least one key, and of nothing else. It repeats nothing of them.
 */
export function demandSealKeys(keys: unknown): readonly Uint8Array<ArrayBuffer>[] {
  check(Array.isArray(keys) && keys.length > 0, 'keys', 'must be a list of keys');
  return Array.from(keys, (key, index) => {
    const bytes = sealKeyBytes(key);
    check(bytes, `keys[${index}]`, 'must be 32 bytes, or their base64url');
    return bytes;
  });
}
