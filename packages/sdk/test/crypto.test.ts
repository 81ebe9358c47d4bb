import { describe, expect, test } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../src/crypto/base64url.js';
import { generatePair, importPrivate, importPublic, type PrivateJwk, sign, verify } from '../src/crypto/ed25519.js';
import { parseJws, signJws } from '../src/crypto/jws.js';
import { thumbprint } from '../src/crypto/thumbprint.js';

/** RFC 8037, appendix A. */
const RFC_8037: PrivateJwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};
const SIGNED = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc';
const SIGNATURE = 'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

describe('RFC 8037, appendix A', () => {
  test('A.4: the key signs the example, to the byte', async () => {
    const key = await importPrivate(RFC_8037, false);
    expect(encodeBase64url(await sign(key, bytes(SIGNED)))).toBe(SIGNATURE);
  });

  test('A.5: the key’s public half verifies the example and nothing near it', async () => {
    const key = await importPublic(RFC_8037);
    const signature = decodeBase64url(SIGNATURE) ?? bytes('');
    await expect(verify(key, signature, bytes(SIGNED))).resolves.toBe(true);
    await expect(verify(key, signature, bytes(`${SIGNED}c`))).resolves.toBe(false);
    const bent = signature.map((byte, index) => (index === 63 ? byte ^ 1 : byte));
    await expect(verify(key, bent, bytes(SIGNED))).resolves.toBe(false);
  });

  test('A.3: the key’s thumbprint', async () => {
    await expect(thumbprint(RFC_8037)).resolves.toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });
});

describe('base64url', () => {
  // RFC 4648, section 10, without the padding.
  test.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('writes %o as %o, and reads it', (text, written) => {
    expect(encodeBase64url(bytes(text))).toBe(written);
    expect(decodeBase64url(written)).toEqual(bytes(text));
  });

  test('writes and reads bytes of any length as Node does, a megabyte of them too', () => {
    for (const length of [...Array.from({ length: 70 }).keys(), 3071, 3072, 3073, 2 ** 16, 2 ** 20 + 1]) {
      const random = Uint8Array.from({ length }, (_, index) => (index * 2_654_435_761) >>> 13);
      const written = Buffer.from(random).toString('base64url');
      expect(encodeBase64url(random) === written).toBe(true);
      expect(Buffer.compare(decodeBase64url(written) ?? bytes('nothing'), random)).toBe(0);
    }
  });

  test('reads nothing with a character of another alphabet anywhere in it', () => {
    const characters = [
      '+',
      '/',
      '=',
      ' ',
      '\n',
      '\0',
      '\u{7F}',
      '\u{80}',
      'ÿ',
      '\u{141}',
      '\u{10041}',
      '.',
      '@',
      '[',
      '`',
      '{',
      ',',
    ];
    for (const text of ['AAAAAAAA', 'AAAAAAA', 'AAAAAA', '________', '_______', '______'])
      for (const character of characters)
        for (let at = 0; at + character.length <= text.length; at += 1) {
          const bent = text.slice(0, at) + character + text.slice(at + character.length);
          expect([bent, decodeBase64url(bent)]).toEqual([bent, undefined]);
        }
  });

  test.each(['Zg==', 'Zg=', 'Zh', 'Zm9', 'Z', 'Zm9vY', 'Zm+v', 'Zm/v', 'Zm9v\n', ' Zm9v', 'Zm9ÿ', 'Zm9\u{1F511}'])(
    'reads no %o, which it would have written in another way',
    (text) => {
      expect(decodeBase64url(text)).toBeUndefined();
    },
  );
});

describe('signJws', () => {
  test('says the algorithm and the type beside the kid, in this order', async () => {
    const { privateKey, publicJwk } = await generatePair(true);
    const token = await signJws(privateKey, { kid: 'mine' }, { aud: 'plex.tv', name: 'Ünïcødé 🔑' });
    const [head = '', body = ''] = token.split('.');
    expect(Buffer.from(head, 'base64url').toString()).toBe('{"kid":"mine","alg":"EdDSA","typ":"JWT"}');
    expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toEqual({ aud: 'plex.tv', name: 'Ünïcødé 🔑' });
    const parsed = parseJws(token);
    if (typeof parsed === 'string') throw new Error(parsed);
    await expect(parsed.signedBy(await importPublic(publicJwk))).resolves.toBe(true);
  });
});
